from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person

DAY_MINUTES = 24 * 60


class PreferredTimes(UUIDModel):
    """How somebody likes their 1on1s to lie in the day. Without a row the ordinary working week holds."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="preferred_hours")
    buffer_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="Left free before and after other appointments."
    )
    travel_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="Left free in addition where the two meet in person."
    )
    preparation_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="Booked for oneself before each 1on1, to get ready."
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(buffer_minutes__lte=120, travel_minutes__lte=240, preparation_minutes__lte=120),
                name="margins_of_sensible_length",
            )
        ]


class TimeRule(UUIDModel):
    """One stretch of one weekday, in the person's own time zone. What reaches over midnight is two rows."""

    class Kind(models.TextChoices):
        WORK = "work", _("Working hours")
        LUNCH = "lunch", _("Lunch")
        GOOD = "good", _("Good time")
        AVOID = "avoid", _("Rather not")
        NEVER = "never", _("Never")

    person = models.ForeignKey(Person, models.CASCADE, related_name="time_rules")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    starts_minute = models.PositiveSmallIntegerField(help_text="Minutes since midnight.")
    ends_minute = models.PositiveSmallIntegerField(help_text="Exclusive; 1440 is midnight.")
    kind = models.CharField(max_length=5, choices=Kind.choices)

    class Meta:
        ordering = ["weekday", "starts_minute"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, ends_minute__lte=DAY_MINUTES, ends_minute__gt=F("starts_minute")),
                name="time_rule_within_a_day",
            )
        ]
        indexes = [models.Index(fields=["person", "weekday"])]
