import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids
import aizuchi.spaces.models
from aizuchi.kernel.migration_operations import NoOverlap


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingSpace",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_spaces",
                        to="people.organization",
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
                        default=aizuchi.spaces.models.workdays, help_text="0 is Monday.", verbose_name="open on"
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
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="spaces.meetingspace"
                    ),
                ),
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
                        fields=["space", "ends_at"],
                        name="booking_ahead",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="booking_for_some_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpaceBusyTime",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="busy_times", to="spaces.meetingspace"
                    ),
                ),
                ("source", models.UUIDField(help_text="Key of the connection it was read through.")),
                (
                    "external_uid",
                    models.CharField(help_text="Which event, and which occurrence of it, over there.", max_length=255),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "is_tentative",
                    models.BooleanField(default=False, help_text="Not promised there yet; an obstacle all the same."),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["space", "ends_at"], name="busy_space")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="space_busy_for_some_time"
                    ),
                    models.UniqueConstraint(
                        fields=("source", "external_uid", "starts_at"), name="space_busy_once_per_source"
                    ),
                ],
            },
        ),
        NoOverlap(
            name="a_room_is_booked_once",
            table="spaces_booking",
            columns=["space_id"],
            where="released_at IS NULL",
            starts="starts_at",
            ends="ends_at",
            of="tstzrange",
        ),
    ]
