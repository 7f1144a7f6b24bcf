import datetime
import uuid
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.functional import Promise

from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.condition_words import say_condition
from aizuchi.surveys.fault_words import say_fault
from aizuchi.surveys.forms import KIND_NAMES
from aizuchi.surveys.models import Survey
from aizuchi.surveys.structure import Definition, Reach, SurveyQuestion, find_reach, list_faults
from aizuchi.surveys.structure.lengths import estimate_minutes


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    question: SurveyQuestion
    words: str
    kind: str | Promise
    steps: int
    reach: str
    condition: str
    faults: list[str]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class BuilderPage:
    survey: Survey
    definition: Definition
    lines: list[QuestionLine]
    faults: list[str]
    """Of the whole."""
    hinders: int
    """Faults that keep it from going out."""
    minutes: int
    may_take_back: bool
    is_begun: bool = False
    """What is tried is never begun nor sent."""
    is_sent: bool = False
    right: None = None

    @property
    def asks_condition(self) -> bool:
        return self.survey.kind == Survey.Kind.CONDITION or self.definition.asks_condition


def get_builder(viewer: Person, survey_id: uuid.UUID, *, language: str, now: datetime.datetime) -> BuilderPage:
    survey = get_object_or_404(Survey.objects.visible_to(viewer), pk=survey_id)
    require(policies.may_change(viewer, survey, on=viewer.organization.today(now)))
    definition = survey.read()
    questions = list(definition.list_questions())
    faults = list_faults(definition)
    known = {question.code for question in questions}
    reach = find_reach(definition) if not any(fault.hinders for fault in faults) else {}
    return BuilderPage(
        survey=survey,
        definition=definition,
        lines=[
            QuestionLine(
                question=question,
                words=question.words.in_language(language),
                kind=KIND_NAMES[question.kind],
                steps=len(question.offered),
                reach=reach.get(question.code, Reach.ALWAYS if question.condition is None else Reach.SOMETIMES),
                condition=say_condition(question.condition, definition, language) if question.condition else "",
                faults=[say_fault(fault, definition, language) for fault in faults if fault.place == question.code],
                is_first=question is questions[0],
                is_last=question is questions[-1],
            )
            for question in questions
        ],
        faults=[say_fault(fault, definition, language) for fault in faults if fault.place not in known],
        hinders=sum(fault.hinders for fault in faults),
        minutes=estimate_minutes(definition),
        may_take_back=survey.revisions.exists(),
    )
