import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0003_found_by_number"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "excused_on",
                    models.DateField(
                        blank=True,
                        help_text="Left or went on leave while it was open, before an answer: not counted.",
                        null=True,
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
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answers", models.JSONField(default=dict, help_text="As `structure.given.write_answers` makes it.")),
                ("changed_at", models.DateTimeField()),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, help_text="Empty: begun, and kept for going on.", null=True),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheet", to="surveys.participant"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Survey",
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
                            ("pulse", "Pulse: short, every month"),
                            ("engagement", "Engagement: thorough, twice a year"),
                            ("condition", "How people are and grow"),
                            ("program", "Before, during and after a program"),
                            ("free", "Something of your own"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "series",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="The same for all versions of one survey; a question is known by its code.",
                    ),
                ),
                ("definition", models.JSONField(help_text="As a file of the format aizuchi-survey-1.")),
                ("title_ja", models.CharField(blank=True, help_text="Of the definition, for lists.", max_length=120)),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("is_anonymous", models.BooleanField(blank=True, help_text="Empty: not chosen yet.", null=True)),
                (
                    "smallest_group",
                    models.PositiveSmallIntegerField(default=10, help_text="From how many people on anything is told."),
                ),
                (
                    "second_attribute",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "By unit only"),
                            ("tenure", "By unit, and by how long people have been here"),
                            ("heads", "By unit, and heads apart from everybody else"),
                        ],
                        help_text="By what, beside units, groups are made.",
                        max_length=6,
                    ),
                ),
                (
                    "readers",
                    models.CharField(
                        choices=[("hr", "HR"), ("heads", "HR, and heads for their unit and what lies above")],
                        default="hr",
                        max_length=5,
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("is_settled", models.BooleanField(default=False, help_text="To be opened when its time has come.")),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, help_text="Its sums are made.", null=True)),
                (
                    "shared_on",
                    models.DateField(
                        blank=True, help_text="From when on those who were asked read its result.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="surveys", to="people.organization"
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True, help_text="None: the whole organization.", related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="participant",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="surveys.survey"
            ),
        ),
        migrations.CreateModel(
            name="SurveyGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "key",
                    models.CharField(help_text="Made of the unit and the values; empty for everybody.", max_length=200),
                ),
                (
                    "values",
                    models.CharField(
                        blank=True,
                        help_text="Of the second attribute; several where each alone were too few.",
                        max_length=100,
                    ),
                ),
                (
                    "asked",
                    models.PositiveIntegerField(
                        help_text="Without those who left or went on leave before they answered."
                    ),
                ),
                (
                    "answered",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty until it closed. Where it is anonymous: at least so many people.",
                        null=True,
                    ),
                ),
                (
                    "above",
                    models.ForeignKey(
                        blank=True,
                        help_text="As the tree stood then.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="below",
                        to="surveys.surveygroup",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="surveys.survey"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="participant",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="participants", to="surveys.surveygroup"
            ),
        ),
        migrations.CreateModel(
            name="AnswerSums",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=64)),
                ("answered", models.PositiveIntegerField(help_text="How many people answered this question.")),
                (
                    "counts",
                    models.JSONField(
                        help_text="How many gave an answer, by the code of a choice or step, by `row:step`, by `choice:rank`, or by a number from 0 to 10."
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sums", to="surveys.surveygroup"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SurveyRevision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="surveys.survey"
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="TextAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "question",
                    models.CharField(
                        help_text="Its code; with `.other` where a choice was put in own words.", max_length=70
                    ),
                ),
                ("text", models.TextField(max_length=4000)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="surveys.surveygroup"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="survey",
            index=models.Index(fields=["organization", "series"], name="surveys_of_series"),
        ),
        migrations.AddIndex(
            model_name="survey",
            index=models.Index(fields=["closed_at", "closes_at"], name="surveys_to_close"),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("smallest_group__gte", 5)), name="survey_groups_are_large_enough"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("closes_at__isnull", True),
                    ("opens_at__lt", models.F("closes_at")),
                    _connector="OR",
                ),
                name="survey_opens_before_it_closes",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_settled", False),
                    models.Q(
                        ("closes_at__isnull", False), ("is_anonymous__isnull", False), ("opens_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="settled_survey_has_terms",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened_at__isnull", True), ("is_settled", True), _connector="OR"),
                name="open_survey_is_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__isnull", True), ("opened_at__isnull", False), _connector="OR"),
                name="survey_closes_once_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("shared_on__isnull", True), ("closed_at__isnull", False), _connector="OR"),
                name="survey_is_shared_once_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "condition"), _negated=True),
                    ("is_anonymous__isnull", True),
                    ("is_anonymous", True),
                    _connector="OR",
                ),
                name="condition_is_asked_without_names",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveygroup",
            constraint=models.UniqueConstraint(fields=("survey", "key"), name="one_survey_group_of_a_key"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("survey", "person"), name="asked_once_in_a_survey"),
        ),
        migrations.AddConstraint(
            model_name="answersums",
            constraint=models.UniqueConstraint(fields=("group", "question"), name="one_sum_of_a_question_in_a_group"),
        ),
        migrations.AddConstraint(
            model_name="surveyrevision",
            constraint=models.UniqueConstraint(fields=("survey", "number"), name="one_revision_of_a_number"),
        ),
        migrations.AddIndex(
            model_name="textanswer",
            index=models.Index(fields=["group", "question"], name="texts_of_question"),
        ),
    ]
