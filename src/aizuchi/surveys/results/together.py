"""What goes with what, over units that have nobody in common; in no case a cause."""

from collections.abc import Hashable, Mapping
from itertools import product
from typing import TypeVar

from aizuchi.surveys.reading.associations import associate
from aizuchi.surveys.reading.changes import JudgedChange, Told, choose_told, judge

Unit = TypeVar("Unit", bound=Hashable)
Name = TypeVar("Name", bound=Hashable)
Values = Mapping[Unit, float]


def find_together(
    answered: Mapping[Name, Values[Unit]],
    done: Mapping[Name, Values[Unit]],
    sizes: Mapping[Unit, int],
    *,
    most: int = 3,
) -> Told[tuple[Name, Name]]:
    """Of what was answered, each beside each of what was done in the same units; `sizes` are of how many people."""
    found = []
    for first, second in product(answered, done):
        units = [unit for unit in sizes if unit in answered[first] and unit in done[second]]
        going = associate(
            [answered[first][unit] for unit in units],
            [done[second][unit] for unit in units],
            [sizes[unit] for unit in units],
        )
        if going is not None:
            found.append(JudgedChange((first, second), going, judge(going)))
    return choose_told(found, most=most)
