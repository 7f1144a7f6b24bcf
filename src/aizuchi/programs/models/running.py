"""What happens once people are brought together, up to the end."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aizuchi.gatherings.models import Gathering
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person
from aizuchi.programs.models.match import Match
from aizuchi.programs.models.participant import Participant
from aizuchi.programs.models.program import Program
from aizuchi.surveys.models import Survey


class FitAnswer(UUIDModel):
    """Whether it fits, of one side, alone. Made with the match and of one size, so that no row tells who answered."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="fit_answers")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "participant"], name="one_fit_answer_a_side")]


class PartnerChange(UUIDModel):
    """Somebody would like another partner. No reason is asked, and the present partner does not hear of it."""

    class Answer(models.TextChoices):
        CHANGED = "changed", _("Another partner was found")
        WITHDRAWN = "withdrawn", _("Taken back")

    match = models.ForeignKey(Match, models.CASCADE, related_name="changes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


class Agreement(UUIDModel):
    """How the two hold it and what stays with them; both confirm it at the first talk."""

    match = models.OneToOneField(Match, models.CASCADE, related_name="agreement")
    mentee_confirmed_at = models.DateTimeField(null=True, blank=True)
    mentor_confirmed_at = models.DateTimeField(null=True, blank=True)


class EndChoice(UUIDModel):
    """How somebody would like to go on when the program ends. Both have to want it for the pair to go on."""

    class Choice(models.TextChoices):
        GO_ON = "go_on", _("Go on, the two of us")
        CLOSE = "close", _("Close it here")

    match = models.ForeignKey(Match, models.CASCADE, related_name="end_choices")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=5, choices=Choice.choices)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "participant"], name="one_end_choice_a_side")]


class ProgramGathering(UUIDModel):
    """Those who take part come together: to begin, to look back."""

    class Occasion(models.TextChoices):
        KICK_OFF = "kick_off", _("To begin")
        LOOK_BACK = "look_back", _("To look back half-way")
        FINAL = "final", _("To close")

    program = models.ForeignKey(Program, models.CASCADE, related_name="gatherings")
    gathering = models.OneToOneField(Gathering, models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=9, choices=Occasion.choices)
    side = models.CharField(max_length=6, choices=Participant.Side.choices, blank=True, help_text="Empty: for all.")


class ProgramSurvey(UUIDModel):
    """Questions to one side before, in the middle or after."""

    class Moment(models.TextChoices):
        BEFORE = "before", pgettext_lazy("of a program", "Before")
        MIDDLE = "middle", _("In the middle")
        AFTER = "after", pgettext_lazy("of a program", "After")

    program = models.ForeignKey(Program, models.CASCADE, related_name="surveys")
    survey = models.OneToOneField(Survey, models.CASCADE, related_name="+")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    side = models.CharField(max_length=6, choices=Participant.Side.choices)


class LearningLineQuerySet(models.QuerySet["LearningLine"]):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, and nobody else's."""
        return self.filter(person=viewer)


class LearningLine(UUIDModel):
    """What somebody takes along from a talk, in one line. It is theirs alone."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    match = models.ForeignKey(Match, models.SET_NULL, null=True, blank=True, related_name="+")
    sealed = models.BinaryField(help_text="The words, under a key of the person.")
    written_on = models.DateField()

    objects = LearningLineQuerySet.as_manager()

    class Meta:
        ordering = ["-written_on", "-pk"]
