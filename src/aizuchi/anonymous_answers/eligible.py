"""Rights and boxes side by side: whether what came fits who could have sent it. Pure, over what lies in memory."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aizuchi.kernel.disclosure_control import fewest_people, find_crowded

Cells = frozenset[Any]
"""What was asked about, by whatever key the app that asks has for it."""


@dataclass(frozen=True, slots=True)
class EligiblePerson:
    """A right: who could have sent a box for that window, and about what."""

    person_id: uuid.UUID
    window_id: uuid.UUID
    cells: Cells


@dataclass(frozen=True, slots=True)
class BoxTraits:
    """What decides whose a box may be."""

    window_id: uuid.UUID
    cells: Cells


def find_impossible(boxes: Sequence[BoxTraits], eligible: Iterable[EligiblePerson]) -> set[int]:
    """Boxes, by their number, about what no single person had, and those that are more than people who could have sent
    them.

    Whoever sent too much cannot be told from those who did not, so all boxes that may be theirs go. Keeping some of
    them would let one person pass for several. Boxes that nobody of those could have sent stay.
    """
    rights = cells_by_window(eligible)
    impossible: set[int] = set()
    for window in {box.window_id for box in boxes}:
        numbers = [number for number, box in enumerate(boxes) if box.window_id == window]
        fits = [
            [right for right, cells in enumerate(rights.get(window, ())) if boxes[number].cells <= cells]
            for number in numbers
        ]
        impossible |= {numbers[box] for box in find_crowded(fits)}
    return impossible


def cells_by_window(eligible: Iterable[EligiblePerson]) -> dict[uuid.UUID, list[Cells]]:
    rights: dict[uuid.UUID, list[Cells]] = defaultdict(list)
    for one in eligible:
        rights[one.window_id].append(one.cells)
    return dict(rights)


def count_senders(boxes: Mapping[uuid.UUID, int], eligible: Iterable[EligiblePerson]) -> int:
    """At least so many people sent so many boxes in each window: nobody has two rights in one, and nobody sends more
    boxes than they had rights."""
    filled = {window: count for window, count in boxes.items() if count}
    rights: Counter[Hashable] = Counter(one.person_id for one in eligible if one.window_id in filled)
    together = fewest_people(rights.values(), sum(filled.values())) or 0
    return max([together, *filled.values()])
