"""Groups of too few are put together, and a group that is left holds all below it."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from aizuchi.surveys.merging import merge_small

TREE = {"all": None, "east": "all", "west": "all", "sales": "east", "shop": "east"}


def test_large_groups_stay_as_they_are() -> None:
    assert merge_small({"sales": 10, "shop": 12, "west": 10}, TREE, 10) == {
        "sales": "sales",
        "shop": "shop",
        "west": "west",
    }


def test_a_small_group_goes_up() -> None:
    assert merge_small({"east": 7, "sales": 4, "west": 10}, TREE, 10) == {
        "east": "east",
        "sales": "east",
        "west": "west",
    }


def test_those_who_are_too_few_above_take_in_the_smallest_below() -> None:
    ends = merge_small({"east": 3, "sales": 20, "shop": 11, "west": 10}, TREE, 10)

    assert ends == {"east": "east", "sales": "sales", "shop": "east", "west": "west"}


def test_where_all_are_too_few_there_is_no_group() -> None:
    assert merge_small({"sales": 4, "west": 5}, TREE, 10) == {}


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[int, int], dict[int, int | None]]:
    size = draw(st.integers(1, 12))
    above: dict[int, int | None] = {0: None}
    above |= {group: draw(st.integers(0, group - 1)) for group in range(1, size)}
    return {group: draw(st.integers(0, 15)) for group in above}, above


@given(trees(), st.integers(5, 12))
def test_whatever_the_tree_no_group_and_no_difference_is_of_too_few(
    drawn: tuple[dict[int, int], dict[int, int | None]], k: int
) -> None:
    people, above = drawn
    ends = merge_small(people, above, k)
    sizes = Counter[int]()
    for group, goal in ends.items():
        sizes[goal] += people[group]

    assert all(count >= k for count in sizes.values())
    assert sum(sizes.values()) == (sum(people.values()) if ends else 0)
    assert bool(ends) == (sum(people.values()) >= k)
    for group, goal in ends.items():
        chain = [group]
        while (parent := above[chain[-1]]) is not None:
            chain.append(parent)
        assert goal in chain  # never sideways
        assert all(one == goal or one not in sizes for one in chain[: chain.index(goal)])
