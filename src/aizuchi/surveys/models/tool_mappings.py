import uuid

from django.db import models

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization
from aizuchi.surveys.models.survey import LONGEST_TOOL


class ToolMapping(UUIDModel):
    """What the columns of a table are: remembered, so that the next one of the same columns is understood at once."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    sign = models.CharField(max_length=64, help_text="Of the names of its columns.")
    tool = LineField(max_length=LONGEST_TOOL)
    mapping = models.JSONField(help_text="As `outside.mapping` writes it.")
    series = models.UUIDField(default=uuid.uuid4, help_text="All that came in by it are rounds of one survey.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "sign"], name="one_mapping_of_the_same_columns")]
