import datetime
from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.disclosure_control import CellCounts, Grouped, fewest_people, group_answers

PEOPLE = st.sampled_from("abcdefgh")
CELLS = st.sampled_from([(), ("listen", "work"), ("listen", "career"), ("advice", "work"), ("advice", "skills")])
PERIODS = [datetime.date(2026, 1, 1) + quarter * datetime.timedelta(days=91) for quarter in range(4)]
OLD, NOW = PERIODS[0], PERIODS[3]
Answered = dict[tuple[tuple[str, ...], datetime.date], dict[str, tuple[int, int]]]
"""Per cell, period and person: how many rights, and to how many of them an answer came."""


@st.composite
def answered(draw: st.DrawFn) -> Answered:
    places = st.tuples(CELLS, st.sampled_from([OLD, PERIODS[1], NOW]))
    cells = draw(st.dictionaries(places, st.dictionaries(PEOPLE, st.integers(1, 6), min_size=1), max_size=7))
    return {
        place: {person: (rights, draw(st.integers(0, rights))) for person, rights in people.items()}
        for place, people in cells.items()
    }


def piles_of(answers: Answered, *, k: int) -> list[CellCounts]:
    return [
        CellCounts(
            path=path,
            answers=sum(given for _, given in people.values()),
            rights={person: rights for person, (rights, _) in people.items()},
            k=k,
            period=period,
            may_wait=True,
        )
        for (path, period), people in answers.items()
    ]


def told_places(grouped: Grouped) -> list[tuple[object, datetime.date]]:
    return [(pile.path, pile.period) for group in grouped.groups for pile in group.piles]


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


firsts = st.booleans()


@given(answered(), st.integers(1, 6), firsts)
def test_every_group_really_has_k_people_and_nobody_is_more_than_half(
    answers: Answered, k: int, is_first: bool
) -> None:
    for group in group_answers(piles_of(answers, k=k), oldest=OLD, is_first=is_first).groups:
        gave: Counter[str] = Counter()
        for pile in group.piles:
            gave.update({person: given for person, (_, given) in answers[pile.path, pile.period].items()})
        assert k <= group.people <= sum(1 for count in gave.values() if count)
        assert max(gave.values()) <= gave.total() / 2


@given(answered(), st.integers(1, 6), firsts)
def test_an_answer_is_in_one_group_or_waits_or_its_time_is_over(answers: Answered, k: int, is_first: bool) -> None:
    piles = piles_of(answers, k=k)
    grouped = group_answers(piles, oldest=OLD, is_first=is_first)
    told = told_places(grouped)

    assert len(told) == len(set(told))
    for pile in piles:
        is_told = (pile.path, pile.period) in told
        waits = grouped.still_waits(pile.period, pile.path[0] if pile.path else None)
        assert not (is_told and waits)
        assert not pile.answers or is_told or waits or pile.period in grouped.over


@given(answered(), st.integers(1, 6))
def test_whether_it_waits_is_the_same_for_all_of_a_response_and_quarter(answers: Answered, k: int) -> None:
    """So that what is kept of it tells of nobody: not of the only one who brought a topic, nor of who was silent."""
    piles = piles_of(answers, k=k)
    grouped = group_answers(piles, oldest=OLD)
    told = set(told_places(grouped))

    for pile in piles:
        of_same = {
            (other.path, other.period) in told
            for other in piles
            if (other.path[:1], other.period) == (pile.path[:1], pile.period) and other.answers
        }
        assert len(of_same) <= 1


@given(answered(), st.integers(1, 6), firsts)
def test_a_group_stands_at_the_level_of_its_cells_or_above(answers: Answered, k: int, is_first: bool) -> None:
    groups = group_answers(piles_of(answers, k=k), oldest=OLD, is_first=is_first).groups

    assert all(pile.path[: len(group.path)] == group.path for group in groups for pile in group.piles)
    assert len({group.path for group in groups}) == len(groups)


