"""Rights and boxes side by side: whether what came fits who could have sent it. Pure, over what lies in memory."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aizuchi.kernel.disclosure_control import fewest_people, find_crowd

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
    """What decides whose a box may be, and whether it proves that there was one person more."""

    window_id: uuid.UUID
    cells: Cells
    proves_a_person: bool = True
    """False where a browser said that another one of the same person got the first token."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """Boxes, by their number."""

    possible: set[int]
    """All that somebody with a right could have sent."""
    excess: Mapping[int, int]
    """Of those that may be too many: how many there are in their window."""


def find_fitting(boxes: Sequence[BoxTraits], eligible: Iterable[EligiblePerson]) -> Fitting:
    """Where more boxes came than people could have sent, all of them stay: whoever sent too much cannot be told from
    those who did not, and whatever went would push others out, or show by its absence that they had answered. Only the
    number of people is counted by rights."""
    rights = cells_by_window(eligible)
    possible: set[int] = set()
    excess: dict[int, int] = {}
    for window in {box.window_id for box in boxes}:
        of_window = {
            number: [right for right, cells in enumerate(rights.get(window, ())) if box.cells <= cells]
            for number, box in enumerate(boxes)
            if box.window_id == window
        }
        fits = {number: of for number, of in of_window.items() if of}
        possible |= fits.keys()
        first = [number for number in fits if boxes[number].proves_a_person]
        crowd = find_crowd([fits[number] for number in first])
        excess |= {first[place]: crowd.excess for place in crowd.crowded}
    return Fitting(possible, excess)


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
