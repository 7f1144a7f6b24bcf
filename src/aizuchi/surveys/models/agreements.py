from django.db import models

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person, Unit
from aizuchi.surveys.models.survey import Survey

LONGEST_AGREEMENT = 200


class UnitAgreement(UUIDModel):
    """What a unit wants to try after it read its result together; the next survey shows it again."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="agreements")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", help_text="None: everybody."
    )
    words = LineField(max_length=LONGEST_AGREEMENT)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_on = models.DateField()

    class Meta:
        ordering = ["agreed_on", "pk"]
        indexes = [models.Index(fields=["survey", "unit"], name="agreements_of_unit")]
