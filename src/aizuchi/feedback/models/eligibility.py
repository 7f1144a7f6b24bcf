from typing import Self

from django.db import models
from django.db.models import F, Q

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.feedback.models.window import AnswerWindow
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


class EligibilityQuerySet(models.QuerySet["Eligibility"]):
    def visible_to(self, viewer: Person) -> Self:
        """One's own: a mentor learns from the meetings themselves who brought what, and from nowhere who may answer."""
        return self.filter(mentee=viewer)


class Eligibility(UUIDModel):
    """Who may answer. There is no column, and there must never be one, that changes when somebody does."""

    window = models.ForeignKey(AnswerWindow, models.CASCADE, related_name="eligibilities")
    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Person, models.CASCADE, related_name="feedback_eligibilities")

    objects = EligibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "mentor", "mentee"], name="eligible_once_per_window"),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="nobody_answers_about_themselves"),
        ]
        indexes = [models.Index(fields=["mentor", "window"])]


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