def pile(
    path: tuple[str, ...],
    who: str,
    *,
    period: datetime.date = NOW,
    rights: Mapping[str, int] | None = None,
    unproven: int = 0,
    may_wait: bool = True,
) -> CellCounts:
    """An answer of each."""
    return CellCounts(
        path, len(who), rights or dict.fromkeys(who, 1), k=3, unproven=unproven, period=period, may_wait=may_wait
    )


def paths_of(grouped: Grouped) -> dict[object, set[object]]:
    return {group.path: {pile.path for pile in group.piles} for group in grouped.groups}


def test_a_response_comes_before_the_whole_and_its_topics_last() -> None:
    grouped = group_answers(
        [
            pile(("listen", "work"), "abc"),
            pile(("listen", "career"), "bcd"),
            pile(("advice", "work"), "ab"),
            pile(("advice", "skills"), "cd"),
            pile(("opinion", "work"), "d"),
        ],
        oldest=OLD,
    )

    assert set(paths_of(grouped)) == {("listen", "work"), ("listen", "career"), ("advice",)}
    assert grouped.still_waits(NOW, "opinion")
    assert not grouped.still_waits(NOW, "advice")


def test_a_topic_stands_alone_only_where_the_rest_may_be_told_as_well() -> None:
    assert set(paths_of(group_answers([pile(("listen", "work"), "abcd"), pile(("listen", "career"), "a")]))) == {
        ("listen",)
    }


def test_what_waits_is_told_together_with_later_ones() -> None:
    grouped = group_answers(
        [pile(("listen", "work"), "ab", period=PERIODS[1]), pile(("listen", "work"), "cd")], oldest=OLD
    )

    assert [len(group.piles) for group in grouped.groups] == [2]
    assert not grouped.still_waits(PERIODS[1], "listen")


def test_the_first_thing_that_can_be_told_of_somebody_is_the_whole() -> None:
    few = [pile(("listen", "work"), "ab"), pile(("advice", "work"), "cd")]

    assert set(paths_of(group_answers(few, oldest=OLD, is_first=True))) == {()}
    assert group_answers(few, oldest=OLD).groups == []


def test_what_waited_for_a_year_takes_along_what_waits_and_no_sum() -> None:
    grouped = group_answers(
        [
            pile(("listen", "work"), "abc"),
            pile(("advice", "work"), "a", period=OLD),
            pile(("opinion", "work"), "cd", period=PERIODS[1]),
            pile(("fun", "work"), "b", period=NOW),
        ],
        oldest=OLD,
    )

    assert paths_of(grouped)[()] == {("advice", "work"), ("opinion", "work")}
    assert grouped.still_waits(NOW, "fun")
    assert not grouped.still_waits(PERIODS[1], "opinion")


def test_what_cannot_be_told_after_a_year_goes_and_the_others_wait_on() -> None:
    grouped = group_answers([pile(("advice", "work"), "a", period=OLD), pile(("fun", "work"), "b")], oldest=OLD)

    assert grouped.groups == []
    assert (grouped.still_waits(OLD, "advice"), grouped.still_waits(NOW, "fun")) == (False, True)


def test_what_was_never_said_to_wait_does_not() -> None:
    """It is told together, or goes."""
    grouped = group_answers(
        [pile(("listen", "work"), "ab", may_wait=False), pile(("advice", "work"), "cd", may_wait=False)]
    )

    assert set(paths_of(grouped)) == {()}


def test_nobody_is_more_than_half_of_a_sum() -> None:
    """Five answers of three people, of which one could have given three."""
    often = {"a": 3, "b": 1, "c": 1}

    assert group_answers([pile(("listen", "work"), "aaabc", rights=often)]).groups == []
    assert group_answers([pile(("listen", "work"), "aaabcd", rights=often | {"d": 1})]).groups != []


def test_what_is_unproven_counts_neither_as_a_person_nor_as_anybody_elses() -> None:
    assert group_answers([pile(("listen", "work"), "abc", unproven=1)]).groups == []
    assert group_answers([pile(("listen", "work"), "abcd", unproven=1)]).groups != []
    assert (
        group_answers([pile(("listen", "work"), "abcdee", rights=dict.fromkeys("abcde", 1), unproven=3)]).groups == []
    )
