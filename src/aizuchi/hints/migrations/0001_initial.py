import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("files", "0001_initial"),
        ("meetings", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hints", to="people.organization"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hints", to="catalogue.topic"
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hints",
                        to="catalogue.expectedresponse",
                    ),
                ),
                ("title_ja", models.CharField(blank=True, max_length=60)),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("body_ja", models.TextField(blank=True, max_length=400)),
                ("body_en", models.TextField(blank=True, max_length=800)),
                ("situation_ja", models.CharField(blank=True, max_length=120)),
                ("situation_en", models.CharField(blank=True, max_length=240)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: it came with a pack.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hints",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, help_text="No page ever tells who wrote it.")),
                ("pack", models.CharField(blank=True, help_text="The pack it came with.", max_length=80)),
                ("pack_key", models.CharField(blank=True, help_text="What the pack calls it.", max_length=80)),
                ("licence", models.CharField(blank=True, max_length=80)),
                (
                    "credit_ja",
                    models.CharField(blank=True, help_text="Whom a pack names as its author.", max_length=80),
                ),
                ("credit_en", models.CharField(blank=True, max_length=80)),
                (
                    "search_text",
                    models.TextField(default="", editable=False, help_text="Folded words, kept by the operations."),
                ),
                ("created_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
                ("hidden_because", models.CharField(blank=True, help_text="What its author is told.", max_length=300)),
                (
                    "author_told_at",
                    models.DateTimeField(
                        blank=True, help_text="When the author has read that it is hidden.", null=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "topic", "response"], name="hints_hint_organiz_18c248_idx"),
                    models.Index(
                        condition=models.Q(("author__isnull", False)), fields=["author"], name="hint_by_author"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("pack", ""), _negated=True),
                        fields=("organization", "pack", "pack_key"),
                        name="a_pack_brings_a_hint_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body_ja", ""), _negated=True),
                            models.Q(("body_en", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hint_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HintScore",
            fields=[
                (
                    "hint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="score",
                        serialize=False,
                        to="hints.hint",
                    ),
                ),
                ("shown", models.PositiveIntegerField(default=0, help_text="To how many people on how many days.")),
                ("tried", models.PositiveIntegerField(default=0, help_text="How often somebody said how it went.")),
                ("helped", models.PositiveIntegerField(default=0)),
                (
                    "low",
                    models.FloatField(
                        default=0.0, help_text="Tenth percentile of what we believe of helped per shown."
                    ),
                ),
                ("chance", models.FloatField(default=0.25, help_text="The probability of being the best of its cell.")),
                ("scored_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-low"], name="hints_hints_low_1d1ca1_idx")],
            },
        ),
        migrations.CreateModel(
            name="Impression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hint",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="hints.hint"),
                ),
                (
                    "viewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("day", models.DateField()),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("brief", "Brief"),
                            ("home", "Home"),
                            ("hint_list", "List"),
                            ("strengths", "Strengths"),
                        ],
                        max_length=9,
                    ),
                ),
                ("probability", models.FloatField(help_text="With which it was shown there on that day.")),
                ("is_counted", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["day"], name="hints_impre_day_8cbb50_idx"),
                    models.Index(
                        condition=models.Q(("is_counted", False)), fields=["hint"], name="impression_to_count"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("viewer", "day", "hint"), name="shown_counts_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("probability__gt", 0), ("probability__lte", 1)),
                        name="impression_has_a_chance",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bookmark",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bookmarks", to="hints.hint"
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "hint"), name="bookmarked_once")],
            },
        ),
        migrations.CreateModel(
            name="Trial",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trials", to="hints.hint"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hint_trials", to="meetings.meeting"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("helped", "It helped"),
                            ("not_this_time", "It didn't fit this time"),
                            ("not_tried", "I did not get to it"),
                        ],
                        max_length=13,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("is_counted", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("is_counted", False)), fields=["hint"], name="trial_to_count")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "hint", "meeting"), name="tried_once_per_meeting")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitUsage",
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
                ("is_hidden", models.BooleanField()),
                (
                    "tried",
                    models.PositiveIntegerField(help_text="Times somebody tried one, to the nearest five.", null=True),
                ),
                (
                    "helped_share",
                    models.PositiveSmallIntegerField(
                        help_text="Of those who said how it went, in percent, to the nearest five.", null=True
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "quarter_on"], name="hints_unitu_organiz_c3c5a7_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "quarter_on"), name="one_usage_per_unit_and_quarter"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_hidden", False),
                            models.Q(("helped_share__isnull", True), ("tried__isnull", True)),
                            _connector="OR",
                        ),
                        name="hidden_usage_is_not_kept",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "hint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="hints.hint"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("about_somebody", "It tells about somebody who could be recognized"),
                            ("hurtful", "It could hurt somebody"),
                            ("harmful", "Doing this would do harm"),
                            ("double", "The same stands there already"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)), fields=["hint"], name="report_to_decide"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("hint", "reporter"),
                        name="one_open_report_each",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_shown_on", models.DateField(null=True)),
                (
                    "answered_on",
                    models.DateField(help_text="Written, or not this time: quiet until the next quarter.", null=True),
                ),
                ("is_refused", models.BooleanField(default=False, help_text="Does not want to be asked again.")),
            ],
        ),
        migrations.CreateModel(
            name="PackFile",
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
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
        ),
    ]
