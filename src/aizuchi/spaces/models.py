import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import AddressField, LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person

EVERY_WORKDAY = (0, 1, 2, 3, 4)


def workdays() -> list[int]:
    return list(EVERY_WORKDAY)


class MeetingSpaceQuerySet(models.QuerySet["MeetingSpace"]):
    def visible_to(self, viewer: Person) -> Self:
        """They are no secret within an organization; who meets in them is."""
        return self.filter(organization_id=viewer.organization_id)

    def in_use(self) -> Self:
        return self.filter(retired_at__isnull=True)


class MeetingSpace(UUIDModel):
    """A room of a building, to meet in."""

    class Equipment(models.TextChoices):
        SCREEN = "screen", _("Screen")
        CAMERA = "camera", _("Camera for video calls")
        WHITEBOARD = "whiteboard", _("Whiteboard")
        PHONE = "phone", _("Telephone")
        STEP_FREE = "step_free", _("Step-free access")
        QUIET = "quiet", _("Nobody can listen in")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meeting_spaces")
    name = LineField(_("name"), max_length=80)
    place = LineField(_("where it is"), max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats"), default=2)
    equipment = models.JSONField(_("equipment"), default=list, blank=True, help_text="Codes of Equipment.")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Tokyo")
    opens_minute = models.PositiveSmallIntegerField(_("opens"), default=8 * 60)
    closes_minute = models.PositiveSmallIntegerField(_("closes"), default=20 * 60)
    weekdays = models.JSONField(_("open on"), default=workdays, help_text="0 is Monday.")
    email = AddressField(_("address in the calendar"), blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = MeetingSpaceQuerySet.as_manager()

    class Meta:
        ordering = ["place", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_minute__gt=F("opens_minute"), closes_minute__lte=24 * 60),
                name="room_closes_after_opening",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="room_has_a_seat"),
            models.UniqueConstraint(
                fields=["organization", "place", "name"], condition=Q(retired_at__isnull=True), name="room_told_apart"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """楓 (3階): enough to find it."""
        return f"{self.name} ({self.place})" if self.place else self.name

    def is_open(self, starts_at: datetime.datetime, ends_at: datetime.datetime) -> bool:
        """From beginning to end on one of its days, by the clock on its wall."""
        zone = ZoneInfo(self.time_zone)
        starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
        first = starts.hour * 60 + starts.minute
        last = (ends.date() - starts.date()).days * 24 * 60 + ends.hour * 60 + ends.minute
        return starts.weekday() in self.weekdays and self.opens_minute <= first and last <= self.closes_minute


class Booking(UUIDModel):
    """A meeting space is taken. The database itself refuses a second one at the same time.

    Whoever meets there points to their booking; it knows nothing of them.
    """

    space = models.ForeignKey(MeetingSpace, models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    booked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_for_some_time"),
        ]
        indexes = [
            models.Index(fields=["space", "ends_at"], condition=Q(released_at__isnull=True), name="booking_ahead"),
        ]


class SpaceBusyTime(UUIDModel):
    """That a meeting space is taken by something booked elsewhere, as its own calendar says: when, never by whom."""

    space = models.ForeignKey(MeetingSpace, models.CASCADE, related_name="busy_times")
    source = models.UUIDField(help_text="Key of the connection it was read through.")
    external_uid = models.CharField(max_length=255, help_text="Which event, and which occurrence of it, over there.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_tentative = models.BooleanField(default=False, help_text="Not promised there yet; an obstacle all the same.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="space_busy_for_some_time"),
            models.UniqueConstraint(fields=["source", "external_uid", "starts_at"], name="space_busy_once_per_source"),
        ]
        indexes = [models.Index(fields=["space", "ends_at"], name="busy_space")]
