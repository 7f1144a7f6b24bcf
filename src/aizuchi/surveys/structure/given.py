"""What somebody answered, checked against the survey: nothing that is not offered is counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from pydantic import JsonValue

from aizuchi.surveys.structure.conditions import NOT_APPLICABLE, Answer, Answers, list_asked
from aizuchi.surveys.structure.definition import OTHER, Definition, Demand, Kind, SurveyQuestion

LONGEST_SHORT_TEXT = 200
LONGEST_LONG_TEXT = 4000
LONGEST_DRAFT = 20_000
"""Longer than may be sent, so that nothing typed is lost while somebody shortens it."""
MOST_DIGITS = 15

Given = Mapping[str, JsonValue]
"""By the code of the question, as a page or a browser sends it: text, or a list of codes."""


class AnswerFault(StrEnum):
    NOT_OFFERED = "not_offered"
    """Also a choice that was put away meanwhile."""
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DAY = "not_a_day"
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    answers: Answers
    """Only of questions that are asked, given these answers."""
    others: Mapping[str, str]
    """A choice in one's own words, by the code of its question."""
    faults: Mapping[str, AnswerFault]
    left_empty: tuple[str, ...]
    """Softly asked for, and empty: pointed at once."""
    threads: Mapping[str, str] = field(default_factory=dict)
    """Of an anonymous answer, by the code of what was written: keys with which its author can be answered."""


