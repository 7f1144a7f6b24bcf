from django.db import models

from aizuchi.kernel.models import UUIDModel
from aizuchi.meetings.models.meetings import Meeting
from aizuchi.people.models import Person


class BriefOpening(UUIDModel):
    """When one of the two latest looked at what there is to talk about. The other one is told, nobody else."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="brief_openings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_brief_opening_each")]
