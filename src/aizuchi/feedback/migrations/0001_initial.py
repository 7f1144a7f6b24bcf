import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("k_band__gte", 3), ("k_mean__gte", 5), ("k_mean__gte", models.F("k_band"))),
                        name="group_sizes_are_safe",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerWindow",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback_windows",
                        to="people.organization",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="Its last day.")),
                ("quarter_on", models.DateField(help_text="First day of the thirteen weeks it belongs to.")),
                ("k_band", models.PositiveSmallIntegerField()),
                ("k_mean", models.PositiveSmallIntegerField()),
                (
                    "due_on",
                    models.DateField(blank=True, help_text="When a tick first found its quarter over.", null=True),
                ),
                ("released_on", models.DateField(blank=True, help_text="When its quarter became blocks.", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "quarter_on"], name="feedback_an_organiz_6fa2f6_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "starts_on"), name="one_window_per_fortnight"),
                    models.CheckConstraint(
                        condition=models.Q(("k_band__gte", 3), ("k_mean__gte", 5), ("k_mean__gte", models.F("k_band"))),
                        name="window_sizes_are_safe",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WindowKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="feedback.answerwindow"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("signing_public", models.BinaryField(help_text="RSA-3072, SubjectPublicKeyInfo.")),
                ("signing_private", models.BinaryField(help_text="Sealed; empty once the quarter is released.")),
                ("sealing_public", models.BinaryField(help_text="P-256, uncompressed point.")),
                ("sealing_private", models.BinaryField(help_text="Sealed; empty once the quarter is released.")),
                (
                    "fingerprint",
                    models.CharField(help_text="sha256 over both public halves: published.", max_length=64),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("window", "mentor"), name="one_key_per_mentor_and_window")
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organization"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("quarter_on", models.DateField(help_text="First day of the thirteen weeks.")),
                (
                    "level",
                    models.CharField(
                        choices=[("cell", "Cell"), ("response", "Response"), ("overall", "Overall")], max_length=8
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.topic",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.expectedresponse",
                    ),
                ),
                ("answers", models.PositiveIntegerField()),
                (
                    "people",
                    models.PositiveIntegerField(help_text="From at least so many people; not how many there were."),
                ),
                ("met_1", models.PositiveIntegerField(default=0)),
                ("met_2", models.PositiveIntegerField(default=0)),
                ("met_3", models.PositiveIntegerField(default=0)),
                ("met_4", models.PositiveIntegerField(default=0)),
                ("met_5", models.PositiveIntegerField(default=0)),
                ("moved_1", models.PositiveIntegerField(default=0)),
                ("moved_2", models.PositiveIntegerField(default=0)),
                ("moved_3", models.PositiveIntegerField(default=0)),
                ("moved_4", models.PositiveIntegerField(default=0)),
                ("moved_5", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "quarter_on"], name="feedback_bl_organiz_352db4_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("level", "cell")),
                        fields=("mentor", "quarter_on", "topic", "response"),
                        name="one_block_per_cell",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("level", "response")),
                        fields=("mentor", "quarter_on", "response"),
                        name="one_block_per_response",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("level", "overall")),
                        fields=("mentor", "quarter_on"),
                        name="one_overall_block",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "cell"), ("response__isnull", False), ("topic__isnull", False)),
                            models.Q(("level", "response"), ("response__isnull", False), ("topic__isnull", True)),
                            models.Q(("level", "overall"), ("response__isnull", True), ("topic__isnull", True)),
                            _connector="OR",
                        ),
                        name="block_says_its_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "answers",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("met_1"), "+", models.F("met_2")
                                            ),
                                            "+",
                                            models.F("met_3"),
                                        ),
                                        "+",
                                        models.F("met_4"),
                                    ),
                                    "+",
                                    models.F("met_5"),
                                ),
                            ),
                            (
                                "answers",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("moved_1"), "+", models.F("moved_2")
                                            ),
                                            "+",
                                            models.F("moved_3"),
                                        ),
                                        "+",
                                        models.F("moved_4"),
                                    ),
                                    "+",
                                    models.F("moved_5"),
                                ),
                            ),
                        ),
                        name="block_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answers__gte", models.F("people")), ("people__gte", 5)),
                        name="block_is_a_group",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Band",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organization"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        help_text="The latest that counts.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="feedback.answerwindow",
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("low", "Often not as hoped"),
                            ("middle", "Mostly as hoped"),
                            ("high", "Nearly always as hoped"),
                        ],
                        max_length=6,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("mentor", "window"), name="one_band_per_window")],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organization"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("quarter_on", models.DateField()),
                ("text", models.TextField(max_length=400)),
            ],
            options={
                "indexes": [models.Index(fields=["mentor", "quarter_on"], name="feedback_co_mentor__bf9b12_idx")],
            },
        ),
        migrations.CreateModel(
            name="Eligibility",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="eligibilities",
                        to="feedback.answerwindow",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback_eligibilities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["mentor", "window"], name="feedback_el_mentor__43cacd_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("window", "mentor", "mentee"), name="eligible_once_per_window"),
                    models.CheckConstraint(
                        condition=models.Q(("mentor", models.F("mentee")), _negated=True),
                        name="nobody_answers_about_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibleCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "eligibility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="feedback.eligibility"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.topic",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.expectedresponse",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("topic__isnull", False)),
                        fields=("eligibility", "topic", "response"),
                        name="eligible_once_per_cell",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("topic__isnull", True)),
                        fields=("eligibility",),
                        name="eligible_once_without_cell",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("response__isnull", True), ("topic__isnull", True)),
                            models.Q(("response__isnull", False), ("topic__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_cell_is_topic_and_response",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MentorSums",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.topic",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.expectedresponse",
                    ),
                ),
                ("answers", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField()),
                ("year_answers", models.PositiveIntegerField()),
                ("year_total", models.PositiveIntegerField()),
                ("before_answers", models.PositiveIntegerField()),
                ("before_total", models.PositiveIntegerField()),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("topic__isnull", False)),
                        fields=("mentor", "topic", "response"),
                        name="one_mentor_sum_per_cell",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("response__isnull", False), ("topic__isnull", True)),
                        fields=("mentor", "response"),
                        name="one_mentor_sum_per_response",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("response__isnull", True), ("topic__isnull", True)),
                        fields=("mentor",),
                        name="one_mentor_sum_overall",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganizationSums",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.topic",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.expectedresponse",
                    ),
                ),
                ("answers", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField()),
                ("year_answers", models.PositiveIntegerField()),
                ("year_total", models.PositiveIntegerField()),
                ("before_answers", models.PositiveIntegerField()),
                ("before_total", models.PositiveIntegerField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("topic__isnull", False)),
                        fields=("organization", "topic", "response"),
                        name="one_organization_sum_per_cell",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("response__isnull", False), ("topic__isnull", True)),
                        fields=("organization", "response"),
                        name="one_organization_sum_per_response",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("response__isnull", True), ("topic__isnull", True)),
                        fields=("organization",),
                        name="one_organization_sum_overall",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spreads",
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
                ("within", models.FloatField()),
                ("mentor", models.FloatField()),
                ("response", models.FloatField()),
                ("cell", models.FloatField()),
                ("quarter_on", models.DateField(help_text="The latest quarter that counts.")),
                ("measured_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="UnitResult",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organization"
                    ),
                ),
                ("quarter_on", models.DateField(help_text="First day of the thirteen weeks.")),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.unit"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        help_text="As the tree stood then.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                ("position", models.PositiveIntegerField(help_text="In the order of the tree.")),
                ("depth", models.PositiveSmallIntegerField()),
                (
                    "response",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.expectedresponse",
                    ),
                ),
                (
                    "hidden",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("few", "Too few people, or nearly all answers about one of them: not shown"),
                            ("gives_away", "Would tell the numbers of another unit by subtraction: not shown"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "answered",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Less than a quarter"),
                            (2, "A quarter to a half"),
                            (3, "A half to three quarters"),
                            (4, "More than three quarters"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "share_1",
                    models.PositiveSmallIntegerField(
                        help_text="Of all answers, in percent, to the nearest five.", null=True
                    ),
                ),
                ("share_2", models.PositiveSmallIntegerField(null=True)),
                ("share_3", models.PositiveSmallIntegerField(null=True)),
                ("share_4", models.PositiveSmallIntegerField(null=True)),
                ("share_5", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "ordering": ["position"],
                "indexes": [models.Index(fields=["organization", "quarter_on"], name="feedback_un_organiz_4028bc_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("response__isnull", False)),
                        fields=("unit", "quarter_on", "response"),
                        name="one_unit_result_per_response",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("response__isnull", True)),
                        fields=("unit", "quarter_on"),
                        name="one_unit_result_for_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hidden", ""),
                            models.Q(("answered__isnull", True), ("share_1__isnull", True)),
                            _connector="OR",
                        ),
                        name="what_is_hidden_is_not_kept",
                    ),
                ],
            },
        ),
    ]
