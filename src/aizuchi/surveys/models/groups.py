"""What is known of groups. Made at opening (who) and at closing (what they said), and never changed after."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from aizuchi.anonymous_answers.models import ReplyThread
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Unit
from aizuchi.surveys.models.survey import LONGEST_VALUES, Survey


class SurveyGroup(UUIDModel):
    """Everybody of a survey, a unit with all that lies below it, or a part of either by the second attribute."""

    class Hidden(models.TextChoices):
        FEW = "few", _("Too few answered to tell it")
        UNPROVEN = "unproven", _("Not told: some may have answered twice, in two browsers, so that too few are sure")
        GIVES_AWAY = "gives_away", _("Not told, since by subtraction it would tell of fewer")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="groups")
    key = models.CharField(max_length=200, help_text="Made of the unit and the values; empty for everybody.")
    above = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="below", help_text="As the tree stood then."
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    values = models.CharField(
        max_length=LONGEST_VALUES,
        blank=True,
        help_text="Of the second attribute; several where each alone were too few.",
    )
    asked = models.PositiveIntegerField(help_text="Without those who left or went on leave before they answered.")
    answered = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Empty until it closed, and where it is hidden. At least so many people.",
    )
    hidden = models.CharField(
        max_length=10, choices=Hidden.choices, blank=True, default="", db_default="", help_text="Why nothing is told."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="one_survey_group_of_a_key")]


class AnswerSums(UUIDModel):
    """How a group, with all below it, answered one question."""

    group = models.ForeignKey(SurveyGroup, models.CASCADE, related_name="sums")
    question = models.CharField(max_length=64)
    answered = models.PositiveIntegerField(help_text="How many people answered this question.")
    counts = models.JSONField(
        help_text="How many gave an answer, by the code of a choice or step, by `row:step`, by `choice:rank`, or by a "
        "number from 0 to 10; of answers that too few gave only together, by `1+2`."
    )
    totals = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        help_text="Of steps that are told only together: what all scores come to, by the row of a matrix, or by "
        "nothing.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "question"], name="one_sum_of_a_question_in_a_group")]


class TextAnswer(models.Model):
    """Once only, in the smallest group of whoever wrote it."""

    # A key that tells no time and no order: what one person wrote must not lie side by side.
    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(SurveyGroup, models.CASCADE, related_name="texts")
    question = models.CharField(max_length=70, help_text="Its code; with `.other` where a choice was put in own words.")
    text = models.TextField(max_length=4000)
    thread = models.OneToOneField(
        ReplyThread, models.SET_NULL, null=True, blank=True, related_name="+", help_text="To reply to its author."
    )

    class Meta:
        indexes = [models.Index(fields=["group", "question"], name="texts_of_question")]
