import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.calendars.models.rooms
import aizuchi.kernel.ids
from aizuchi.kernel.migration_operations import NoOverlap


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pairs", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Resource",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="resources", to="people.organization"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="where it is")),
                ("capacity", models.PositiveSmallIntegerField(default=2, verbose_name="seats")),
                (
                    "equipment",
                    models.JSONField(
                        blank=True, default=list, help_text="Codes of Equipment.", verbose_name="equipment"
                    ),
                ),
                ("time_zone", models.CharField(default="Asia/Tokyo", max_length=64, verbose_name="time zone")),
                ("opens_minute", models.PositiveSmallIntegerField(default=480, verbose_name="opens")),
                ("closes_minute", models.PositiveSmallIntegerField(default=1200, verbose_name="closes")),
                (
                    "weekdays",
                    models.JSONField(
                        default=aizuchi.calendars.models.rooms.workdays,
                        help_text="0 is Monday.",
                        verbose_name="open on",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="address in the calendar")),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["place", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_minute__gt", models.F("opens_minute")), ("closes_minute__lte", 1440)
                        ),
                        name="room_closes_after_opening",
                    ),
                    models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="room_has_a_seat"),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("organization", "place", "name"),
                        name="room_told_apart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="calendars.resource"
                    ),
                ),
                ("meeting_key", models.UUIDField(help_text="Of the 1on1, which this room does not know.")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "booked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("booked_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=["resource", "ends_at"],
                        name="booking_ahead",
                    ),
                    models.Index(fields=["meeting_key"], name="calendars_b_meeting_d58399_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="booking_for_some_time"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("meeting_key",),
                        name="one_room_per_meeting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Connection",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_connections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connections",
                        to="calendars.resource",
                    ),
                ),
                (
                    "connected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("caldav", "CalDAV"), ("google", "Google"), ("microsoft", "Microsoft 365")],
                        max_length=9,
                    ),
                ),
                (
                    "account",
                    models.CharField(
                        blank=True, help_text="Name or address there, as its owner knows it.", max_length=254
                    ),
                ),
                ("server_url", models.CharField(blank=True, help_text="CalDAV only.", max_length=500)),
                ("calendar", models.CharField(help_text="Which calendar there: an address or a key.", max_length=500)),
                (
                    "writes",
                    models.BooleanField(default=True, help_text="1on1s are written here; of several calendars in one."),
                ),
                (
                    "is_domain_wide",
                    models.BooleanField(default=False, help_text="Let in by the installation's own credentials."),
                ),
                ("credentials", models.BinaryField(blank=True, help_text="Sealed under a key of this very row.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Being read for the first time"),
                            ("working", "Connected"),
                            ("troubled", "Does not answer at the moment"),
                            ("refused", "Does not let us in any more"),
                            ("leaving", "Being disconnected"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unreachable", "The server cannot be reached, or takes too long."),
                            ("broken", "The server answers with an error of its own."),
                            ("throttled", "The server asks us to come back later."),
                            ("odd", "The server says something we don't understand."),
                            ("clock", "The server's clock and ours are minutes apart."),
                            ("consent", "Your consent was taken back or has run out."),
                            ("password", "The server refuses the name or the password."),
                            ("gone", "That calendar does not exist any more."),
                            ("forbidden", "This address may not be asked from here."),
                        ],
                        max_length=11,
                    ),
                ),
                ("problem_since", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0, help_text="In a row.")),
                ("worked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "unreadable",
                    models.PositiveIntegerField(default=0, help_text="How many events we cannot understand."),
                ),
                ("sync_token", models.TextField(blank=True)),
                (
                    "read_until",
                    models.DateTimeField(
                        blank=True, help_text="Up to when repeating events are spread out.", null=True
                    ),
                ),
                ("next_sync_at", models.DateTimeField()),
                (
                    "claimed_until",
                    models.DateTimeField(blank=True, help_text="Somebody is at it; a dead one runs out.", null=True),
                ),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, help_text="Look again: said while somebody was at it.", null=True),
                ),
                (
                    "channel_id",
                    models.CharField(blank=True, db_index=True, help_text="Of the push channel.", max_length=255),
                ),
                (
                    "channel_secret",
                    models.CharField(blank=True, help_text="SHA-256 of what a push must know.", max_length=64),
                ),
                ("channel_resource", models.CharField(blank=True, max_length=255)),
                ("channel_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["next_sync_at"], name="calendars_c_next_sy_a0a59c_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("resource__isnull", True)),
                            models.Q(("person__isnull", True), ("resource__isnull", False)),
                            _connector="OR",
                        ),
                        name="connection_of_a_person_or_a_resource",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("person__isnull", False), ("writes", True), models.Q(("state", "leaving"), _negated=True)
                        ),
                        fields=("person",),
                        name="one_calendar_receives_1on1s",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), models.Q(("state", "leaving"), _negated=True)),
                        fields=("person", "kind", "server_url", "account", "calendar"),
                        name="calendar_connected_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("resource__isnull", False), models.Q(("state", "leaving"), _negated=True)),
                        fields=("resource",),
                        name="one_calendar_per_resource",
                    ),
                ],
            },
        ),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="busy_times",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="busy_times",
                        to="calendars.resource",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person", "ends_at"], name="busy_person"
                    ),
                    models.Index(
                        condition=models.Q(("resource__isnull", False)),
                        fields=["resource", "ends_at"],
                        name="busy_resource",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="busy_for_some_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("resource__isnull", True)),
                            models.Q(("person__isnull", True), ("resource__isnull", False)),
                            _connector="OR",
                        ),
                        name="busy_is_a_person_or_a_resource",
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
            name="OddEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="odd_events",
                        to="calendars.connection",
                    ),
                ),
                ("external_uid", models.CharField(max_length=255)),
                (
                    "count",
                    models.PositiveIntegerField(default=1, help_text="Of a collection that is read as one: how many."),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("connection", "external_uid"), name="odd_once")],
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
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("meeting_key", models.UUIDField(help_text="Of the 1on1, which this room does not know.")),
                (
                    "prepares",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose time to get ready this is, before the 1on1; empty: the 1on1 itself.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uid",
                    models.CharField(
                        help_text="The same in every calendar, and hard to guess.", max_length=120, unique=True
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("time_zone", models.CharField(max_length=64)),
                ("place", models.CharField(blank=True, max_length=500)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("changed_at", models.DateTimeField()),
                ("called_off_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="entry_takes_some_time"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("called_off_at__isnull", True), ("prepares__isnull", True)),
                        fields=("meeting_key",),
                        name="one_standing_entry",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("called_off_at__isnull", True), ("prepares__isnull", False)),
                        fields=("meeting_key", "prepares"),
                        name="one_standing_preparation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="calendars.entry"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Will come"), ("tentative", "Perhaps"), ("declined", "Declined")],
                        max_length=9,
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, help_text="When it was written, by the clock there.", null=True),
                ),
                (
                    "mailed_sequence",
                    models.PositiveIntegerField(blank=True, help_text="Empty: never invited by mail.", null=True),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry", "person"), name="attends_once")],
            },
        ),
        migrations.CreateModel(
            name="OutgoingEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outgoing", to="calendars.entry"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outgoing", to="calendars.connection"
                    ),
                ),
                (
                    "href",
                    models.CharField(blank=True, help_text="Empty: not known to stand there yet.", max_length=700),
                ),
                ("etag", models.CharField(blank=True, max_length=255)),
                ("sequence", models.PositiveIntegerField(blank=True, help_text="Of what stands there.", null=True)),
                ("starts_at", models.DateTimeField(blank=True, help_text="When it stands there.", null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sent_starts_at",
                    models.DateTimeField(blank=True, help_text="What we were about to write there.", null=True),
                ),
                ("sent_ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "alarm_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The reminder we wrote there. What its owner made of it is left alone.",
                        null=True,
                    ),
                ),
                (
                    "is_removed",
                    models.BooleanField(default=False, help_text="Deleted there by its owner, whom we asked."),
                ),
                ("is_due", models.BooleanField(default=True, help_text="Something is to be written or taken away.")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["connection", "href"], name="calendars_o_connect_92b9be_idx"),
                    models.Index(condition=models.Q(("is_due", True)), fields=["connection"], name="outgoing_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "connection"), name="stands_once_per_calendar")
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="calendars.entry"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("removed", "Deleted in the calendar"),
                            ("declined", "Declined in the calendar"),
                            ("not_moved", "Moved in the calendar, where it cannot be"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="Why it could not be moved, as told to the person.", max_length=300
                    ),
                ),
                ("wanted_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True, choices=[("keep", "Keep the 1on1"), ("call_off", "Call it off")], max_length=8
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("entry", "person"), name="one_open_question"
                    )
                ],
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
                "indexes": [models.Index(fields=["person", "weekday"], name="calendars_t_person__630601_idx")],
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
                    "meeting_key",
                    models.UUIDField(
                        blank=True,
                        help_text="Of the 1on1 to move, which this room does not know; empty: the undated one.",
                        null=True,
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="calendars.slotproposal"
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
                "indexes": [models.Index(fields=["pair", "until_at"], name="calendars_s_pair_id_c63785_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)), name="series_of_sensible_length"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarWishes",
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
                        related_name="calendar_wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the organization's.",
                        max_length=60,
                        verbose_name="title in calendars",
                    ),
                ),
                (
                    "names_partner",
                    models.BooleanField(default=False, help_text="Adds the other's name, in one's own calendar only."),
                ),
                (
                    "alarm_minutes",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "No reminder"),
                            (5, "5 minutes before"),
                            (10, "10 minutes before"),
                            (15, "15 minutes before"),
                            (30, "30 minutes before"),
                        ],
                        default=10,
                        verbose_name="reminder from your calendar",
                    ),
                ),
                (
                    "wants_mail",
                    models.BooleanField(default=True, help_text="Invitations by mail where no calendar is connected."),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalendarTitle",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_title",
                        to="people.organization",
                    ),
                ),
                ("title", models.CharField(default="1on1", max_length=60, verbose_name="title in calendars")),
            ],
        ),
        migrations.CreateModel(
            name="FeedAddress",
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
                        related_name="feed_address",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        NoOverlap(
            name="a_room_is_booked_once",
            table="calendars_booking",
            columns=["resource_id"],
            where="released_at IS NULL",
            starts="starts_at",
            ends="ends_at",
            of="tstzrange",
        ),
    ]
