import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0001_initial"),
        ("pairs", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Spark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sparks", to="pairs.pair"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sparks", to="meetings.meeting"
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("kept", "I did"), ("partly", "On the way"), ("later", "Another time")],
                        max_length=6,
                    ),
                ),
                ("outcome_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting",), name="one_spark_per_meeting")],
            },
        ),
        migrations.CreateModel(
            name="ThankYouNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="thank_you_notes", to="pairs.pair"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thank_you_notes",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("sealed", models.BinaryField(help_text="The words, under the key of the pair's circle.")),
                ("written_at", models.DateTimeField()),
                (
                    "kept_at",
                    models.DateTimeField(blank=True, help_text="When the other put it with what they keep.", null=True),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["pair", "-written_at"], name="growth_than_pair_id_f9c001_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "author"), name="one_thank_you_each_per_meeting")
                ],
            },
        ),
    ]
