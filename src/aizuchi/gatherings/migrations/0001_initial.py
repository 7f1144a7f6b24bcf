import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("spaces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Gathering",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Training"),
                            ("managers", "Managers' meeting"),
                            ("cohort", "Meeting of a program"),
                            ("other", "Gathering"),
                        ],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True, max_length=2000)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("all", "Everybody there"),
                            ("heads", "Heads of units there"),
                            ("invited", "Those who are invited"),
                        ],
                        default="all",
                        max_length=7,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=60)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("video_url", models.URLField(blank=True, max_length=500)),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: as many as like to come.", null=True
                    ),
                ),
                ("sign_up_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "booking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spaces.booking",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gatherings", to="people.organization"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole organization.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("coming", "coming"),
                            ("waiting", "on the waiting list"),
                            ("withdrawn", "not coming"),
                        ],
                        max_length=9,
                    ),
                ),
                ("signed_up_at", models.DateTimeField(blank=True, null=True)),
                ("attended", models.BooleanField(blank=True, help_text="Empty: nobody has noted it.", null=True)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_ups", to="gatherings.gathering"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="gathering",
            index=models.Index(fields=["organization", "starts_at"], name="gatherings__organiz_36b577_idx"),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 5), ("minutes__lte", 1440)), name="gathering_takes_some_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__isnull", True), ("places__gte", 1), _connector="OR"),
                name="gathering_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="gathering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sign_up_until__isnull", True), ("sign_up_until__lte", models.F("starts_at")), _connector="OR"
                ),
                name="sign_up_ends_before_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(fields=["gathering", "state", "signed_up_at"], name="gatherings__gatheri_f8426b_idx"),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.UniqueConstraint(fields=("gathering", "person"), name="signs_up_once"),
        ),
    ]
