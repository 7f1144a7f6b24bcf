import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from aizuchi.anonymous_answers.models.window import AboutQuerySet, AnswerGroup, AnswerWindow, about_one, either
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


class EligibilityQuerySet(AboutQuerySet["Eligibility"]):
    def of(self, asking: str) -> Self:
        return self.filter(window__asking=asking)

    def visible_to(self, viewer: Person) -> Self:
        """One's own: whoever is answered about learns from nowhere who may answer."""
        return self.filter(person=viewer)


class Eligibility(UUIDModel):
    """Who may answer. There is no column, and there must never be one, that changes when somebody does."""

    window = models.ForeignKey(AnswerWindow, models.CASCADE, related_name="eligibilities")
    subject = models.ForeignKey(
        Person, models.CASCADE, related_name="+", null=True, blank=True, help_text="Whom the answer is about."
    )
    group = models.ForeignKey(
        AnswerGroup,
        models.CASCADE,
        related_name="eligibilities",
        null=True,
        blank=True,
        help_text="With whom they are asked about something that is nobody.",
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="eligibilities")

    objects = EligibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "subject", "person"], name="eligible_once_per_window"),
            about_one("a_right_is_about_one"),
            models.CheckConstraint(condition=~Q(subject=F("person")), name="nobody_answers_about_themselves"),
        ]
        indexes = [models.Index(fields=["subject", "window"], name="eligibilities_of_subject")]

    @property
    def about_id(self) -> uuid.UUID:
        """What boxes and addresses name: the person, or the group."""
        return either(self.subject_id, self.group_id)

    @property
    def about_person(self) -> Person:
        """Where people are answered about."""
        assert self.subject
        return self.subject
