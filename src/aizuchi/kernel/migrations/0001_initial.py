from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OrganizationKey",
            fields=[
                ("organization_id", models.UUIDField(primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField()),
                ("key_name", models.CharField(help_text="Which line of the key file wraps it.", max_length=16)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("owner", models.UUIDField(primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField(db_index=True)),
                ("wrapped", models.BinaryField(help_text="Empty once destroyed.")),
                ("created_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
