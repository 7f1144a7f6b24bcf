import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="BusyTime",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="busy_times",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.UUIDField(blank=True, help_text="Key of the connection it was read through.", null=True),
                ),
                (
                    "external_uid",
                    models.CharField(
                        blank=True, help_text="Which event, and which occurrence of it, over there.", max_length=255
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "is_tentative",
                    models.BooleanField(default=False, help_text="Not promised yet: told, but no obstacle."),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "ends_at"], name="busy_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="busy_for_some_time"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source__isnull", False)),
                        fields=("source", "external_uid", "starts_at"),
                        name="busy_once_per_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayRules",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="day_rules", to="people.organization"
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        default="JP",
                        help_text="ISO 3166; empty: none.",
                        max_length=2,
                        verbose_name="public holidays",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="OrganizationDay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_days", to="people.organization"
                    ),
                ),
                ("date", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[("off", "Day off"), ("work", "Working day")], default="off", max_length=4
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
            ],
            options={
                "ordering": ["date"],
                "constraints": [models.UniqueConstraint(fields=("organization", "date"), name="one_rule_per_day")],
            },
        ),
        migrations.CreateModel(
            name="PreferredTimes",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferred_hours",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "buffer_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Left free before and after other appointments."
                    ),
                ),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Left free in addition where the two meet in person."
                    ),
                ),
                (
                    "preparation_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Booked for oneself before each 1on1, to get ready."
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("buffer_minutes__lte", 120),
                            ("preparation_minutes__lte", 120),
                            ("travel_minutes__lte", 240),
                        ),
                        name="margins_of_sensible_length",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="time_rules",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday.")),
                ("starts_minute", models.PositiveSmallIntegerField(help_text="Minutes since midnight.")),
                ("ends_minute", models.PositiveSmallIntegerField(help_text="Exclusive; 1440 is midnight.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("work", "Working hours"),
                            ("lunch", "Lunch"),
                            ("good", "Good time"),
                            ("avoid", "Rather not"),
                            ("never", "Never"),
                        ],
                        max_length=5,
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "starts_minute"],
                "indexes": [models.Index(fields=["person", "weekday"], name="availabilit_person__0e23dd_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_minute__gt", models.F("starts_minute")),
                            ("ends_minute__lte", 1440),
                            ("weekday__lte", 6),
                        ),
                        name="time_rule_within_a_day",
                    )
                ],
            },
        ),
    ]
