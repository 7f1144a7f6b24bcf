"""What goes with what, over units that have nobody in common; in no case a cause."""

from collections.abc import Hashable, Mapping
from itertools import combinations
from typing import TypeVar

from aizuchi.surveys.reading.associations import associate
from aizuchi.surveys.reading.changes import JudgedChange, Told, choose_told, judge

Unit = TypeVar("Unit", bound=Hashable)
Name = TypeVar("Name", bound=Hashable)
Values = Mapping[Unit, float]


def find_together(
    values: Mapping[Name, Values[Unit]], sizes: Mapping[Unit, int], *, most: int = 3
) -> Told[tuple[Name, Name]]:
    """Of all pairs of what was measured in the same units; `sizes` are of how many people."""
    found = []
    for first, second in combinations(values, 2):
        units = [unit for unit in sizes if unit in values[first] and unit in values[second]]
        going = associate(
            [values[first][unit] for unit in units],
            [values[second][unit] for unit in units],
            [sizes[unit] for unit in units],
        )
        if going is not None:
            found.append(JudgedChange((first, second), going, judge(going)))
    return choose_told(found, most=most)
