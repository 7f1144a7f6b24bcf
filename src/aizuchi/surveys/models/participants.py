from django.db import models

from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person
from aizuchi.surveys.models.groups import SurveyGroup
from aizuchi.surveys.models.survey import Survey


class Participant(UUIDModel):
    """Somebody who is asked, with what was true of them when it opened: the smallest group they are in."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    group = models.ForeignKey(SurveyGroup, models.CASCADE, related_name="participants")
    excused_on = models.DateField(
        null=True, blank=True, help_text="Left or went on leave while it was open, before an answer: not counted."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="asked_once_in_a_survey")]


class AnswerSheet(UUIDModel):
    """Never of an anonymous survey: what is answered there is not kept by person at all."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="sheet")
    answers = models.JSONField(default=dict, help_text="What was sent, as `structure.given.write_answers` makes it.")
    draft = models.JSONField(
        null=True, blank=True, help_text="As it was typed, also what does not fit; empty once it is sent."
    )
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, help_text="Empty: begun, and kept for going on.")
