import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("notes", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pair",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="people.organization"
                    ),
                ),
                (
                    "kind",
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
                (
                    "aim",
                    models.CharField(
                        choices=[("deepen", "Deepen"), ("broaden", "Broaden")], default="deepen", max_length=8
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs_as_mentee",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs_as_mentor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("weekly", "Every week"),
                            ("every_2_weeks", "Every two weeks"),
                            ("monthly", "Every month"),
                            ("every_2_months", "Every two months"),
                            ("quarterly", "Every three months"),
                            ("once", "Once"),
                            ("when_needed", "When needed"),
                        ],
                        default="monthly",
                        max_length=16,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                (
                    "rhythm_is_chosen",
                    models.BooleanField(
                        default=False,
                        help_text="Somebody chose it for this pair: changes for many leave it alone unless told otherwise.",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True, max_length=500, verbose_name="what this 1on1 is for, in the mentor's words"
                    ),
                ),
                (
                    "care",
                    models.TextField(blank=True, max_length=500, verbose_name="what the mentor will take care of"),
                ),
                (
                    "wish",
                    models.TextField(
                        blank=True, max_length=500, verbose_name="what the mentee would like to be taken care of"
                    ),
                ),
                (
                    "circle",
                    models.OneToOneField(
                        help_text="Empty until its first day has come.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notes.circle",
                    ),
                ),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("choice", "By choice"),
                            ("line", "The reporting line changed"),
                            ("left", "One of the two left"),
                            ("undone", "It had begun by mistake"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, help_text="When its notes became read-only.", null=True),
                ),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mentor", "until_on"], name="pairs_pair_mentor__c4c946_idx"),
                    models.Index(fields=["mentee", "until_on"], name="pairs_pair_mentee__fb9d59_idx"),
                    models.Index(fields=["organization", "kind", "until_on"], name="pairs_pair_organiz_e0eb02_idx"),
                    models.Index(
                        condition=models.Q(("circle__isnull", True)), fields=["starts_on"], name="pair_not_yet_opened"
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("until_on__isnull", False)),
                        fields=["until_on"],
                        name="pair_not_yet_closed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="pair_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mentee", models.F("mentor")), _negated=True), name="a_pair_is_two_people"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("mentee", "mentor", "kind"),
                        name="one_open_pair_per_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "supervisor"), ("until_on__isnull", True)),
                        fields=("mentee",),
                        name="one_open_supervisor_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualRhythm",
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
                    "kind",
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
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("weekly", "Every week"),
                            ("every_2_weeks", "Every two weeks"),
                            ("monthly", "Every month"),
                            ("every_2_months", "Every two months"),
                            ("quarterly", "Every three months"),
                            ("once", "Once"),
                            ("when_needed", "When needed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "kind"), name="one_usual_rhythm_per_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="RhythmChange",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("weekly", "Every week"),
                            ("every_2_weeks", "Every two weeks"),
                            ("monthly", "Every month"),
                            ("every_2_months", "Every two months"),
                            ("quarterly", "Every three months"),
                            ("once", "Once"),
                            ("when_needed", "When needed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="FormerRhythm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former", to="pairs.rhythmchange"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pairs.pair"),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("weekly", "Every week"),
                            ("every_2_weeks", "Every two weeks"),
                            ("monthly", "Every month"),
                            ("every_2_months", "Every two months"),
                            ("quarterly", "Every three months"),
                            ("once", "Once"),
                            ("when_needed", "When needed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("was_chosen", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Theme",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="themes", to="pairs.pair"
                    ),
                ),
                ("label", models.CharField(max_length=120)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organization"
                    ),
                ),
                (
                    "kind",
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
                (
                    "aim",
                    models.CharField(
                        choices=[("deepen", "Deepen"), ("broaden", "Broaden")], default="deepen", max_length=8
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals_as_mentee",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals_as_mentor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("weekly", "Every week"),
                            ("every_2_weeks", "Every two weeks"),
                            ("monthly", "Every month"),
                            ("every_2_months", "Every two months"),
                            ("quarterly", "Every three months"),
                            ("once", "Once"),
                            ("when_needed", "When needed"),
                        ],
                        default="monthly",
                        max_length=16,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("words", models.TextField(help_text="Why, in the words of the person who asks.", max_length=500)),
                ("created_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("declined", "Not this time"), ("withdrawn", "Taken back")],
                        max_length=9,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pair",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="pairs.pair",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("mentee", "mentor", "kind"),
                        name="one_waiting_proposal_per_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mentee", models.F("mentor")), _negated=True),
                        name="nobody_proposes_to_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "supervisor"), _negated=True),
                        name="supervisor_pairs_follow_the_line",
                    ),
                ],
            },
        ),
    ]
