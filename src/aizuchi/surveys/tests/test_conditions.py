from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from aizuchi.surveys.structure import Kind, Operator, Section, list_asked
from aizuchi.surveys.structure.conditions import NOT_APPLICABLE, compare
from aizuchi.surveys.tests.definitions import all_of, any_of, question, survey, when


def asked(*questions: Any, **answers: Any) -> list[str]:
    return [one.code for one in list_asked(survey(*questions), answers)]


def test_a_question_without_a_condition_is_asked() -> None:
    assert asked(question("load"), question("support")) == ["load", "support"]


@pytest.mark.parametrize(
    ("kind", "answer", "operator", "value", "holds"),
    [
        (Kind.SCALE, "2", Operator.AT_MOST, "2", True),
        (Kind.SCALE, "3", Operator.AT_MOST, "2", False),
        (Kind.SCALE, "3", Operator.MORE_THAN, "2", True),
        (Kind.SCALE, "2", Operator.LESS_THAN, "2", False),
        (Kind.SCALE, NOT_APPLICABLE, Operator.AT_MOST, "2", False),
        (Kind.SCALE, NOT_APPLICABLE, Operator.IS_ANSWERED, None, True),
        (Kind.SINGLE, "2", Operator.IS, "2", True),
        (Kind.SINGLE, "2", Operator.IS_NOT, "2", False),
        (Kind.SINGLE, None, Operator.IS, "2", False),
        (Kind.SINGLE, None, Operator.IS_NOT, "2", True),
        (Kind.SINGLE, "2", Operator.AT_LEAST, "1", False),  # choices have no order
        (Kind.MULTIPLE, frozenset({"1", "2"}), Operator.INCLUDES, "2", True),
        (Kind.MULTIPLE, frozenset({"1"}), Operator.INCLUDES, "2", False),
        (Kind.MULTIPLE, frozenset(), Operator.INCLUDES_NOT, "2", True),
        (Kind.MULTIPLE, frozenset({"1", "2"}), Operator.IS, "2", False),
        (Kind.MULTIPLE, frozenset({"2"}), Operator.IS, "2", True),
        (Kind.MULTIPLE, frozenset(), Operator.IS_ANSWERED, None, False),
        (Kind.MATRIX, frozenset({"a:1", "b:5"}), Operator.INCLUDES, "b:5", True),
        (Kind.RANKING, ("3", "1"), Operator.INCLUDES, "1", True),
        (Kind.ZERO_TO_TEN, Decimal(6), Operator.AT_MOST, Decimal(6), True),
        (Kind.NUMBER, Decimal("10.00"), Operator.IS, Decimal(10), True),
        (Kind.NUMBER, Decimal(9), Operator.MORE_THAN, Decimal(10), False),  # as text it would be
        (Kind.DATE, date(2026, 4, 1), Operator.LESS_THAN, date(2026, 4, 2), True),
        (Kind.SHORT_TEXT, "", Operator.IS_ANSWERED, None, False),
        (Kind.SHORT_TEXT, "東京", Operator.IS, "東京", True),
    ],
)
def test_an_answer_is_compared(kind: Kind, answer: Any, operator: Operator, value: Any, holds: bool) -> None:
    assert compare(question("one", kind), answer, operator, value) is holds


def test_all_and_any_go_into_each_other() -> None:
    low, late = when("load", Operator.AT_MOST, "2"), when("night", Operator.IS, "5")
    alone = when("support", Operator.AT_MOST, "2")
    ask = question("why", condition=any_of([all_of([low, late]), alone]))
    before = (question("load"), question("night"), question("support"))

    assert "why" in asked(*before, ask, load="1", night="5")
    assert "why" not in asked(*before, ask, load="1", night="4")
    assert "why" in asked(*before, ask, load="5", night="4", support="1")


def test_an_answer_that_is_no_longer_asked_leads_nobody_on() -> None:
    first = question("load")
    then = question("why", Kind.SINGLE, condition=when("load", Operator.AT_MOST, "2"))
    last = question("more", condition=when("why", Operator.IS, "3"))

    assert asked(first, then, last, load="1", why="3") == ["load", "why", "more"]
    assert asked(first, then, last, load="4", why="3") == ["load"]


def test_a_section_takes_its_questions_along() -> None:
    definition = survey(question("load"))
    hidden = Section(code="deep", condition=when("load", Operator.IS, "1"), questions=(question("why"),))
    whole = type(definition)(title=definition.title, sections=(*definition.sections, hidden))

    assert [one.code for one in list_asked(whole, {"load": "1"})] == ["load", "why"]
    assert [one.code for one in list_asked(whole, {"load": "2"})] == ["load"]
