from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(pair__in=Pair.objects.visible_to(viewer))

    def open(self) -> Self:
        return self.filter(state=ActionItem.State.OPEN)


class ActionItem(UUIDModel):
    """An action: who does what by when, and how the mentor supports it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="actions")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="actions")
    text = models.CharField(max_length=300)
    support = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]
        indexes = [models.Index(fields=["owner", "state", "due_on"]), models.Index(fields=["pair", "state"])]
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="done_has_a_time"),
        ]


class Move(UUIDModel):
    """An action that got a new day; being moved is no failure, and the two can see it."""

    action = models.ForeignKey(ActionItem, models.CASCADE, related_name="moves")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    moved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
