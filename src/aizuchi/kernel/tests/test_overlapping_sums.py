from collections.abc import Collection, Mapping
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.disclosure_control import choose_sums

Sums = Mapping[str, Collection[str]]
K = 10


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, int], Sums]:
    """Smallest groups, and sums over any of them."""
    groups = "abcdefg"[: draw(st.integers(2, 7))]
    people = {group: draw(st.integers(0, 14)) for group in groups}
    some = st.frozensets(st.sampled_from(groups), min_size=1)
    return people, {str(number): found for number, found in enumerate(draw(st.sets(some, max_size=9)))}


def find_what_comes_out(people: Mapping[str, int], sums: Sums, told: Collection[str]) -> list[set[str]]:
    """All sets of groups whose sum follows from told ones by adding and taking away, whatever the factors."""
    groups = list(people)
    rows = np.array([[group in sums[key] for group in groups] for key in told], dtype=float)
    rank = np.linalg.matrix_rank(rows) if len(rows) else 0
    found = []
    for size in range(1, len(groups) + 1):
        for some in combinations(groups, size):
            wanted = np.array([[group in some for group in groups]], dtype=float)
            if len(rows) and np.linalg.matrix_rank(np.vstack([rows, wanted])) == rank:
                found.append(set(some))
    return found


@given(tables(), st.integers(3, 12))
def test_nothing_of_few_comes_out_by_adding_and_taking_away(table: tuple[dict[str, int], Sums], k: int) -> None:
    people, sums = table

    for some in find_what_comes_out(people, sums, choose_sums(people, sums, k=k)):
        count = sum(people[group] for group in some)
        assert count == 0 or count >= k


@given(tables(), tables(), st.integers(3, 12))
def test_whoever_tells_even_less_gives_nothing_away(
    table: tuple[dict[str, int], Sums], other: tuple[dict[str, int], Sums], k: int
) -> None:
    """As where a sum is hidden for another question too."""
    people, sums = table
    told = [key for key in choose_sums(people, sums, k=k) if key in choose_sums(other[0], other[1], k=k)]

    for some in find_what_comes_out(people, sums, told):
        count = sum(people[group] for group in some)
        assert count == 0 or count >= k


def test_one_hidden_unit_takes_its_smallest_neighbour_with_it() -> None:
    people = {"a": 2, "b": 19, "c": 16}

    assert choose_sums(people, {"all": "abc", **dict(zip("abc", "abc", strict=True))}, k=K) == {"all", "b"}


def test_a_unit_that_hides_one_person_of_another_attribute_is_not_told_beside_it() -> None:
    """Everybody outside of a has been here for long, so a and the long ones less all would be the five of a."""
    people = {"a, new": 45, "a, long": 5, "b, long": 50}
    sums = {"all": people, "a": ["a, new", "a, long"], "long": ["a, long", "b, long"]}

    assert choose_sums(people, sums, k=K) == {"all", "long"}


def test_a_unit_less_one_below_it_gives_away_no_part_of_it() -> None:
    """Each unit alone, and each of the two ages alone, would leave ten or more."""
    people = {"v, a": 10, "v, b": 11, "w, a": 3, "w, b": 12}
    sums = {
        "all": list(people),
        "v": ["v, a", "v, b"],
        "w": ["w, a", "w, b"],
        "a": ["v, a", "w, a"],
        "b": ["v, b", "w, b"],
        "v, b": ["v, b"],
    }

    assert choose_sums(people, sums, k=K) == {"all", "v", "w", "v, b"}


def test_what_is_wanted_most_is_hidden_last() -> None:
    people = {"a, new": 45, "a, long": 5, "b, long": 50}
    sums = {"all": people, "a": ["a, new", "a, long"], "long": ["a, long", "b, long"]}

    assert choose_sums(people, sums, k=K, wanted_most={"all", "a"}) == {"all", "a"}


def test_what_has_nobody_hides_nothing() -> None:
    assert choose_sums({"a": 12, "b": 0}, {"all": "ab", "a": "a", "b": "b"}, k=K) == {"all", "a"}
