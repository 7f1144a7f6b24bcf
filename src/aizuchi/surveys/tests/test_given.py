"""What somebody answered, checked against the survey."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from aizuchi.surveys.structure import Choice, Demand, Kind, Operator, SurveyQuestion
from aizuchi.surveys.structure.given import LONGEST_LONG_TEXT, AnswerFault, read_answers, write_answers
from aizuchi.surveys.tests.definitions import FIVE, question, survey, when, words

FITTING: list[tuple[SurveyQuestion, Any, Any]] = [
    (question("q"), "3", "3"),
    (question("q", may_not_apply=True), "-", "-"),
    (question("q", Kind.SINGLE, takes_other=True), "other", "other"),
    (question("q", Kind.MULTIPLE), ["2", "1", "2"], frozenset({"1", "2"})),
    (question("q", Kind.RANKING), ["2", "1"], ("2", "1")),
    (question("q", Kind.MATRIX), ["a:1", "b:5"], frozenset({"a:1", "b:5"})),
    (question("q", Kind.ZERO_TO_TEN), "10", Decimal(10)),
    (question("q", Kind.NUMBER, least=Decimal(1)), "1.5", Decimal("1.5")),
    (question("q", Kind.DATE), "2026-12-02", date(2026, 12, 2)),
    (question("q", Kind.LONG_TEXT), "  ことば\n", "ことば"),
]

UNFIT: list[tuple[SurveyQuestion, Any, AnswerFault]] = [
    (question("q"), "6", AnswerFault.NOT_OFFERED),
    (question("q"), ["3"], AnswerFault.NOT_OFFERED),
    (question("q"), "-", AnswerFault.NOT_OFFERED),
    (question("q"), "other", AnswerFault.NOT_OFFERED),
    (question("q", choices=(*FIVE, Choice("old", words("old"), is_retired=True))), "old", AnswerFault.NOT_OFFERED),
    (question("q", Kind.MULTIPLE), ["1", "9"], AnswerFault.NOT_OFFERED),
    (question("q", Kind.MULTIPLE), "1", AnswerFault.NOT_OFFERED),
    (question("q", Kind.RANKING), ["1", "1"], AnswerFault.NOT_OFFERED),
    (question("q", Kind.MATRIX), ["a:1", "a:2"], AnswerFault.NOT_OFFERED),
    (question("q", Kind.ZERO_TO_TEN), "11", AnswerFault.OUT_OF_RANGE),
    (question("q", Kind.ZERO_TO_TEN), "1.5", AnswerFault.OUT_OF_RANGE),
    (question("q", Kind.NUMBER), "NaN", AnswerFault.NOT_A_NUMBER),
    (question("q", Kind.NUMBER), "1e999999999", AnswerFault.OUT_OF_RANGE),
    (question("q", Kind.NUMBER), "9" * 100_000, AnswerFault.OUT_OF_RANGE),
    (question("q", Kind.DATE), "2026-02-30", AnswerFault.NOT_A_DAY),
    (question("q", Kind.LONG_TEXT), "あ" * (LONGEST_LONG_TEXT + 1), AnswerFault.TOO_LONG),
    (question("q", demand=Demand.REQUIRED), "", AnswerFault.MISSING),
]


@pytest.mark.parametrize(("one", "given", "meant"), FITTING)
def test_what_fits_is_taken_and_kept(one: SurveyQuestion, given: Any, meant: Any) -> None:
    read = read_answers(survey(one), {"q": given})

    assert (read.answers, read.faults) == ({"q": meant}, {})
    assert read_answers(survey(one), write_answers(read)) == read


@pytest.mark.parametrize(("one", "given", "fault"), UNFIT)
def test_what_does_not_fit_is_said(one: SurveyQuestion, given: Any, fault: AnswerFault) -> None:
    read = read_answers(survey(one), {"q": given})

    assert (read.answers, read.faults) == ({}, {"q": fault})


def test_an_answer_to_what_is_no_longer_asked_is_passed_over() -> None:
    definition = survey(
        question("mood"), question("why", Kind.DATE, demand=Demand.REQUIRED, condition=when("mood", Operator.IS, "1"))
    )

    read = read_answers(definition, {"mood": "5", "why": "tomorrow", "unknown": "1"})

    assert (read.answers, read.faults) == ({"mood": "5"}, {})


def test_own_words_count_only_beside_their_choice() -> None:
    definition = survey(question("why", Kind.MULTIPLE, takes_other=True))

    assert read_answers(definition, {"why": ["1"], "why.other": "会議"}).others == {}
    assert read_answers(definition, {"why": ["1", "other"], "why.other": " 会議 "}).others == {"why": "会議"}


def test_softly_asked_is_pointed_at() -> None:
    assert read_answers(survey(question("mood", demand=Demand.ASKED_ONCE)), {}).left_empty == ("mood",)
