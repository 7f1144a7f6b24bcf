"""How often each answer was given is told of k people, or not by itself."""

from collections.abc import Mapping
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.surveys.results.answers import SomeAnswers, tell_answers
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import TOGETHER, Tally
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.tests.definitions import question, steps

K = 10
MOOD, WAY = ResultLine(question("mood")), ResultLine(question("way", Kind.SINGLE))
ONE = {"all": ["all"]}


def answers(*counts: int, people: int = 0, unproven: int = 0) -> SomeAnswers:
    given_ = {str(step): count for step, count in enumerate(counts, 1) if count}
    return SomeAnswers(Tally(people or sum(counts), given_), unproven)


def tell(line: ResultLine, *counts: int, people: int = 0, unproven: int = 0) -> Tally:
    return tell_answers(line, {"all": answers(*counts, people=people, unproven=unproven)}, ONE, k=K)["all"]


def test_each_answer_that_ten_gave_is_told_and_the_mean_follows() -> None:
    assert tell(MOOD, 10, 11, 12, 13, 14) == Tally(60, {"1": 10, "2": 11, "3": 12, "4": 13, "5": 14})


def test_of_few_the_favourable_side_is_told_first() -> None:
    """With the two sides alone nobody can tell how many chose 4; their mean leaves that open."""
    assert tell(MOOD, 2, 6, 5, 9, 8) == Tally(30, {"1+2+3": 13, "4+5": 17}, total=105)


def test_where_few_are_on_one_side_only_the_mean_is_told() -> None:
    found = tell(MOOD, 1, 1, 4, 7, 2)

    assert (found.counts, found.total) == ({"1+2+3+4+5": 15}, 53)
    assert found.count(MOOD.favourable) is None


def test_a_mean_that_says_how_few_did_not_answer_so_is_held_back() -> None:
    assert tell(MOOD, 0, 0, 0, 3, 12) == Tally(15, {"1+2+3+4+5": 15})
    assert tell(MOOD, 0, 0, 0, 0, 15) == Tally(15, {"1+2+3+4+5": 15})


def test_choices_of_few_are_told_with_others_that_few_chose() -> None:
    assert tell(WAY, 3, 20, 2, 12, 6) == Tally(43, {"2": 20, "4": 12, "5+1+3": 11})


def test_of_several_choices_each_is_told_that_ten_chose_and_ten_did_not() -> None:
    several = ResultLine(question("way", Kind.MULTIPLE))

    assert tell(several, 9, 10, 20, 21, 0, people=30) == Tally(30, {"2": 10, "3": 20})


def test_second_answers_of_somebody_prove_nobody() -> None:
    assert tell(MOOD, 6, 6, 0, 6, 6, unproven=1).counts == {"1+2+3": 12, "4+5": 12}
    assert tell(MOOD, 6, 5, 0, 6, 5, unproven=1).counts == {"1+2+3+4+5": 22}


def test_a_part_says_less_where_what_is_left_of_the_whole_would_be_few() -> None:
    """Of b, three would be on the favourable side: all less a."""
    smallest = {"a": answers(0, 12, 0, 14), "b": answers(0, 9, 0, 3)}

    found = tell_answers(MOOD, smallest, {"all": ["a", "b"], "a": ["a"], "b": ["b"]}, k=K)

    assert found["all"].counts == {"1+2+3": 21, "4+5": 17}
    assert found["a"].counts == found["b"].counts | {"1+2+3+4+5": 26}


cells = st.tuples(*[st.integers(0, 8)] * 3)


@given(st.fixed_dictionaries(dict.fromkeys(("all", "a", "b"), cells)), st.integers(3, 6))
def test_nothing_of_few_comes_out_by_adding_and_taking_away(given_: Mapping[str, tuple[int, ...]], k: int) -> None:
    """By any factors, also with the means: every set of cells (own people of a group, answer) that follows."""
    line = ResultLine(question("mood", choices=steps("1", "2", "3")))
    groups = {"all": ["all", "a", "b"], "a": ["a"], "b": ["b"]}
    people = {group: sum(sum(given_[part]) for part in parts) for group, parts in groups.items()}
    shown = {group: parts for group, parts in groups.items() if people[group] >= k}
    if any(0 < people["all"] - sum(people[one] for one in shown if one != "all") < k for _ in shown):
        return

    told = tell_answers(line, {group: answers(*counts) for group, counts in given_.items()}, shown, k=k)

    all_cells = list(product(groups, ("1", "2", "3")))
    rows = []
    for group, tally in told.items():
        inside = [[part in groups[group] and code in joined.split(TOGETHER) for part, code in all_cells]
                  for joined in tally.counts]  # fmt: skip
        rows += inside
        if tally.total is not None:
            rows.append([int(code) * (part in groups[group]) for part, code in all_cells])  # type: ignore[list-item]
    counts = np.array([given_[group][int(code) - 1] for group, code in all_cells])
    has_people = np.array([sum(given_[group]) > 0 for group, _ in all_cells])
    for some in find_what_comes_out(np.array(rows, dtype=float), len(all_cells)):
        assert counts[some].sum() >= k or not has_people[some].any()


def find_what_comes_out(rows: np.ndarray, number: int) -> np.ndarray:
    """Every set of cells of which the sum follows from rows."""
    every = np.array(list(product([False, True], repeat=number)))[1:]
    if not len(rows):
        return every[:0]
    _, sizes, base = np.linalg.svd(rows, full_matrices=False)
    base = base[sizes > 1e-9]
    rest = every - every @ base.T @ base
    found: np.ndarray = every[np.abs(rest).max(axis=1) < 1e-6]
    return found
