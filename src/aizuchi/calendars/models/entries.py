import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.calendars.models.connections import Connection
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person
from aizuchi.spaces.models import Booking


class CalendarEntry(UUIDModel):
    """A dated 1on1 as calendars know it: when and where, never about what.

    A 1on1 that gets another date after it was called off gets another entry: calendars do not bring back what they
    were told is cancelled.
    """

    appointment_key: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(
        help_text="Of the 1on1, or of who comes to a gathering; this app knows neither."
    )
    booking = models.ForeignKey(
        Booking, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Of the room it is in, if any."
    )
    prepares = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose time to get ready this is, before the 1on1; empty: the 1on1 itself.",
    )
    uid = models.CharField(max_length=120, unique=True, help_text="The same in every calendar, and hard to guess.")
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    place = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=120, blank=True, help_text="Of a gathering; a 1on1 has none of its own.")
    changed_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="entry_takes_some_time"),
            models.UniqueConstraint(
                fields=["appointment_key"],
                condition=Q(called_off_at__isnull=True, prepares__isnull=True),
                name="one_standing_entry",
            ),
            models.UniqueConstraint(
                fields=["appointment_key", "prepares"],
                condition=Q(called_off_at__isnull=True, prepares__isnull=False),
                name="one_standing_preparation",
            ),
        ]


class Attendance(UUIDModel):
    """One of the people of an entry: what their calendar was told by mail, and what it answered."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Will come")
        TENTATIVE = "tentative", _("Perhaps")
        DECLINED = "declined", _("Declined")

    entry = models.ForeignKey(CalendarEntry, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When it was written, by the clock there.")
    mailed_sequence = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: never invited by mail.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="attends_once")]


class OutgoingEvent(UUIDModel):
    """Where an entry stands in somebody's calendar, and as what, so that our own echo is told from a change there."""

    entry = models.ForeignKey(CalendarEntry, models.CASCADE, related_name="outgoing")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="outgoing")
    href = models.CharField(max_length=700, blank=True, help_text="Empty: not known to stand there yet.")
    etag = models.CharField(max_length=255, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True, help_text="Of what stands there.")
    starts_at = models.DateTimeField(null=True, blank=True, help_text="When it stands there.")
    ends_at = models.DateTimeField(null=True, blank=True)
    sent_starts_at = models.DateTimeField(null=True, blank=True, help_text="What we were about to write there.")
    sent_ends_at = models.DateTimeField(null=True, blank=True)
    alarm_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The reminder we wrote there. What its owner made of it is left alone."
    )
    is_removed = models.BooleanField(default=False, help_text="Deleted there by its owner, whom we asked.")
    is_due = models.BooleanField(default=True, help_text="Something is to be written or taken away.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "connection"], name="stands_once_per_calendar")]
        indexes = [
            models.Index(fields=["connection", "href"]),
            models.Index(fields=["connection"], condition=Q(is_due=True), name="outgoing_due"),
        ]


class CalendarQuestionQuerySet(models.QuerySet["CalendarQuestion"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(person=viewer)

    def open(self) -> Self:
        return self.filter(answer="", entry__called_off_at__isnull=True)


class CalendarQuestion(UUIDModel):
    """What a change in somebody's calendar left open. Only that person can say what they meant by it."""

    class Kind(models.TextChoices):
        REMOVED = "removed", _("Deleted in the calendar")
        DECLINED = "declined", _("Declined in the calendar")
        NOT_MOVED = "not_moved", _("Moved in the calendar, where it cannot be")

    class Answer(models.TextChoices):
        KEEP = "keep", _("Keep the 1on1")
        CALL_OFF = "call_off", _("Call it off")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    entry = models.ForeignKey(CalendarEntry, models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it could not be moved, as told to the person.")
    wanted_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], condition=Q(answer=""), name="one_open_question")
        ]
