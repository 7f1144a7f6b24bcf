import django.db.models.deletion
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label_ja", models.CharField(blank=True, max_length=120, verbose_name="in Japanese")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="in English")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topics", to="people.organization"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Stable; the seven shipped ones keep theirs for comparison.", max_length=40
                    ),
                ),
                (
                    "pair_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supervisor", "Supervisor"),
                            ("mentor", "Mentor"),
                            ("peer", "Peer"),
                            ("diagonal", "Diagonal"),
                        ],
                        help_text="Empty: for all.",
                        max_length=16,
                    ),
                ),
                ("icon", models.CharField(default="bookmark", max_length=40)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("organization", "key"), name="one_topic_per_key")],
            },
        ),
        migrations.CreateModel(
            name="ExpectedResponse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label_ja", models.CharField(blank=True, max_length=120, verbose_name="in Japanese")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="in English")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expected_responses",
                        to="people.organization",
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("icon", models.CharField(default="ellipsis", max_length=40)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("organization", "key"), name="one_response_per_key")],
            },
        ),
        migrations.CreateModel(
            name="Prompt",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="prompts", to="catalogue.topic"
                    ),
                ),
                (
                    "tense",
                    models.CharField(
                        choices=[("past", "So far"), ("present", "Now"), ("future", "From here on")], max_length=7
                    ),
                ),
                ("text_ja", models.CharField(blank=True, max_length=300)),
                ("text_en", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="MeetingFormat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("label_ja", models.CharField(blank=True, max_length=120, verbose_name="in Japanese")),
                ("label_en", models.CharField(blank=True, max_length=120, verbose_name="in English")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_formats",
                        to="people.organization",
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("description_ja", models.CharField(blank=True, max_length=300)),
                ("description_en", models.CharField(blank=True, max_length=300)),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("topics", models.ManyToManyField(blank=True, related_name="+", to="catalogue.topic")),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("organization", "key"), name="one_format_per_key")],
            },
        ),
        migrations.CreateModel(
            name="FormatQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "format",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="catalogue.meetingformat",
                    ),
                ),
                ("text_ja", models.CharField(blank=True, max_length=300)),
                ("text_en", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="LibraryQuestion",
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
                        related_name="library_questions",
                        to="people.organization",
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("ahead", "To send ahead"),
                            ("icebreaker", "To break the ice"),
                            ("open", "To keep a talk open"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text_ja", models.CharField(blank=True, max_length=300)),
                ("text_en", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("organization", "key"), name="one_question_per_key")],
            },
        ),
        migrations.CreateModel(
            name="RoleWords",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="role_words", to="people.organization"
                    ),
                ),
                (
                    "pair_kind",
                    models.CharField(
                        choices=[
                            ("supervisor", "Supervisor"),
                            ("mentor", "Mentor"),
                            ("peer", "Peer"),
                            ("diagonal", "Diagonal"),
                        ],
                        max_length=16,
                    ),
                ),
                ("mentor_ja", models.CharField(max_length=40)),
                ("mentor_en", models.CharField(max_length=40)),
                ("mentee_ja", models.CharField(max_length=40)),
                ("mentee_en", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "pair_kind"), name="one_word_pair_per_kind")
                ],
            },
        ),
    ]
