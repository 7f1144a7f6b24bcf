from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organization_id", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("picture", "picture"),
                            ("pdf", "pdf"),
                            ("zip", "zip"),
                            ("sound", "sound"),
                            ("text", "text"),
                        ],
                        max_length=8,
                    ),
                ),
                ("size", models.PositiveBigIntegerField(help_text="Bytes as they are read, not as they lie sealed.")),
                ("created_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
