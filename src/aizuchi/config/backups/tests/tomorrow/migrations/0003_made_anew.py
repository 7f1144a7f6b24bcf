from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tomorrow", "0002_words")]
    operations = [migrations.AlterField("plan", "words", models.CharField(max_length=20, default="", db_index=True))]
