"""The tables of feedback's first migration that belong to any app which lets people answer anonymously."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids

TABLES = ["groupsize", "answerwindow", "windowkey", "eligibility"]
COLUMNS = [
    ("windowkey", "mentor_id", "subject_id"),
    ("eligibility", "mentor_id", "subject_id"),
    ("eligibility", "mentee_id", "person_id"),
]
MOVE = [
    *(f"ALTER TABLE feedback_{table} RENAME TO anonymous_answers_{table}" for table in TABLES),
    *(f"ALTER TABLE anonymous_answers_{table} RENAME COLUMN {old} TO {new}" for table, old, new in COLUMNS),
    "DROP INDEX feedback_an_organiz_6fa2f6_idx",
    'CREATE INDEX "answer_windows_of_quarter" ON "anonymous_answers_answerwindow" ("organization_id", "quarter_on")',
    "DROP INDEX feedback_el_mentor__43cacd_idx",
    'CREATE INDEX "eligibilities_of_subject" ON "anonymous_answers_eligibility" ("subject_id", "window_id")',
]


def key():
    return models.UUIDField(default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


def to(model, related_name, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=model, **more)


def sizes_are_safe(name):
    return models.CheckConstraint(
        condition=models.Q(("k_band__gte", 3), ("k_mean__gte", 5), ("k_mean__gte", models.F("k_band"))), name=name
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [("feedback", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MOVE)],
            state_operations=[
                migrations.CreateModel(
                    name="GroupSize",
                    fields=[
                        (
                            "organization",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="people.organization",
                            ),
                        ),
                        ("k_band", models.PositiveSmallIntegerField(default=3)),
                        ("k_mean", models.PositiveSmallIntegerField(default=5)),
                    ],
                    options={"constraints": [sizes_are_safe("group_sizes_are_safe")]},
                ),
                migrations.CreateModel(
                    name="AnswerWindow",
                    fields=[
                        ("id", key()),
                        ("organization", to("people.organization", "answer_windows")),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField(help_text="Its last day.")),
                        ("quarter_on", models.DateField(help_text="First day of the thirteen weeks it belongs to.")),
                        ("k_band", models.PositiveSmallIntegerField()),
                        ("k_mean", models.PositiveSmallIntegerField()),
                        (
                            "due_on",
                            models.DateField(
                                blank=True, help_text="When a tick first found its quarter over.", null=True
                            ),
                        ),
                        (
                            "released_on",
                            models.DateField(blank=True, help_text="When its quarter was put together.", null=True),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["organization", "quarter_on"], name="answer_windows_of_quarter")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organization", "starts_on"), name="one_window_per_fortnight"
                            ),
                            sizes_are_safe("window_sizes_are_safe"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WindowKey",
                    fields=[
                        ("id", key()),
                        ("window", to("anonymous_answers.answerwindow", "keys")),
                        ("subject", to(settings.AUTH_USER_MODEL, "+")),
                        ("signing_public", models.BinaryField(help_text="RSA-3072, SubjectPublicKeyInfo.")),
                        (
                            "signing_private",
                            models.BinaryField(help_text="Sealed; empty once the quarter is released."),
                        ),
                        ("sealing_public", models.BinaryField(help_text="P-256, uncompressed point.")),
                        (
                            "sealing_private",
                            models.BinaryField(help_text="Sealed; empty once the quarter is released."),
                        ),
                        (
                            "fingerprint",
                            models.CharField(help_text="sha256 over both public halves: published.", max_length=64),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("window", "subject"), name="one_key_per_mentor_and_window")
                        ]
                    },
                ),
                migrations.CreateModel(
                    name="Eligibility",
                    fields=[
                        ("id", key()),
                        ("window", to("anonymous_answers.answerwindow", "eligibilities")),
                        ("subject", to(settings.AUTH_USER_MODEL, "+", help_text="Whom the answer is about.")),
                        ("person", to(settings.AUTH_USER_MODEL, "eligibilities")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["subject", "window"], name="eligibilities_of_subject")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("window", "subject", "person"), name="eligible_once_per_window"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("subject", models.F("person")), _negated=True),
                                name="nobody_answers_about_themselves",
                            ),
                        ],
                    },
                ),
            ],
        )
    ]
