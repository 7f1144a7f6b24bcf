from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.disclosure_control import CellCounts, fewest_people, partition

PEOPLE = st.sampled_from("abcdefgh")
CELLS = st.sampled_from([(), ("listen", "work"), ("listen", "career"), ("advice", "work"), ("advice", "skills")])


@st.composite
def answered(draw: st.DrawFn) -> dict[tuple[str, ...], dict[str, tuple[int, int]]]:
    """Per cell and person: how many rights, and to how many of them an answer came."""
    cells = draw(st.dictionaries(CELLS, st.dictionaries(PEOPLE, st.integers(1, 6), min_size=1), max_size=5))
    return {
        cell: {person: (rights, draw(st.integers(0, rights))) for person, rights in people.items()}
        for cell, people in cells.items()
    }


def piles_of(answers: dict[tuple[str, ...], dict[str, tuple[int, int]]]) -> dict[tuple[str, ...], CellCounts]:
    return {
        cell: CellCounts(
            answers=sum(given for _, given in people.values()),
            rights={person: rights for person, (rights, _) in people.items()},
        )
        for cell, people in answers.items()
    }


@pytest.mark.parametrize(
    ("rights", "answers", "people"),
    [([1, 1, 1], 3, 3), ([6, 1, 1], 6, 1), ([6, 1, 1], 7, 2), ([2, 2, 2], 5, 3), ([], 0, 0), ([1, 1], 3, None)],
)
def test_people_are_as_few_as_the_rights_allow(rights: list[int], answers: int, people: int | None) -> None:
    assert fewest_people(rights, answers) == people


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8))
def test_never_are_more_people_claimed_than_there_were(pairs: list[tuple[int, int]]) -> None:
    rights = [max(pair) for pair in pairs]
    given_each = [min(pair) for pair in pairs]

    claimed = fewest_people(rights, sum(given_each))

    assert claimed is not None
    assert claimed <= sum(1 for count in given_each if count)


@given(answered(), st.integers(1, 6))
def test_every_group_really_has_k_people(answers: dict[tuple[str, ...], dict[str, tuple[int, int]]], k: int) -> None:
    for group in partition(piles_of(answers), k=k):
        who = {person for cell in group.cells for person, (_, given) in answers[cell].items() if given}
        assert k <= group.people <= len(who)


@given(answered(), st.integers(1, 6))
def test_an_answer_is_in_one_group_and_all_of_them_or_none_are(
    answers: dict[tuple[str, ...], dict[str, tuple[int, int]]], k: int
) -> None:
    filled = {cell for cell, pile in piles_of(answers).items() if pile.answers}
    told = [cell for group in partition(piles_of(answers), k=k) for cell in group.cells]

    assert sorted(told) in ([], sorted(filled))


@given(answered(), st.integers(1, 6))
def test_a_group_stands_at_the_level_of_its_cells_or_above(
    answers: dict[tuple[str, ...], dict[str, tuple[int, int]]], k: int
) -> None:
    groups = partition(piles_of(answers), k=k)

    assert all(cell[: len(group.path)] == group.path for group in groups for cell in group.cells)
    assert len({group.path for group in groups}) == len(groups)


def everybody_once(names: str) -> dict[Hashable, int]:
    return dict.fromkeys(names, 1)


def test_a_cell_that_is_large_enough_stands_alone_and_the_others_meet_above() -> None:
    groups = partition(
        {
            ("listen", "work"): CellCounts(3, everybody_once("abc")),
            ("listen", "career"): CellCounts(2, everybody_once("ab")),
            ("listen", "skills"): CellCounts(2, everybody_once("cd")),
            ("advice", "work"): CellCounts(3, everybody_once("abcd")),
        },
        k=3,
    )

    assert {group.path for group in groups} == {("listen", "work"), ("listen",), ("advice", "work")}


def test_what_would_be_left_over_takes_the_smallest_group_in() -> None:
    groups = partition(
        {
            ("listen", "work"): CellCounts(4, everybody_once("abcd")),
            ("advice", "work"): CellCounts(3, everybody_once("abc")),
            ("opinion", "work"): CellCounts(1, everybody_once("d")),
        },
        k=3,
    )

    assert {group.path: set(group.cells) for group in groups} == {
        ("listen", "work"): {("listen", "work")},
        (): {("advice", "work"), ("opinion", "work")},
    }


def test_where_all_together_are_too_few_nothing_is_told() -> None:
    assert partition({("listen", "work"): CellCounts(2, everybody_once("ab"))}, k=3) == []


def test_where_somebody_answered_too_often_nothing_is_told() -> None:
    assert partition({(): CellCounts(4, everybody_once("abc"))}, k=3) == []
