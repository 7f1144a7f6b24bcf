from django.db import models
from django.db.models import Q

from aizuchi.availability.recurrence import Shift
from aizuchi.kernel.models import UUIDModel
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


class Series(UUIDModel):
    """A pair's 1on1s that come back by a rule. Each of them is a 1on1 of its own, which may be moved or left out."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="series")
    rule = models.CharField(max_length=200, help_text="RRULE of RFC 5545, without its name.")
    starts_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, help_text="On whose wall the hour stays the same.")
    minutes = models.PositiveSmallIntegerField(default=30)
    shift = models.CharField(max_length=9, choices=Shift.choices, default=Shift.NEXT_DAY)
    until_at = models.DateTimeField(null=True, blank=True, help_text="From here on it no longer holds.")
    scheduled_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Later dates are scheduled as time goes by. Empty: what stands is all.",
    )
    left_out: models.JSONField[list[str], list[str]] = models.JSONField(
        default=list, help_text="Dates that another 1on1 was in the way of."
    )
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="series_of_sensible_length")
        ]
        indexes = [models.Index(fields=["pair", "until_at"])]
