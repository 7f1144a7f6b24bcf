from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aizuchi.kernel.disclosure_control.people import fewest_people

Path = tuple[Hashable, ...]
"""Where answers belong, the coarsest step first: (response, topic), or () for what belongs nowhere in particular."""


@dataclass(frozen=True)
class CellCounts:
    """The answers of one finest cell, and how many rights each person had to give one there."""

    answers: int
    rights: Mapping[Any, int]
    unproven: int = 0
    """So many of them may be somebody's second ones: they are part of the sum, and prove nobody."""

    @property
    def proving(self) -> int:
        return self.answers - self.unproven


@dataclass(frozen=True)
class AnswerGroup:
    """A sum that may be told: every answer of these cells, and of no others, at this level."""

    path: Path
    cells: tuple[Path, ...]
    people: int
    """At least so many stand behind it."""


def partition(piles: Mapping[Path, CellCounts], *, k: int) -> list[AnswerGroup]:
    """Puts every answer into exactly one group of at least k people, as fine as it can be.

    A cell that is large enough stands alone; the others meet one level up, and so on to the top. What is still too
    small there takes the smallest groups in, so that nothing is left over that could be found by subtraction. If all
    of it together is too small, nothing is told.
    """
    filled = {path: pile for path, pile in piles.items() if pile.answers}
    groups: list[AnswerGroup] = []
    waiting = {path: [path] for path in sorted(filled, key=repr)}
    for depth in range(max(map(len, filled), default=0), -1, -1):
        level = {path: cells for path, cells in waiting.items() if len(path) == depth}
        for path, cells in level.items():
            people = _count(filled, cells)
            if people >= k:
                groups.append(AnswerGroup(path, tuple(cells), people))
            elif depth:
                waiting.setdefault(path[:-1], []).extend(cells)
            else:
                return _take_in_the_smallest(filled, groups, cells, k=k)
    return groups


def _take_in_the_smallest(
    piles: Mapping[Path, CellCounts], groups: Iterable[AnswerGroup], left_over: list[Path], *, k: int
) -> list[AnswerGroup]:
    """The left-over cells with as few groups as needed; nothing at all if even everything is too small."""
    kept = sorted(groups, key=lambda group: sum(piles[cell].answers for cell in group.cells), reverse=True)
    cells = list(left_over)
    while kept:
        cells += kept.pop().cells
        people = _count(piles, cells)
        if people >= k:
            return [*kept, AnswerGroup((), tuple(cells), people)]
    return []


def _count(piles: Mapping[Path, CellCounts], cells: Iterable[Path]) -> int:
    """At least so many people: as many as the sum proves, or as one of its cells proves alone."""
    rights: Counter[Hashable] = Counter()
    answers, proven = 0, 0
    for cell in cells:
        pile = piles[cell]
        rights.update(pile.rights)
        answers += pile.proving
        people = fewest_people(pile.rights.values(), pile.proving)
        if people is None:
            return 0
        proven = max(proven, people)
    return max(proven, fewest_people(rights.values(), answers) or 0)
