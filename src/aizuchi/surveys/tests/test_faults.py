from dataclasses import replace
from decimal import Decimal

import pytest

from aizuchi.surveys.structure import (
    Choice,
    Definition,
    Fault,
    FaultKind,
    Kind,
    Operator,
    Section,
    SurveyQuestion,
    Words,
    list_faults,
)
from aizuchi.surveys.structure.faults import MOST_QUESTIONS
from aizuchi.surveys.tests.definitions import FIVE, question, survey, when, words


def test_a_sound_survey_has_none() -> None:
    low = when("load", Operator.AT_MOST, "2")

    assert list_faults(survey(question("load"), question("why", Kind.MULTIPLE, condition=low))) == []


def test_all_of_them_are_told_at_once() -> None:
    nothing = SurveyQuestion(code="empty", kind=Kind.SINGLE, words=Words())

    assert {fault.kind for fault in list_faults(survey(question("load"), question("load"), nothing))} == {
        FaultKind.SAME_CODE,
        FaultKind.NO_WORDS,
        FaultKind.NO_CHOICES,
    }


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (question("a", condition=when("b", Operator.IS, "1")), Fault(FaultKind.ASKS_UNKNOWN, "a", "b")),
        (question("a", condition=when("a", Operator.IS, "1")), Fault(FaultKind.ASKS_LATER, "a", "a")),
        (question("a", condition=when("first", Operator.IS, "6")), Fault(FaultKind.UNFIT_COMPARISON, "a", "first")),
        (
            question("a", condition=when("first", Operator.INCLUDES, "1")),
            Fault(FaultKind.UNFIT_COMPARISON, "a", "first"),
        ),
        (question("a", condition=when("first", Operator.LESS_THAN, "1")), Fault(FaultKind.NEVER_ASKED, "a")),
        (question("a", Kind.NUMBER, least=Decimal(3), most=Decimal(2)), Fault(FaultKind.LIMITS_CROSSED, "a")),
        (question("a", Kind.SINGLE, choices=(FIVE[0], FIVE[0])), Fault(FaultKind.SAME_CODE, "a", "1")),
        (question("a", choices=(*FIVE, Choice("6", words("あ" * 1001)))), Fault(FaultKind.WORDS_TOO_LONG, "a")),
        (question("a", explanation=Words(ja="説明")), Fault(FaultKind.LANGUAGE_MISSING, "a", "en")),
    ],
)
def test_a_fault_is_told_at_its_place(broken: SurveyQuestion, fault: Fault) -> None:
    assert fault in list_faults(survey(question("first"), broken))


def test_two_that_wait_for_each_other_are_found() -> None:
    one = question("one", condition=when("two", Operator.IS, "1"))
    two = question("two", condition=when("one", Operator.IS, "1"))

    assert list_faults(survey(one, two)) == [Fault(FaultKind.ASKS_LATER, "one", "two")]


def test_what_comes_before_is_not_known_where_sections_come_at_random() -> None:
    later = Section(code="later", condition=when("load", Operator.IS, "1"), questions=(question("why"),))
    first = Section(code="first", questions=(question("load"),))
    at_random = Definition(title=words("x"), sections=(first, later), sections_in_random_order=True)

    assert list_faults(at_random) == [Fault(FaultKind.ASKS_RANDOM, "later", "load")]


def test_ten_thousand_questions_are_too_many_and_quickly_said() -> None:
    definition = survey(*(question(f"q{number}", condition=when("q0", Operator.IS, "1")) for number in range(10_000)))

    assert Fault(FaultKind.TOO_MANY, detail="10000") in list_faults(definition)
    assert MOST_QUESTIONS < 10_000


def test_a_survey_that_only_tells_asks_nothing() -> None:
    assert list_faults(survey(question("read", Kind.INFORMATION))) == [Fault(FaultKind.NO_QUESTION)]


def test_only_a_missing_language_may_stay() -> None:
    kinds = {kind for kind in FaultKind if not Fault(kind).hinders}

    assert kinds == {FaultKind.LANGUAGE_MISSING, FaultKind.NOT_KNOWN}


def test_a_sentence_repeats_only_what_comes_before_it() -> None:
    def found(*questions: SurveyQuestion) -> list[FaultKind]:
        return [fault.kind for fault in list_faults(survey(*questions))]

    repeats = replace(question("why", Kind.LONG_TEXT), words=words("“{mood}”: why?"))
    assert found(question("mood"), repeats) == []
    assert found(repeats, question("mood")) == [FaultKind.INSERTS_UNKNOWN]
    assert found(replace(repeats, words=words("{weather}?"))) == [FaultKind.INSERTS_UNKNOWN]
