"""The sheet as a page draws it: what is asked, what was given, what does not fit."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from aizuchi.surveys.answer_words import NOTHING, say_answer
from aizuchi.surveys.exchange.document import write_definition
from aizuchi.surveys.structure import Choice, Definition, Demand, Kind, Section, SurveyQuestion, list_asked
from aizuchi.surveys.structure.conditions import NOT_APPLICABLE
from aizuchi.surveys.structure.definition import OTHER
from aizuchi.surveys.structure.given import (
    LONGEST_LONG_TEXT,
    LONGEST_SHORT_TEXT,
    AnswerFault,
    Given,
    read_answers,
)
from aizuchi.surveys.structure.insertions import split_words

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
class SaidPart:
    """Of a sentence: `code` is of the question whose answer it repeats."""

    text: str
    code: str


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    code: str
    kind: Kind
    parts: list[SaidPart]
    explanation: list[SaidPart]
    said: str
    """What was answered, in words."""
    low: str
    high: str
    choices: list[AnswerChoice]
    not_applicable: AnswerChoice | None
    rows: list[MatrixRow]
    value: str
    takes_other: bool
    takes_words: bool
    other: str
    fault: str
    is_required: bool
    is_asked_once: bool
    is_asked: bool = True
    is_pointed: bool = False
    longest: int
    least: str
    most: str

    @property
    def words(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def problems(self) -> list[tuple[AnswerFault, str]]:
        """What a browser may find before anything is sent."""
        found = [AnswerFault.MISSING] if self.is_required else []
        if self.kind == Kind.NUMBER:
            found += [AnswerFault.NOT_A_NUMBER, AnswerFault.OUT_OF_RANGE]
        return [(fault, say_answer_fault(fault, self.least, self.most)) for fault in found]

    @property
    def template(self) -> str:
        return f"surveys/sheet/{TEMPLATES.get(self.kind, 'written')}.html"


@dataclass(frozen=True, kw_only=True)
class AnswerSection:
    title: str
    lines: list[AnswerLine]


def list_answer_lines(
    definition: Definition,
    given: Given,
    faults: Mapping[str, AnswerFault],
    *,
    language: str,
    order: str = "",
    pointed: Collection[str] = (),
) -> list[AnswerSection]:
    """`order` says which of many orders what has none comes in: one for each person, and always the same.

    `pointed`: what was left empty, and is pointed at.
    """
    read = read_answers(definition, given)
    asked = {question.code for question in list_asked(definition, read.answers)}
    said = {
        one.code: say_answer(one, given.get(one.code), str(given.get(f"{one.code}.{OTHER}") or ""), language)
        for one in definition.list_questions()
    }
    return [
        AnswerSection(
            title=section.title.in_language(language),
            lines=[
                replace(
                    _line(_shuffle(one, order), given, faults.get(one.code), said, language),
                    is_asked=one.code in asked,
                    is_pointed=one.code in pointed,
                )
                for one in section.questions
            ],
        )
        for section in shuffle_sections(definition, order)
        if section.questions
    ]


def shuffle_sections(definition: Definition, order: str) -> list[Section]:
    """No condition reaches over a border where they come in random order: `list_faults` sees to it."""
    sections = list(definition.sections)
    if definition.sections_in_random_order and order:
        random.Random(f"{order} sections").shuffle(sections)  # noqa: S311 (not a secret, only an order)
    return sections


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
    question: SurveyQuestion, given: Given, fault: AnswerFault | None, answered: Mapping[str, str], language: str
) -> AnswerLine:
    value = given.get(question.code)
    chosen = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
    return AnswerLine(
        code=question.code,
        kind=question.kind,
        parts=_fill_in(question.words.in_language(language), answered),
        explanation=_fill_in(question.explanation.in_language(language), answered),
        said=answered[question.code],
        low=_end(question, 0, language),
        high=_end(question, -1, language),
        choices=_choices(question, chosen, language),
        not_applicable=_not_applicable(question, chosen),
        rows=[_row(question, row, chosen, language) for row in question.rows if not row.is_retired],
        value=chosen[0] if chosen and not isinstance(value, list) else "",
        takes_other=question.takes_other,
        takes_words=question.takes_words,
        other=str(given.get(f"{question.code}.{OTHER}") or ""),
        fault=say_answer_fault(fault, _number(question.least), _number(question.most)) if fault else "",
        is_required=question.demand == Demand.REQUIRED,
        is_asked_once=question.demand == Demand.ASKED_ONCE,
        longest=LONGEST_SHORT_TEXT if question.kind == Kind.SHORT_TEXT else LONGEST_LONG_TEXT,
        least=_number(question.least),
        most=_number(question.most),
    )


def _number(limit: Decimal | None) -> str:
    return "" if limit is None else f"{limit:f}"


def _fill_in(words: str, answered: Mapping[str, str]) -> list[SaidPart]:
    return [
        SaidPart(text=(answered.get(part.code) or NOTHING) if part.code else part.text, code=part.code)
        for part in split_words(words)
    ]


def _end(question: SurveyQuestion, place: int, language: str) -> str:
    """What stands at either end of a scale: its own word, or that of the step there."""
    own = (question.low, question.high)[place]
    steps = question.offered if question.kind in {Kind.SCALE, Kind.MATRIX} else ()
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


def say_answer_fault(fault: AnswerFault, least: str, most: str) -> str:
    match fault:
        case AnswerFault.NOT_OFFERED:
            return _("That cannot be chosen here (any more). Please choose again.")
        case AnswerFault.NOT_A_NUMBER:
            return _("Please write a number.")
        case AnswerFault.NOT_A_DAY:
            return _("Please choose a day.")
        case AnswerFault.OUT_OF_RANGE:
            if least and most:
                return _("Please write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            return _("That number is too small or too large.")
        case AnswerFault.TOO_LONG:
            return _("That is too long. Please shorten it; nothing of it is lost.")
        case AnswerFault.MISSING:
            return _("Please answer this one.")
