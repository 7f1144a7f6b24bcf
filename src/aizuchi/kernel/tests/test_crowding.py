import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.disclosure_control import Crowd, find_crowd


@pytest.mark.parametrize(
    ("fits", "excess", "crowded"),
    [
        ([], 0, set()),
        ([[0], [1]], 0, set()),
        ([[0], [0]], 1, {0, 1}),
        ([[], [0]], 1, {0}),
        ([[0, 1], [0]], 0, set()),
        ([[0], [0], [1]], 1, {0, 1}),
        ([[0, 1], [0, 1], [0, 1], [2]], 1, {0, 1, 2}),
        ([[0], [0, 1], [1, 2]], 0, set()),
    ],
)
def test_crowded_is_what_stands_in_a_group_larger_than_its_rights(
    fits: list[list[int]], excess: int, crowded: set[int]
) -> None:
    assert find_crowd(fits) == Crowd(excess, crowded)


@given(st.lists(st.lists(st.integers(0, 3), max_size=3, unique=True), max_size=6))
def test_whatever_came_first(fits: list[list[int]]) -> None:
    """As counted out: a thing is crowded where some largest choice of things that find room leaves it out."""
    choices = [
        chosen
        for size in range(len(fits) + 1)
        for chosen in itertools.combinations(range(len(fits)), size)
        if _find_room(fits, chosen)
    ]
    most = max(map(len, choices))
    left_out = {thing for chosen in choices if len(chosen) == most for thing in set(range(len(fits))) - set(chosen)}

    assert find_crowd(fits) == Crowd(len(fits) - most, left_out)


def _find_room(fits: list[list[int]], chosen: tuple[int, ...]) -> bool:
    return any(len(set(rights)) == len(rights) for rights in itertools.product(*(fits[thing] for thing in chosen)))
