import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.functional import Promise

from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.condition_words import say_condition, say_sentence
from aizuchi.surveys.fault_words import say_fault
from aizuchi.surveys.forms import KIND_NAMES
from aizuchi.surveys.models import Survey
from aizuchi.surveys.queries.versions import compare_with_before
from aizuchi.surveys.question_form import list_section_names
from aizuchi.surveys.structure import Definition, Fault, FaultKind, SurveyQuestion, Words, list_faults
from aizuchi.surveys.structure.lengths import estimate_minutes


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    question: SurveyQuestion
    words: str
    kind: str | Promise
    steps: int
    is_never_asked: bool
    condition: str
    compared: str
    """With the time before, in words."""
    faults: list[str]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class SectionLine:
    code: str
    name: str
    """Its title, or which one it is."""
    condition: str
    faults: list[str]
    lines: list[QuestionLine]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class BuilderPage:
    survey: Survey
    definition: Definition
    sections: list[SectionLine]
    shows_sections: bool
    """Not while there is one that has neither a title nor a condition."""
    opening: str
    faults: list[str]
    """Of the whole, but for missing languages."""
    hinders: int
    """Faults that keep it from going out."""
    spoils_conditions: bool
    """Nobody can say who is asked."""
    minutes: int
    may_take_back: bool
    may_do_again: bool
    is_begun: bool = False
    """What is tried is never begun nor sent."""
    is_sent: bool = False
    right: None = None

    @property
    def lines(self) -> list[QuestionLine]:
        return [line for section in self.sections for line in section.lines]

    @property
    def asking(self) -> int:
        return sum(line.question.asks for line in self.lines)

    @property
    def asks_condition(self) -> bool:
        return self.survey.kind == Survey.Kind.CONDITION or self.definition.asks_condition


def get_builder(viewer: Person, survey_id: uuid.UUID, *, language: str, now: datetime.datetime) -> BuilderPage:
    survey = get_object_or_404(Survey.objects.visible_to(viewer), pk=survey_id)
    require(policies.may_change(viewer, survey, on=viewer.organization.today(now)))
    definition = survey.read()
    sections, faults = definition.sections, list_faults(definition)
    ahead = set(survey.revisions.order_by().values_list("is_ahead", flat=True))
    said = defaultdict[str, list[str]](list)
    for fault in faults:
        said[fault.place].append(say_fault(fault, definition, language))
    placed = {section.code for section in sections} | {one.code for one in definition.list_questions()}
    return BuilderPage(
        survey=survey,
        definition=definition,
        sections=_list_sections(definition, faults, said, compare_with_before(viewer, survey), language),
        shows_sections=len(sections) > 1 or any(one.title != Words() or one.condition for one in sections),
        opening=definition.opening.in_language(language),
        faults=[
            say_fault(fault, definition, language)
            for fault in faults
            if fault.place not in placed and fault.kind != FaultKind.LANGUAGE_MISSING
        ],
        hinders=sum(fault.hinders for fault in faults),
        spoils_conditions=any(fault.spoils_conditions for fault in faults),
        minutes=estimate_minutes(definition),
        may_take_back=False in ahead,
        may_do_again=True in ahead,
    )


def _list_sections(
    definition: Definition,
    faults: list[Fault],
    said: Mapping[str, list[str]],
    compared: Mapping[str, str],
    language: str,
) -> list[SectionLine]:
    codes = [question.code for question in definition.list_questions()]
    never = {fault.place for fault in faults if fault.kind == FaultKind.NEVER_ASKED}
    names = dict(list_section_names(definition))
    return [
        SectionLine(
            code=section.code,
            name=str(names[section.code]),
            condition=say_condition(section.condition, definition, language) if section.condition else "",
            faults=said.get(section.code, []),
            lines=[
                QuestionLine(
                    question=question,
                    words=say_sentence(question.words.in_language(language), definition, language),
                    kind=KIND_NAMES[question.kind],
                    steps=len(question.offered),
                    is_never_asked=question.code in never,
                    condition=say_condition(question.condition, definition, language) if question.condition else "",
                    compared=compared.get(question.code, ""),
                    faults=said.get(question.code, []),
                    is_first=question.code == codes[0] and section is definition.sections[0],
                    is_last=question.code == codes[-1] and section is definition.sections[-1],
                )
                for question in section.questions
            ],
            is_first=section is definition.sections[0],
            is_last=section is definition.sections[-1],
        )
        for section in definition.sections
    ]
