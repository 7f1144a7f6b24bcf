import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("notes", "0001_initial"),
        ("pairs", "0001_initial"),
        ("people", "__first__"),
        ("spaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="series", to="pairs.pair"
                    ),
                ),
                ("rule", models.CharField(help_text="RRULE of RFC 5545, without its name.", max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("time_zone", models.CharField(help_text="On whose wall the hour stays the same.", max_length=64)),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                (
                    "shift",
                    models.CharField(
                        choices=[
                            ("skip", "It is left out"),
                            ("next_day", "The next working day"),
                            ("next_week", "The same day a week later"),
                        ],
                        default="next_day",
                        max_length=9,
                    ),
                ),
                ("until_at", models.DateTimeField(blank=True, help_text="From here on it no longer holds.", null=True)),
                (
                    "scheduled_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Later dates are scheduled as time goes by. Empty: what stands is all.",
                        null=True,
                    ),
                ),
                ("left_out", models.JSONField(default=list, help_text="Dates that another 1on1 was in the way of.")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "series",
                "indexes": [models.Index(fields=["pair", "until_at"], name="meetings_se_pair_id_8ba860_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)), name="series_of_sensible_length"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledQuarter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("tell_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TalkRequest",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="talk_requests", to="pairs.pair"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("time", "A time"),
                            ("later", "Another day"),
                            ("day", "That day"),
                            ("write", "Please write to me"),
                            ("withdrawn", "Taken back"),
                            ("lapsed", "Passed by"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "answer_at",
                    models.DateTimeField(blank=True, help_text="The time, or the day, that was answered.", null=True),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seen_at",
                    models.DateTimeField(blank=True, help_text="When who asked put the answer away.", null=True),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("pair",), name="one_open_talk_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer__in", ["time", "later"]), _negated=True),
                            ("answer_at__isnull", False),
                            _connector="OR",
                        ),
                        name="talk_answer_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="pairs.pair"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, help_text="Empty: no date yet.", null=True)),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                (
                    "place_kind",
                    models.CharField(
                        choices=[("in_person", "In person"), ("video", "Online")], default="in_person", max_length=9
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("video_url", models.URLField(blank=True, max_length=500, verbose_name="video link")),
                (
                    "booking",
                    models.OneToOneField(
                        blank=True,
                        help_text="Of the room; released where the date was given up, and kept to be booked again.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting",
                        to="spaces.booking",
                    ),
                ),
                (
                    "format",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.meetingformat",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meetings",
                        to="meetings.series",
                    ),
                ),
                (
                    "occurrence_at",
                    models.DateTimeField(blank=True, help_text="When its rule had it, wherever it is now.", null=True),
                ),
                (
                    "scheduled_quarter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meetings",
                        to="meetings.scheduledquarter",
                    ),
                ),
                (
                    "settled_in",
                    models.ForeignKey(
                        blank=True,
                        help_text="In whose wrap-up it got its date.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "intent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("relationship", "To know each other better"),
                            ("learning", "To try something and learn from it"),
                            ("motivation", "To find what gives energy"),
                            ("information", "To share what each of us knows"),
                            ("solving", "To work on a problem together"),
                        ],
                        help_text="What for, this time.",
                        max_length=12,
                    ),
                ),
                ("planned_at", models.DateTimeField(blank=True, help_text="If it began at another time.", null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                (
                    "not_begun_at",
                    models.DateTimeField(blank=True, help_text="When its start was taken back.", null=True),
                ),
                (
                    "not_begun_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "continued_as",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who kept its agenda.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cancelled_dates",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, help_text="When we asked, once, whether it took place.", null=True
                    ),
                ),
                (
                    "note",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notes.document"
                    ),
                ),
                (
                    "summary",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notes.document"
                    ),
                ),
                (
                    "gains",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notes.document"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who last changed when and where.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Of when and where; the agenda guards each field."
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["pair", "state", "starts_at"], name="meetings_me_pair_id_4f6049_idx"),
                    models.Index(fields=["state", "starts_at"], name="meetings_me_state_d9b979_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("starts_at__isnull", True), ("state", "planned")),
                        fields=("pair",),
                        name="one_undated_meeting",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("series__isnull", False)),
                        fields=("series", "occurrence_at"),
                        name="one_meeting_per_occurrence",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("settled_in__isnull", False), ("starts_at__isnull", False), ("state", "planned")
                        ),
                        fields=("settled_in",),
                        name="one_next_date_per_wrap_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planned", "cancelled"]),
                            models.Q(("started_at__isnull", False), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="held_means_started",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)),
                        name="meeting_of_sensible_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="meetings.meeting"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="Who chooses how to be met.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pairs.theme",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="More exact than the topic; what was carried over.", max_length=200
                    ),
                ),
                (
                    "expected_response",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.expectedresponse",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=4000)),
                (
                    "decider",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mine", "Mine to decide"),
                            ("supervisor", "Needs my supervisor"),
                            ("unclear", "Unclear who decides"),
                        ],
                        max_length=10,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To talk about"), ("talked", "Talked about"), ("left", "Left for next time")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="meetings.agendaitem",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="What it was carried over from: action:<id>.", max_length=60
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "came_from",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose date was given up.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "note",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notes.document"
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("meeting", "source"),
                        name="carried_over_once_per_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("topic__isnull", False),
                            ("theme__isnull", False),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="item_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("topic__isnull", True), ("theme__isnull", True), _connector="OR"),
                        name="item_has_topic_or_theme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="preparations", to="meetings.meeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "condition",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(5, "Great"), (4, "Good"), (3, "As usual"), (2, "A bit heavy"), (1, "Hard")],
                        null=True,
                    ),
                ),
                ("shares_condition", models.BooleanField(default=False)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "private_note",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notes.document"
                    ),
                ),
                (
                    "came_from",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose date was given up.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "person"), name="one_preparation_each")],
            },
        ),
        migrations.CreateModel(
            name="PreQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pre_questions", to="meetings.meeting"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField()),
                (
                    "came_from",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose date was given up.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DateWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        help_text="Being wrapped up.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="date_wishes",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "person"), name="one_date_wish_each")],
            },
        ),
        migrations.CreateModel(
            name="SlotProposal",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="slot_proposals", to="pairs.pair"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        help_text="The one to move; empty: the undated one.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="meetings.meeting",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("created_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "Chosen"),
                            ("declined", "None of them"),
                            ("withdrawn", "Taken back"),
                            ("overtaken", "Settled otherwise"),
                        ],
                        max_length=9,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("pair",), name="one_open_slot_proposal"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedSlot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="meetings.slotproposal"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("is_taken", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_for_some_time"
                    ),
                    models.UniqueConstraint(fields=("proposal", "starts_at"), name="slot_offered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_taken", True)), fields=("proposal",), name="one_slot_is_taken"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BriefOpening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brief_openings",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "person"), name="one_brief_opening_each")],
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="current_item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="meetings.agendaitem",
            ),
        ),
    ]
