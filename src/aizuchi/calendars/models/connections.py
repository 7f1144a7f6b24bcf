import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person
from aizuchi.spaces.models import MeetingSpace


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def visible_to(self, viewer: Person) -> Self:
        """One's own. Those of meeting spaces belong to HR and administrators, who find them through `of_spaces`."""
        return self.filter(person=viewer)

    def of_spaces(self, organization: Organization) -> Self:
        return self.filter(space__organization=organization)

    def standing(self) -> Self:
        return self.exclude(state=Connection.State.LEAVING)

    def due(self, now: datetime.datetime) -> Self:
        """What should be looked at again, and whose latest look has ended or died."""
        unclaimed = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        return self.filter(unclaimed, next_sync_at__lte=now).exclude(state=Connection.State.REFUSED)


class Connection(UUIDModel):
    """A calendar elsewhere, of a person or of a meeting space: busy times are read there, and 1on1s written."""

    class Kind(models.TextChoices):
        CALDAV = "caldav", "CalDAV"
        GOOGLE = "google", "Google"
        MICROSOFT = "microsoft", "Microsoft 365"

    class State(models.TextChoices):
        NEW = "new", _("Being read for the first time")
        WORKING = "working", _("Connected")
        TROUBLED = "troubled", _("Does not answer at the moment")
        REFUSED = "refused", _("Does not let us in any more")
        LEAVING = "leaving", _("Being disconnected")

    class Problem(models.TextChoices):
        UNREACHABLE = "unreachable", _("The server cannot be reached, or takes too long.")
        BROKEN = "broken", _("The server answers with an error of its own.")
        THROTTLED = "throttled", _("The server asks us to come back later.")
        ODD = "odd", _("The server says something we don't understand.")
        CLOCK = "clock", _("The server's clock and ours are minutes apart.")
        CONSENT = "consent", _("Your consent was taken back or has run out.")
        PASSWORD = "password", _("The server refuses the name or the password.")
        GONE = "gone", _("That calendar does not exist any more.")
        FORBIDDEN = "forbidden", _("This address may not be asked from here.")

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="calendar_connections")
    space = models.ForeignKey(MeetingSpace, models.CASCADE, null=True, blank=True, related_name="connections")
    connected_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    account = models.CharField(max_length=254, blank=True, help_text="Name or address there, as its owner knows it.")
    server_url = models.CharField(max_length=500, blank=True, help_text="CalDAV only.")
    calendar = models.CharField(max_length=500, help_text="Which calendar there: an address or a key.")
    writes = models.BooleanField(default=True, help_text="1on1s are written here; of several calendars in one.")
    is_domain_wide = models.BooleanField(default=False, help_text="Let in by the installation's own credentials.")
    credentials = models.BinaryField(blank=True, help_text="Sealed under a key of this very row.")

    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    problem = models.CharField(max_length=11, choices=Problem.choices, blank=True)
    problem_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row.")
    worked_at = models.DateTimeField(null=True, blank=True)
    unreadable = models.PositiveIntegerField(default=0, help_text="How many events we cannot understand.")

    sync_token = models.TextField(blank=True)
    read_until = models.DateTimeField(null=True, blank=True, help_text="Up to when repeating events are spread out.")
    next_sync_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True, help_text="Somebody is at it; a dead one runs out.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="Look again: said while somebody was at it.")

    channel_id = models.CharField(max_length=255, blank=True, db_index=True, help_text="Of the push channel.")
    channel_secret = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what a push must know.")
    channel_resource = models.CharField(max_length=255, blank=True)
    channel_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, space__isnull=True) | Q(person__isnull=True, space__isnull=False),
                name="connection_of_a_person_or_a_space",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(writes=True, person__isnull=False) & ~Q(state="leaving"),
                name="one_calendar_receives_1on1s",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "server_url", "account", "calendar"],
                condition=Q(person__isnull=False) & ~Q(state="leaving"),
                name="calendar_connected_once",
            ),
            models.UniqueConstraint(
                fields=["space"],
                condition=Q(space__isnull=False) & ~Q(state="leaving"),
                name="one_calendar_per_space",
            ),
        ]
        indexes = [models.Index(fields=["next_sync_at"])]

    @property
    def organization_id(self) -> object:
        owner = self.person or self.space
        assert owner is not None
        return owner.organization_id


class OddEvent(UUIDModel):
    """An event that could not be understood, for as long as it stands there: its owner is told how many there are."""

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="odd_events")
    external_uid = models.CharField(max_length=255)
    count = models.PositiveIntegerField(default=1, help_text="Of a collection that is read as one: how many.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_uid"], name="odd_once")]
