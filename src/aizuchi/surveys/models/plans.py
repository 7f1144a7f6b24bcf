import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person
from aizuchi.surveys.models.survey import Survey


class PulsePlanQuerySet(models.QuerySet["PulsePlan"]):
    def due_by(self, day: datetime.date) -> Self:
        """More precisely it is asked of each, where its organization is."""
        return self.filter(next_on__lte=day)


class PulsePlan(UUIDModel):
    """Every month some of the questions of a draft go out, as a survey of its series. Its terms are the draft's."""

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="plan", help_text="The draft: all questions.")
    per_month = models.PositiveSmallIntegerField(help_text="How many questions are asked each month.")
    every_months = models.PositiveSmallIntegerField(help_text="Each is asked at least every so many months.")
    days_open = models.PositiveSmallIntegerField()
    first_on = models.DateField(help_text="On the same day of each month.")
    next_on = models.DateField(null=True, blank=True, help_text="Empty: it has been stopped.")
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = PulsePlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(per_month__gte=1, every_months__gte=1, days_open__gte=1), name="a_plan_asks_something"
            )
        ]
        indexes = [models.Index(fields=["next_on"], name="pulse_plans_due")]
