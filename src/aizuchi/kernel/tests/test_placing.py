import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.disclosure_control import find_placed


@pytest.mark.parametrize(
    ("fits", "placed"),
    [
        ([], set()),
        ([[0], [1]], {0, 1}),
        ([[0], [0]], {0}),
        ([[], [0]], {1}),
        ([[0, 1], [0]], {0, 1}),
        ([[0], [0], [1]], {0, 2}),
        ([[0, 1], [0, 1], [0, 1], [2]], {0, 1, 3}),
        ([[0], [0, 1], [1, 2]], {0, 1, 2}),
    ],
)
def test_each_right_takes_one_and_those_that_come_first_are_placed(fits: list[list[int]], placed: set[int]) -> None:
    assert find_placed(fits) == placed


@given(st.lists(st.lists(st.integers(0, 3), max_size=3, unique=True), max_size=6))
def test_as_many_are_placed_as_can_be(fits: list[list[int]]) -> None:
    """As counted out."""
    placed = find_placed(fits)

    assert _find_room(fits, tuple(placed))
    larger = itertools.combinations(range(len(fits)), len(placed) + 1)
    assert not any(_find_room(fits, chosen) for chosen in larger)


def _find_room(fits: list[list[int]], chosen: tuple[int, ...]) -> bool:
    return any(len(set(rights)) == len(rights) for rights in itertools.product(*(fits[thing] for thing in chosen)))
