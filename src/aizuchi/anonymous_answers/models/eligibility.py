from typing import Self

from django.db import models
from django.db.models import F, Q

from aizuchi.anonymous_answers.models.window import AnswerWindow
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


class EligibilityQuerySet(models.QuerySet["Eligibility"]):
    def visible_to(self, viewer: Person) -> Self:
        """One's own: whoever is answered about learns from nowhere who may answer."""
        return self.filter(person=viewer)


class Eligibility(UUIDModel):
    """Who may answer. There is no column, and there must never be one, that changes when somebody does."""

    window = models.ForeignKey(AnswerWindow, models.CASCADE, related_name="eligibilities")
    subject = models.ForeignKey(Person, models.CASCADE, related_name="+", help_text="Whom the answer is about.")
    person = models.ForeignKey(Person, models.CASCADE, related_name="eligibilities")

    objects = EligibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "subject", "person"], name="eligible_once_per_window"),
            models.CheckConstraint(condition=~Q(subject=F("person")), name="nobody_answers_about_themselves"),
        ]
        indexes = [models.Index(fields=["subject", "window"], name="eligibilities_of_subject")]
