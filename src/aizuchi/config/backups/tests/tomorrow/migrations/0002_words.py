from django.db import migrations, models


def write(apps, schema_editor):
    apps.get_model("tomorrow", "Plan").objects.bulk_create(
        apps.get_model("tomorrow", "Plan")(words=str(number)) for number in range(2000)
    )


class Migration(migrations.Migration):
    dependencies = [("tomorrow", "0001_initial")]
    operations = [
        migrations.AddField("plan", "words", models.TextField(default="")),
        migrations.RunPython(write),
    ]
