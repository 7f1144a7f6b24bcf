"""How clear somebody feels after a 1on1 of theirs (すっきり度), where the organization wants to ask it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Organization, Person


class ClarityReading(UUIDModel):
    """Of whoever brought the topics, and theirs alone: neither the other of the two nor anybody else reads it."""

    class Step(models.IntegerChoices):
        FOGGY = 1, _("Still foggy")
        RATHER_FOGGY = 2, _("Rather foggy")
        NEITHER = 3, _("In between")
        RATHER_CLEAR = 4, _("Rather clear")
        CLEAR = 5, _("Clear")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField(choices=Step.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_clarity_each_per_meeting"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="clarity_is_a_step"),
        ]


class ClarityWish(UUIDModel):
    """An organization that wants its people asked; without a row nobody is."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="+")
