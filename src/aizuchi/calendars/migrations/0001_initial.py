import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
        ("spaces", "0001_initial"),
    ]

    operations = [
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
                    "space",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connections",
                        to="spaces.meetingspace",
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
                            models.Q(("person__isnull", False), ("space__isnull", True)),
                            models.Q(("person__isnull", True), ("space__isnull", False)),
                            _connector="OR",
                        ),
                        name="connection_of_a_person_or_a_space",
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
                        condition=models.Q(("space__isnull", False), models.Q(("state", "leaving"), _negated=True)),
                        fields=("space",),
                        name="one_calendar_per_space",
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
            name="CalendarEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "appointment_key",
                    models.UUIDField(help_text="Of the 1on1, or of who comes to a gathering; this app knows neither."),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of the room it is in, if any.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="spaces.booking",
                    ),
                ),
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
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="Of a gathering; a 1on1 has none of its own.", max_length=120
                    ),
                ),
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
                        fields=("appointment_key",),
                        name="one_standing_entry",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("called_off_at__isnull", True), ("prepares__isnull", False)),
                        fields=("appointment_key", "prepares"),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="calendars.calendarentry",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outgoing",
                        to="calendars.calendarentry",
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
            name="CalendarQuestion",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="calendars.calendarentry",
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
            name="CalendarPreferences",
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
                        related_name="calendar_preferences",
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
    ]