class AnswerReader:
    """Reads the answers of many to one survey."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._asking = {question.code: question for question in definition.list_questions() if question.asks}
        conditions = [section.condition for section in definition.sections]
        conditions += [question.condition for question in definition.list_questions()]
        self._is_conditional = any(conditions)
        self._single = {
            code: _offered(question) - {NOT_APPLICABLE}
            for code, question in self._asking.items()
            if question.kind in {Kind.SCALE, Kind.SINGLE}
        }

    def read(self, given: Given) -> ReadAnswers:
        """What is not asked (any more) is passed over, faults of it too."""
        read, faults = self._read_each(given)
        asked = self._find_asked(read)
        counted = {code: answer for code, answer in read.items() if code in asked}
        found = {code: fault for code, fault in faults.items() if code in asked}
        empty = [question for code, question in asked.items() if code not in counted and code not in found]
        found |= {one.code: AnswerFault.MISSING for one in empty if one.demand == Demand.REQUIRED}
        return ReadAnswers(
            answers=counted,
            others=dict(_others(counted, given)),
            faults=found,
            left_empty=tuple(one.code for one in empty if one.demand == Demand.ASKED_ONCE),
        )

    def _read_each(self, given: Given) -> tuple[dict[str, Answer], dict[str, AnswerFault]]:
        read: dict[str, Answer] = {}
        faults: dict[str, AnswerFault] = {}
        for code, question in self._asking.items():
            value = given.get(code)
            if isinstance(value, str) and value in self._single.get(code, ()):
                read[code] = value
                continue
            answer = _read(question, value)
            if isinstance(answer, AnswerFault):
                faults[code] = answer
            elif answer is not None:
                read[code] = answer
        return read, faults

    def _find_asked(self, read: Answers) -> dict[str, SurveyQuestion]:
        if not self._is_conditional:
            return self._asking
        return {question.code: question for question in list_asked(self._definition, read) if question.asks}


def read_answers(definition: Definition, given: Given) -> ReadAnswers:
    return AnswerReader(definition).read(given)


def write_answers(read: ReadAnswers) -> dict[str, JsonValue]:
    """As they are kept; `read_answers` takes them back."""
    kept = {code: write_answer(answer) for code, answer in read.answers.items()}
    return kept | {f"{code}.{OTHER}": words for code, words in read.others.items()}


def write_answer(answer: Answer) -> JsonValue:
    match answer:
        case frozenset():
            return [*sorted(answer)]
        case tuple():
            return [*answer]
        case _:
            return str(answer)


def cut_given(given: Given) -> dict[str, JsonValue]:
    """To keep it as it was typed, however long it is."""
    return {
        code: value[:LONGEST_DRAFT] if isinstance(value, str | list) else value
        for code, value in given.items()
        if value
    }


def _others(answers: Answers, given: Given) -> Iterator[tuple[str, str]]:
    for code, answer in answers.items():
        chosen = answer == OTHER or (isinstance(answer, frozenset) and OTHER in answer)
        words = given.get(f"{code}.{OTHER}")
        if chosen and isinstance(words, str) and words.strip():
            yield code, words.strip()[:LONGEST_SHORT_TEXT]


def _read(question: SurveyQuestion, given: JsonValue) -> Answer | AnswerFault | None:
    if given is None or given in ("", []):
        return None
    if given == NOT_APPLICABLE:
        return NOT_APPLICABLE if question.may_not_apply else AnswerFault.NOT_OFFERED
    match question.kind:
        case Kind.MULTIPLE | Kind.MATRIX | Kind.RANKING:
            return _read_several(question, given)
        case Kind.SCALE | Kind.SINGLE:
            return given if isinstance(given, str) and given in _offered(question) else AnswerFault.NOT_OFFERED
        case Kind.ZERO_TO_TEN | Kind.NUMBER:
            return _read_number(question, given)
        case Kind.DATE:
            return _read_day(given)
        case _:
            return _read_text(question, given)


def _read_several(question: SurveyQuestion, given: JsonValue) -> Answer | AnswerFault | None:
    listed = [one for one in given if isinstance(one, str) and one] if isinstance(given, list) else []
    if not listed:
        return None if isinstance(given, list) else AnswerFault.NOT_OFFERED
    if not set(listed) <= _offered(question):
        return AnswerFault.NOT_OFFERED
    if question.kind == Kind.RANKING:
        return tuple(listed) if len(set(listed)) == len(listed) else AnswerFault.NOT_OFFERED
    if question.kind == Kind.MATRIX:
        rows = [one.split(":", 1)[0] for one in listed]
        if len(set(rows)) != len(set(listed)):
            return AnswerFault.NOT_OFFERED
    return frozenset(listed)


def _offered(question: SurveyQuestion) -> set[str]:
    codes = {choice.code for choice in question.offered}
    if question.kind == Kind.MATRIX:
        return {f"{row.code}:{code}" for row in question.rows if not row.is_retired for code in codes}
    return codes | ({OTHER} if question.takes_other else set())


def _read_number(question: SurveyQuestion, given: JsonValue) -> Answer | AnswerFault:
    text = str(given).strip()
    if len(text) > MOST_DIGITS:
        return AnswerFault.OUT_OF_RANGE if text.lstrip("-").isdigit() else AnswerFault.NOT_A_NUMBER
    try:
        number = Decimal(text)
    except InvalidOperation:
        return AnswerFault.NOT_A_NUMBER
    if not number.is_finite():
        return AnswerFault.NOT_A_NUMBER
    if number.adjusted() >= MOST_DIGITS:
        return AnswerFault.OUT_OF_RANGE
    is_scale = question.kind == Kind.ZERO_TO_TEN
    least, most = (Decimal(0), Decimal(10)) if is_scale else (question.least, question.most)
    if (least is not None and number < least) or (most is not None and number > most):
        return AnswerFault.OUT_OF_RANGE
    if is_scale:
        return Decimal(int(number)) if number == number.to_integral_value() else AnswerFault.OUT_OF_RANGE
    return number


def _read_day(given: JsonValue) -> Answer | AnswerFault:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        return AnswerFault.NOT_A_DAY


def _read_text(question: SurveyQuestion, given: JsonValue) -> Answer | AnswerFault | None:
    text = str(given).strip() if isinstance(given, str) else ""
    longest = LONGEST_SHORT_TEXT if question.kind == Kind.SHORT_TEXT else LONGEST_LONG_TEXT
    if len(text) > longest:
        return AnswerFault.TOO_LONG
    return text or None
