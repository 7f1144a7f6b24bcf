"""The sheet as a page draws it: what is asked, what was given, what does not fit."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from aizuchi.surveys.exchange.document import write_definition
from aizuchi.surveys.structure import Choice, Definition, Kind, SurveyQuestion, list_asked
from aizuchi.surveys.structure.conditions import NOT_APPLICABLE
from aizuchi.surveys.structure.definition import OTHER
from aizuchi.surveys.structure.given import (
    LONGEST_LONG_TEXT,
    LONGEST_SHORT_TEXT,
    AnswerFault,
    Given,
    read_answers,
)

TEMPLATES = {
    Kind.SCALE: "scale",
    Kind.ZERO_TO_TEN: "scale",
    Kind.SINGLE: "single",
    Kind.MULTIPLE: "multiple",
    Kind.MATRIX: "matrix",
    Kind.RANKING: "ranking",
}


@dataclass(frozen=True, kw_only=True)
class AnswerChoice:
    code: str
    words: str
    is_chosen: bool
    rank: str = ""


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    code: str
    words: str
    steps: list[AnswerChoice]


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    code: str
    kind: Kind
    words: str
    explanation: str
    low: str
    high: str
    choices: list[AnswerChoice]
    not_applicable: AnswerChoice | None
    rows: list[MatrixRow]
    value: str
    takes_other: bool
    other: str
    fault: str
    is_required: bool
    is_asked: bool
    longest: int

    @property
    def template(self) -> str:
        return f"surveys/sheet/{TEMPLATES.get(self.kind, 'written')}.html"


@dataclass(frozen=True, kw_only=True)
class AnswerSection:
    title: str
    lines: list[AnswerLine]


def list_answer_lines(
    definition: Definition, given: Given, faults: Mapping[str, AnswerFault], *, language: str, order: str = ""
) -> list[AnswerSection]:
    """`order` says which of many orders choices come in that have none: one for each person, and always the same."""
    read = read_answers(definition, given)
    asked = {question.code for question in list_asked(definition, read.answers)}
    return [
        AnswerSection(
            title=section.title.in_language(language),
            lines=[
                _line(_shuffle(one, order), given, faults.get(one.code), one.code in asked, language)
                for one in section.questions
            ],
        )
        for section in definition.sections
    ]


def conditions_for_browser(definition: Definition) -> dict[str, Any]:
    """Only what decides whether something is asked: no words."""
    written = write_definition(definition)
    return {
        "sections": [
            {
                "condition": section.get("condition"),
                "questions": [
                    {
                        "code": question["code"],
                        "kind": question["kind"],
                        "steps": [choice["code"] for choice in question.get("choices", [])],
                        "condition": question.get("condition"),
                    }
                    for question in section.get("questions", [])
                ],
            }
            for section in written.get("sections", [])
        ]
    }


def _shuffle(question: SurveyQuestion, order: str) -> SurveyQuestion:
    if not question.in_random_order:
        return question
    choices = list(question.choices)
    random.Random(f"{order} {question.code}").shuffle(choices)  # noqa: S311 (not a secret, only an order)
    return replace(question, choices=tuple(choices))


def _line(
    question: SurveyQuestion, given: Given, fault: AnswerFault | None, is_asked: bool, language: str
) -> AnswerLine:
    value = given.get(question.code)
    chosen = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
    return AnswerLine(
        code=question.code,
        kind=question.kind,
        words=question.words.in_language(language),
        explanation=question.explanation.in_language(language),
        low=_end(question, 0, language),
        high=_end(question, -1, language),
        choices=_choices(question, chosen, language),
        not_applicable=_not_applicable(question, chosen),
        rows=[_row(question, row, chosen, language) for row in question.rows if not row.is_retired],
        value=chosen[0] if chosen and not isinstance(value, list) else "",
        takes_other=question.takes_other,
        other=str(given.get(f"{question.code}.{OTHER}") or ""),
        fault=say_answer_fault(fault, question) if fault else "",
        is_required=question.demand == "required",
        is_asked=is_asked,
        longest=LONGEST_SHORT_TEXT if question.kind == Kind.SHORT_TEXT else LONGEST_LONG_TEXT,
    )


def _end(question: SurveyQuestion, place: int, language: str) -> str:
    """What stands at either end of a scale: its own word, or that of the step there."""
    own = (question.low, question.high)[place]
    steps = question.offered if question.kind == Kind.SCALE else ()
    return own.in_language(language) or (steps[place].words.in_language(language) if steps else "")


def _not_applicable(question: SurveyQuestion, chosen: list[str]) -> AnswerChoice | None:
    if not question.may_not_apply:
        return None
    return AnswerChoice(code=NOT_APPLICABLE, words=_("Does not apply"), is_chosen=NOT_APPLICABLE in chosen)


def _choices(question: SurveyQuestion, chosen: list[str], language: str) -> list[AnswerChoice]:
    if question.kind == Kind.ZERO_TO_TEN:
        return [AnswerChoice(code=str(n), words=str(n), is_chosen=str(n) in chosen) for n in range(11)]
    if question.kind == Kind.MATRIX:
        return []
    ranks = {code: str(place) for place, code in enumerate(chosen, 1)} if question.kind == Kind.RANKING else {}
    found = [
        AnswerChoice(
            code=one.code,
            words=one.words.in_language(language),
            is_chosen=one.code in chosen,
            rank=ranks.get(one.code, ""),
        )
        for one in question.offered
    ]
    if question.takes_other:
        found.append(AnswerChoice(code=OTHER, words=_("Something else"), is_chosen=OTHER in chosen))
    return found


def _row(question: SurveyQuestion, row: Choice, chosen: list[str], language: str) -> MatrixRow:
    return MatrixRow(
        code=row.code,
        words=row.words.in_language(language),
        steps=[
            AnswerChoice(
                code=one.code, words=one.words.in_language(language), is_chosen=f"{row.code}:{one.code}" in chosen
            )
            for one in question.offered
        ],
    )


def say_answer_fault(fault: AnswerFault, question: SurveyQuestion) -> str:
    match fault:
        case AnswerFault.NOT_OFFERED:
            return _("That cannot be chosen here (any more). Please choose again.")
        case AnswerFault.NOT_A_NUMBER:
            return _("Please write a number.")
        case AnswerFault.NOT_A_DAY:
            return _("Please choose a day.")
        case AnswerFault.OUT_OF_RANGE:
            least, most = question.least, question.most
            if least is not None and most is not None:
                return _("Please write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            return _("That number is too small or too large.")
        case AnswerFault.TOO_LONG:
            return _("That is too long. Please shorten it; nothing of it is lost.")
        case AnswerFault.MISSING:
            return _("Please answer this one.")
