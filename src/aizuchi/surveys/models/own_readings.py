"""How one person says, month by month, that they are and grow. It is theirs: no survey, no sum, nobody's result."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from aizuchi.kernel.models import UUIDModel
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

STEPS = 5


class OwnReadingQuerySet(models.QuerySet["OwnReading"]):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, and nobody else's; what a partner is shown has a query of its own (`shown_to`)."""
        return self.filter(person=viewer)

    def shown_to(self, viewer: Person, pair: Pair, *, on: datetime.date) -> Self:
        """The partner's, where they switched it on for this pair, for as long as the two meet."""
        shown = OwnCurveShare.objects.filter(pair=pair).exclude(person=viewer)
        if not (pair.has(viewer) and pair.is_open_on(on)):
            return self.none()
        return self.filter(person__in=shown.values("person"), person_id=pair.partner_of(viewer).pk)


class OwnReading(UUIDModel):
    """One answer of one month."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    month = models.DateField(help_text="Its first day.")
    question = models.CharField(max_length=64, help_text="By its code in our own sets.")
    value = models.PositiveSmallIntegerField(help_text="The step, lowest first.")

    objects = OwnReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month", "question"], name="one_own_reading_a_month"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=STEPS), name="own_reading_is_a_step"),
        ]


class OwnCurveShare(UUIDModel):
    """A person shows their curve to the other of this pair. Switched off, or when the two end, the row is gone."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "person"], name="curve_shown_once_in_a_pair")]


class OwnCurvePause(UUIDModel):
    """A person does not want to be asked for a while."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    until_on = models.DateField(null=True, blank=True, help_text="Empty: until they ask for it again.")
