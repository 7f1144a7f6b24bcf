import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import ExpectedResponse, MeetingFormat, Topic
from aizuchi.catalogue.purposes import Purpose
from aizuchi.kernel.models import UUIDModel
from aizuchi.meetings.models.series import Series
from aizuchi.notes.models import Document
from aizuchi.pairs.models import Pair, Theme
from aizuchi.people.models import Person
from aizuchi.spaces.models import Booking


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(pair__in=Pair.objects.visible_to(viewer))

    def coming(self) -> Self:
        return self.filter(state__in=[Meeting.State.PLANNED, Meeting.State.HELD])


class ScheduledQuarter(UUIDModel):
    """Scheduled in one go, so that it can be taken back in one go; nobody is told before `tell_at`."""

    scheduled_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    tell_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)


class Meeting(UUIDModel):
    """One 1on1 of a pair: planned → held → closed, or cancelled. Every open pair has a next one, dated or not."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class Place(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        VIDEO = "video", _("Online")

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(null=True, blank=True, help_text="Empty: no date yet.")
    minutes = models.PositiveSmallIntegerField(default=30)
    place_kind = models.CharField(max_length=9, choices=Place.choices, default=Place.IN_PERSON)
    place = models.CharField(_("place"), max_length=120, blank=True)
    video_url = models.URLField(_("video link"), max_length=500, blank=True)
    booking = models.OneToOneField(
        Booking,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting",
        help_text="Of the room; released where the date was given up, and kept to be booked again.",
    )
    format = models.ForeignKey(MeetingFormat, models.SET_NULL, null=True, blank=True, related_name="+")

    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="meetings")
    occurrence_at = models.DateTimeField(null=True, blank=True, help_text="When its rule had it, wherever it is now.")

    scheduled_quarter = models.ForeignKey(
        ScheduledQuarter, models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    settled_in = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", help_text="In whose wrap-up it got its date."
    )

    intent = models.CharField(max_length=12, choices=Purpose.choices, blank=True, help_text="What for, this time.")
    planned_at = models.DateTimeField(null=True, blank=True, help_text="If it began at another time.")
    started_at = models.DateTimeField(null=True, blank=True)
    not_begun_at = models.DateTimeField(null=True, blank=True, help_text="When its start was taken back.")
    not_begun_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    continued_as = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="cancelled_dates", help_text="Who kept its agenda."
    )
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When we asked, once, whether it took place.")
    current_item = models.ForeignKey("AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+")

    note = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")
    summary = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")
    gains = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    edited_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="Who last changed when and where."
    )
    version = models.PositiveIntegerField(default=1, help_text="Of when and where; the agenda guards each field.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(state="planned", starts_at__isnull=True), name="one_undated_meeting"
            ),
            models.UniqueConstraint(
                fields=["series", "occurrence_at"], condition=Q(series__isnull=False), name="one_meeting_per_occurrence"
            ),
            models.UniqueConstraint(
                fields=["settled_in"],
                condition=Q(state="planned", starts_at__isnull=False, settled_in__isnull=False),
                name="one_next_date_per_wrap_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | Q(started_at__isnull=False, starts_at__isnull=False),
                name="held_means_started",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="meeting_of_sensible_length"),
        ]
        indexes = [models.Index(fields=["pair", "state", "starts_at"]), models.Index(fields=["state", "starts_at"])]


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(meeting__pair__in=Pair.objects.visible_to(viewer))

    def present(self) -> Self:
        """Without what was taken off, which stays only to be put back."""
        return self.filter(removed_at__isnull=True)


class AgendaItem(UUIDModel):
    """One thing to talk about, and how its owner wants to be met on it."""

    class Decider(models.TextChoices):
        MINE = "mine", _("Mine to decide")
        SUPERVISOR = "supervisor", _("Needs my supervisor")
        UNCLEAR = "unclear", _("Unclear who decides")

    class State(models.TextChoices):
        OPEN = "open", _("To talk about")
        TALKED = "talked", _("Talked about")
        LEFT = "left", _("Left for next time")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="Who chooses how to be met.")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200, blank=True, help_text="More exact than the topic; what was carried over.")
    expected_response = models.ForeignKey(ExpectedResponse, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(max_length=4000, blank=True)
    decider = models.CharField(max_length=10, choices=Decider.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried_to")
    source = models.CharField(max_length=60, blank=True, help_text="What it was carried over from: action:<id>.")
    removed_at = models.DateTimeField(null=True, blank=True)
    came_from = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Whose date was given up."
    )
    note = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "source"], condition=~Q(source=""), name="carried_over_once_per_meeting"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=False) | Q(theme__isnull=False) | ~Q(title=""), name="item_says_what"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=True) | Q(theme__isnull=True), name="item_has_topic_or_theme"
            ),
        ]

    @property
    def label(self) -> str:
        """What stands on the agenda: the exact words where there are some, else the topic."""
        if self.title:
            return self.title
        about = self.topic or self.theme
        return about.label if about else ""

    @property
    def icon(self) -> str:
        return self.topic.icon if self.topic else "bookmark"


class Preparation(UUIDModel):
    """One person's side of getting ready. Condition and private note are theirs alone unless they share the first."""

    class Condition(models.IntegerChoices):
        GREAT = 5, _("Great")
        GOOD = 4, _("Good")
        USUAL = 3, _("As usual")
        HEAVY = 2, _("A bit heavy")
        HARD = 1, _("Hard")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="preparations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    condition = models.PositiveSmallIntegerField(choices=Condition.choices, null=True, blank=True)
    shares_condition = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    private_note = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+")
    came_from = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Whose date was given up."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_preparation_each")]


class PreQuestion(UUIDModel):
    """A question that one of the two sent ahead of a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="pre_questions")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    came_from = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Whose date was given up."
    )

    class Meta:
        ordering = ["id"]


class DateWish(UUIDModel):
    """When one of the two would like to meet next, chosen while they wrap up. Both the same: then it is a date."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="date_wishes", help_text="Being wrapped up.")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_date_wish_each")]


class TalkRequestQuerySet(models.QuerySet["TalkRequest"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(pair__in=Pair.objects.visible_to(viewer))

    def waiting(self, now: datetime.datetime) -> Self:
        return self.filter(answer="", expires_at__gt=now)


class TalkRequest(UUIDModel):
    """ "10 minutes today?": outside the rhythm, with no word why. It lapses by itself, and nobody counts it."""

    class Answer(models.TextChoices):
        TIME = "time", _("A time")
        LATER = "later", _("Another day")
        DAY = "day", _("That day")
        WRITE = "write", _("Please write to me")
        WITHDRAWN = "withdrawn", _("Taken back")
        LAPSED = "lapsed", _("Passed by")

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="talk_requests")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answer_at = models.DateTimeField(null=True, blank=True, help_text="The time, or the day, that was answered.")
    answered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When who asked put the answer away.")

    objects = TalkRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair"], condition=Q(answer=""), name="one_open_talk_request"),
            models.CheckConstraint(
                condition=~Q(answer__in=["time", "later"]) | Q(answer_at__isnull=False), name="talk_answer_says_when"
            ),
        ]
