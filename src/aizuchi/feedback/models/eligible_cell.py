from django.db import models
from django.db.models import Q

from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.catalogue.models import ExpectedResponse, Topic


class EligibleCell(models.Model):
    """What one may answer about. Both empty: whatever is no cell, and counts towards the whole only."""

    eligibility = models.ForeignKey(Eligibility, models.CASCADE, related_name="cells")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    response = models.ForeignKey(ExpectedResponse, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["eligibility", "topic", "response"],
                condition=Q(topic__isnull=False),
                name="eligible_once_per_cell",
            ),
            models.UniqueConstraint(
                fields=["eligibility"], condition=Q(topic__isnull=True), name="eligible_once_without_cell"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=True, response__isnull=True) | Q(topic__isnull=False, response__isnull=False),
                name="a_cell_is_topic_and_response",
            ),
        ]
