import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.surveys.structure import (
    AllOf,
    AnyOf,
    Condition,
    Demand,
    Kind,
    Operator,
    Reach,
    SurveyQuestion,
    find_reach,
    list_asked,
    reachable,
)
from aizuchi.surveys.structure.reachable import find_ways
from aizuchi.surveys.tests.definitions import FIVE, all_of, question, survey, when


def reach(*questions: SurveyQuestion) -> Reach:
    return find_reach(survey(*questions))[questions[-1].code]


def test_without_a_condition_it_is_always_asked() -> None:
    assert reach(question("load"), question("support")) == Reach.ALWAYS


def test_a_condition_makes_it_sometimes() -> None:
    assert reach(question("load"), question("why", condition=when("load", Operator.AT_MOST, "2"))) == Reach.SOMETIMES


@pytest.mark.parametrize(
    "condition",
    [
        all_of([when("load", Operator.IS, "1"), when("load", Operator.IS, "2")]),
        all_of([when("load", Operator.AT_LEAST, "4"), when("load", Operator.LESS_THAN, "3")]),
        when("load", Operator.LESS_THAN, "1"),
        all_of([when("load", Operator.IS_NOT_ANSWERED), when("load", Operator.IS, "2")]),
    ],
)
def test_what_contradicts_itself_is_never_asked(condition: Condition) -> None:
    assert reach(question("load"), question("why", condition=condition)) == Reach.NEVER


def test_a_contradiction_two_steps_apart_is_found() -> None:
    tired = question("tired", condition=when("load", Operator.AT_MOST, "2"))
    why = question("why", condition=all_of([when("tired", Operator.IS, "5"), when("load", Operator.IS, "4")]))

    assert reach(question("load"), tired, why) == Reach.NEVER


def test_an_example_says_with_what_it_is_asked_and_nothing_else() -> None:
    tired = question("tired", condition=when("load", Operator.AT_MOST, "2"))
    why = question("why", condition=when("tired", Operator.IS, "5"))

    ways = find_ways(survey(question("mood"), question("load"), tired, why))

    assert {code: dict(way.example) for code, way in ways.items()} == {
        "mood": {},
        "load": {},
        "tired": {"load": "1"},
        "why": {"load": "1", "tired": "5"},
    }


def test_a_number_just_above_what_is_compared_counts() -> None:
    condition = all_of([when("years", Operator.MORE_THAN, Decimal(1)), when("years", Operator.LESS_THAN, Decimal(2))])

    assert reach(question("years", Kind.NUMBER), question("why", condition=condition)) == Reach.SOMETIMES
    assert reach(question("years", Kind.ZERO_TO_TEN), question("why", condition=condition)) == Reach.NEVER


def test_nobody_leaves_a_required_question_empty() -> None:
    load = question("load", demand=Demand.REQUIRED)

    assert reach(load, question("why", condition=when("load", Operator.IS_NOT_ANSWERED))) == Reach.NEVER
    assert reach(load, question("why", condition=when("load", Operator.IS_ANSWERED))) == Reach.ALWAYS


def test_a_retired_choice_leads_nowhere() -> None:
    retired = (*FIVE[:4], type(FIVE[4])(FIVE[4].code, FIVE[4].words, is_retired=True))
    which = question("which", Kind.SINGLE, choices=retired)

    assert reach(which, question("why", condition=when("which", Operator.IS, "5"))) == Reach.NEVER


def test_too_much_to_try_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reachable, "MOST_TRIES", 50)
    before = [question(f"q{number}") for number in range(4)]
    condition = all_of(when(one.code, Operator.IS, "5") for one in before)

    assert reach(*before, question("why", condition=condition)) == Reach.UNKNOWN


_COMPARISONS = st.one_of(
    st.builds(
        when,
        st.sampled_from(["q0", "q1"]),
        st.sampled_from([Operator.IS, Operator.IS_NOT, Operator.AT_LEAST, Operator.AT_MOST, Operator.LESS_THAN]),
        st.sampled_from([choice.code for choice in FIVE]),
    ),
    st.builds(when, st.sampled_from(["q0", "q1"]), st.sampled_from([Operator.IS_ANSWERED, Operator.IS_NOT_ANSWERED])),
)
_CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    _COMPARISONS,
    lambda parts: st.one_of(
        st.builds(AllOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
_ALL = [None, *(choice.code for choice in FIVE)]
_SAID = {frozenset({True}): Reach.ALWAYS, frozenset({True, False}): Reach.SOMETIMES, frozenset({False}): Reach.NEVER}


@given(_CONDITIONS)
def test_what_is_said_is_what_every_possible_answer_gives(condition: Condition) -> None:
    definition = survey(question("q0"), question("q1"), question("why", condition=condition))

    seen = {
        any(one.code == "why" for one in list_asked(definition, {code: one for code, one in given_.items() if one}))
        for given_ in ({"q0": first, "q1": second} for first, second in itertools.product(_ALL, _ALL))
    }

    assert find_reach(definition)["why"] == _SAID[frozenset(seen)]
