"""Groups of which it is told how many answered, how their answers are parted, and what comes out of that. Pure.

Answers stand in an order, and a border lies between two of them: `0` before the first.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Generic, TypeVar

Group = TypeVar("Group", bound=Hashable)


@dataclass
class ToldGroup(Generic[Group]):
    people: int
    counts: Sequence[int]
    """By answer, in their order: at least so many people."""
    borders: frozenset[int]
    """It is told how many gave an answer before and after each: 0, the number of answers, and others."""
    above: list[Group] = field(default_factory=list)
    """All told groups that hold it, the largest first."""
    below: list[Group] = field(default_factory=list)
    """The next told groups in it."""
    has_mean: bool = True

    @property
    def is_whole(self) -> bool:
        """Each answer is told by itself, and so the mean is."""
        return len(self.borders) == len(self.counts) + 1

    @cached_property
    def _sums(self) -> list[int]:
        found = [0]
        for count in self.counts:
            found.append(found[-1] + count)
        return found

    def count(self, start: int, end: int) -> int:
        return self._sums[end] - self._sums[start]


Tree = dict[Group, ToldGroup[Group]]
"""Larger groups before those in them."""


@dataclass(frozen=True, slots=True)
class ToldPart(Generic[Group]):
    """Of how many in a group it is told that they gave one of some answers next to each other."""

    group: Group
    start: int
    end: int


def list_told(tree: Tree[Group], group: Group, start: int, end: int) -> Iterator[ToldPart[Group]]:
    """As much of these answers as is told of groups in it, the largest groups first."""
    for one in tree[group].below:
        yield from _list_told_of(tree, one, start, end)


def _list_told_of(tree: Tree[Group], one: Group, start: int, end: int) -> Iterator[ToldPart[Group]]:
    inside = [border for border in tree[one].borders if start <= border <= end]
    if len(inside) < 2:
        yield from list_told(tree, one, start, end)
        return
    first, last = min(inside), max(inside)
    yield ToldPart(one, first, last)
    if start < first:
        yield from list_told(tree, one, start, first)
    if last < end:
        yield from list_told(tree, one, last, end)


def hide_borders(tree: Tree[Group], wanted: Sequence[int], k: int) -> None:
    """Wherever a group less those in it would say that fewer than k gave some answers: the smallest of these says less,
    the border that is wanted least first."""
    waiting = set(tree)
    while waiting:
        for group in tree:
            if group in waiting:
                waiting.remove(group)
                for hidden in _hide_in(tree, group, wanted, k):
                    waiting |= {hidden, *tree[hidden].above}


def _hide_in(tree: Tree[Group], group: Group, wanted: Sequence[int], k: int) -> list[Group]:
    """Which groups in it say less."""
    one, hidden = tree[group], []
    if not one.below:
        return []
    for start, end in combinations(sorted(one.borders), 2):
        while inside := list(list_told(tree, group, start, end)):
            rest = one.count(start, end) - sum(tree[part.group].count(part.start, part.end) for part in inside)
            if rest >= k:
                break
            covered = sum(tree[part.group].people for part in inside if (part.start, part.end) == (start, end))
            between = {part.group: {part.start, part.end} & set(wanted) for part in inside}
            smaller = [some for some, borders in between.items() if borders]
            if one.people == covered or not smaller:
                break
            few = min(smaller, key=lambda some: tree[some].people)
            tree[few].borders -= {max(between[few], key=wanted.index)}
            hidden.append(few)
    return hidden
