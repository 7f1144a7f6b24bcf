from django.db import models
from django.db.models import F, Q

from aizuchi.calendars.models.connections import Connection
from aizuchi.calendars.models.rooms import Resource
from aizuchi.kernel.models import Row
from aizuchi.people.models import Person


class BusyTime(Row):
    """That somebody, or a room, is taken: from when until when, and nothing else. Titles and details are never kept."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="busy_times")
    resource = models.ForeignKey(Resource, models.CASCADE, null=True, blank=True, related_name="busy_times")
    source = models.UUIDField(null=True, blank=True, help_text="Key of the connection it was read through.")
    external_uid = models.CharField(
        max_length=255, blank=True, help_text="Which event, and which occurrence of it, over there."
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_tentative = models.BooleanField(default=False, help_text="Not promised yet: told, but no obstacle.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_for_some_time"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, resource__isnull=True)
                | Q(person__isnull=True, resource__isnull=False),
                name="busy_is_a_person_or_a_resource",
            ),
            models.UniqueConstraint(
                fields=["source", "external_uid", "starts_at"],
                condition=Q(source__isnull=False),
                name="busy_once_per_source",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "ends_at"], condition=Q(person__isnull=False), name="busy_person"),
            models.Index(fields=["resource", "ends_at"], condition=Q(resource__isnull=False), name="busy_resource"),
        ]


class OddEvent(Row):
    """An event that could not be understood, for as long as it stands there: its owner is told how many there are."""

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="odd_events")
    external_uid = models.CharField(max_length=255)
    count = models.PositiveIntegerField(default=1, help_text="Of a collection that is read as one: how many.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_uid"], name="odd_once")]
