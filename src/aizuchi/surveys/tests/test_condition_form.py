"""A condition is read from fields, and shown in them again."""

import pytest

from aizuchi.surveys.condition_form import ConditionForm
from aizuchi.surveys.structure import Condition, Kind, Operator
from aizuchi.surveys.tests.definitions import all_of, any_of, question, when

MOOD, SCORE = question("mood"), question("score", Kind.NUMBER)
NESTED = all_of(
    [when("mood", Operator.IS, "2"), any_of([when("mood", Operator.IS, "1"), when("mood", Operator.AT_MOST, "3")])]
)


def read_again(condition: Condition | None) -> Condition | None:
    shown = ConditionForm(condition, [MOOD, SCORE], None)
    form = ConditionForm(condition, [MOOD, SCORE], {name: shown[name].value() or "" for name in shown.fields})
    assert form.is_valid(), form.errors
    return form.read_condition()


@pytest.mark.parametrize("condition", [None, when("mood", Operator.IS, "2"), NESTED])
def test_what_is_shown_reads_the_same(condition: Condition | None) -> None:
    assert read_again(condition) == condition


def test_what_is_nested_deeper_stays_or_is_taken_away() -> None:
    deep = any_of([all_of([NESTED, when("mood", Operator.IS, "1")])])
    form = ConditionForm(deep, [MOOD, SCORE], {"drops_condition": "on"})

    assert read_again(deep) == deep
    assert form.is_valid()
    assert form.read_condition() is None


def test_an_answer_that_nobody_can_give_is_refused_where_it_is_typed() -> None:
    form = ConditionForm(None, [MOOD, SCORE], {"asked_0_0": "score", "operator_0_0": "at_least", "value_0_0": "many"})

    assert list(form.errors) == ["value_0_0"]


def test_a_second_group_is_folded_while_it_is_not_used() -> None:
    assert [one.is_folded for one in ConditionForm(NESTED, [MOOD, SCORE], None).condition_groups] == [False, False]
    assert [one.is_folded for one in ConditionForm(None, [MOOD, SCORE], None).condition_groups] == [False, True]
