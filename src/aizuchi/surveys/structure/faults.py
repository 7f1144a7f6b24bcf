"""What keeps a survey from being opened: all of it at once, each at its place."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from aizuchi.surveys.structure.definition import (
    MOST_CHOICES,
    MOST_COMPARISONS,
    MOST_QUESTIONS,
    MOST_SECTIONS,
    OTHER,
    Comparison,
    Condition,
    Definition,
    Kind,
    Operator,
    SurveyQuestion,
    Words,
    list_comparisons,
)
from aizuchi.surveys.structure.insertions import list_inserted
from aizuchi.surveys.structure.languages import list_missing
from aizuchi.surveys.structure.reachable import Reach, find_reach

LONGEST_WORDS = 1000


class FaultKind(StrEnum):
    NO_QUESTION = "no_question"
    TOO_MANY = "too_many"
    NO_WORDS = "no_words"
    WORDS_TOO_LONG = "words_too_long"
    LANGUAGE_MISSING = "language_missing"
    SAME_CODE = "same_code"
    NO_CHOICES = "no_choices"
    LIMITS_CROSSED = "limits_crossed"
    ASKS_UNKNOWN = "asks_unknown"
    ASKS_LATER = "asks_later"
    """Also of itself: a circle of conditions has such a place."""
    ASKS_RANDOM = "asks_random"
    """Sections come in random order, so what comes before is not known."""
    UNFIT_COMPARISON = "unfit_comparison"
    INSERTS_UNKNOWN = "inserts_unknown"
    """A sentence repeats the answer to a question that does not come before."""
    NEVER_ASKED = "never_asked"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Fault:
    kind: FaultKind
    place: str = ""
    """Code of a question or section; empty for the whole."""
    detail: str = ""
    """Such as the code that is asked about, or the language."""

    @property
    def hinders(self) -> bool:
        """What may stay if somebody wants it so."""
        return self.kind not in {FaultKind.LANGUAGE_MISSING, FaultKind.NOT_KNOWN}

    @property
    def spoils_conditions(self) -> bool:
        """Or who is asked would be tried out on nonsense."""
        return self.kind in _SPOILING


_SPOILING = {
    FaultKind.TOO_MANY,
    FaultKind.SAME_CODE,
    FaultKind.NO_CHOICES,
    FaultKind.LIMITS_CROSSED,
    FaultKind.ASKS_UNKNOWN,
    FaultKind.ASKS_LATER,
    FaultKind.ASKS_RANDOM,
    FaultKind.UNFIT_COMPARISON,
}
_LISTED = {Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING}
_ORDERED = {Kind.SCALE, Kind.NUMBER, Kind.ZERO_TO_TEN, Kind.DATE}
_IN_SETS = {Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX}


def list_faults(definition: Definition) -> list[Fault]:
    found = [*_sizes(definition), *_codes(definition)]
    for section in definition.sections:
        for question in section.questions:
            found += _of_question(question)
    missing = [Fault(FaultKind.LANGUAGE_MISSING, one.code, one.language) for one in list_missing(definition)]
    found += dict.fromkeys(missing)
    found += _of_conditions(definition)
    found += _of_insertions(definition)
    if not any(fault.spoils_conditions for fault in found):
        found += _of_reach(definition)
    return found


def _sizes(definition: Definition) -> Iterator[Fault]:
    questions = list(definition.list_questions())
    if not any(question.asks for question in questions):
        yield Fault(FaultKind.NO_QUESTION)
    if len(questions) > MOST_QUESTIONS or len(definition.sections) > MOST_SECTIONS:
        yield Fault(FaultKind.TOO_MANY, detail=str(len(questions)))


def _codes(definition: Definition) -> Iterator[Fault]:
    for parts in (definition.list_questions(), definition.sections):
        for code, count in Counter(part.code for part in parts).items():
            if count > 1:
                yield Fault(FaultKind.SAME_CODE, code)
    for question in definition.list_questions():
        for listed in (question.choices, question.rows):
            for code, count in Counter(one.code for one in listed).items():
                if count > 1:
                    yield Fault(FaultKind.SAME_CODE, question.code, code)


def _of_question(question: SurveyQuestion) -> Iterator[Fault]:
    if not (question.words.ja or question.words.en):
        yield Fault(FaultKind.NO_WORDS, question.code)
    if question.kind in _LISTED and len(question.offered) < (1 if question.takes_other else 2):
        yield Fault(FaultKind.NO_CHOICES, question.code)
    if question.kind == Kind.MATRIX and not question.rows:
        yield Fault(FaultKind.NO_CHOICES, question.code, "rows")
    if max(len(question.choices), len(question.rows)) > MOST_CHOICES:
        yield Fault(FaultKind.TOO_MANY, question.code)
    if question.least is not None and question.most is not None and question.least > question.most:
        yield Fault(FaultKind.LIMITS_CROSSED, question.code)
    for words in _words_of(question):
        if max(len(words.ja), len(words.en)) > LONGEST_WORDS:
            yield Fault(FaultKind.WORDS_TOO_LONG, question.code)


def _words_of(question: SurveyQuestion) -> Iterator[Words]:
    yield from (question.words, question.explanation, question.low, question.high)
    yield from (part.words for part in (*question.choices, *question.rows))


def _of_conditions(definition: Definition) -> Iterator[Fault]:
    known = {question.code: question for question in definition.list_questions()}
    before: dict[str, str] = {}  # code of a question -> its section
    for section in definition.sections:
        yield from _of_condition(definition, section.code, section.code, section.condition, known, dict(before))
        for question in section.questions:
            yield from _of_condition(definition, question.code, section.code, question.condition, known, before)
            before[question.code] = section.code


def _of_insertions(definition: Definition) -> Iterator[Fault]:
    before: dict[str, str] = {}
    for section in definition.sections:
        for question in section.questions:
            for code in dict.fromkeys(list_inserted(question)):
                if code not in before:
                    yield Fault(FaultKind.INSERTS_UNKNOWN, question.code, code)
                elif definition.sections_in_random_order and before[code] != section.code:
                    yield Fault(FaultKind.ASKS_RANDOM, question.code, code)
            if question.asks:
                before[question.code] = section.code


def _of_condition(
    definition: Definition,
    place: str,
    section: str,
    condition: Condition | None,
    known: dict[str, SurveyQuestion],
    before: dict[str, str],
) -> Iterator[Fault]:
    comparisons = list(list_comparisons(condition))
    if len(comparisons) > MOST_COMPARISONS:
        yield Fault(FaultKind.TOO_MANY, place)
    for one in comparisons:
        if one.question not in known:
            yield Fault(FaultKind.ASKS_UNKNOWN, place, one.question)
        elif one.question not in before:
            yield Fault(FaultKind.ASKS_LATER, place, one.question)
        elif definition.sections_in_random_order and before[one.question] != section:
            yield Fault(FaultKind.ASKS_RANDOM, place, one.question)
        elif not fits(known[one.question], one):
            yield Fault(FaultKind.UNFIT_COMPARISON, place, one.question)


def fits(question: SurveyQuestion, comparison: Comparison) -> bool:
    """Whether it compares with something that can be answered there."""
    match comparison.operator:
        case Operator.IS_ANSWERED | Operator.IS_NOT_ANSWERED:
            return question.asks
        case Operator.INCLUDES | Operator.INCLUDES_NOT:
            return question.kind in _IN_SETS and comparison.value in _codes_of(question)
        case Operator.IS | Operator.IS_NOT:
            return _is_value_of(question, comparison)
        case _:
            return question.kind in _ORDERED and _is_value_of(question, comparison)


def _is_value_of(question: SurveyQuestion, comparison: Comparison) -> bool:
    match question.kind:
        case Kind.NUMBER | Kind.ZERO_TO_TEN:
            return isinstance(comparison.value, Decimal)
        case Kind.DATE:
            return isinstance(comparison.value, date)
        case Kind.SHORT_TEXT | Kind.LONG_TEXT:
            return isinstance(comparison.value, str)
        case Kind.INFORMATION | Kind.RANKING | Kind.MATRIX:
            return False
        case _:
            return comparison.value in _codes_of(question)


def _codes_of(question: SurveyQuestion) -> set[str]:
    if question.kind == Kind.MATRIX:
        return {f"{row.code}:{step.code}" for row in question.rows for step in question.choices}
    return {choice.code for choice in question.choices} | ({OTHER} if question.takes_other else set())


def _of_reach(definition: Definition) -> Iterator[Fault]:
    for code, reach in find_reach(definition).items():
        if reach == Reach.NEVER:
            yield Fault(FaultKind.NEVER_ASKED, code)
        elif reach == Reach.UNKNOWN:
            yield Fault(FaultKind.NOT_KNOWN, code)
