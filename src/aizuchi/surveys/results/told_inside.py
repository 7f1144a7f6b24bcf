"""What told counts of groups say of those in them and around them, as arrays over the whole tree. Pure.

Groups are known by their number, larger ones before those in them; parts of the answers as in `leeway`.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from aizuchi.surveys.results.leeway import Flags, Numbers, Partings
from aizuchi.surveys.results.told_groups import Tree

Group = TypeVar("Group", bound=Hashable)


class ToldNumbers(Generic[Group]):
    """As long as no border moves."""

    def __init__(self, tree: Tree[Group]) -> None:
        self.groups = list(tree)
        self.numbers = {group: number for number, group in enumerate(self.groups)}
        listed = list(tree.values())
        self.above = [[self.numbers[one] for one in group.above] for group in listed]
        """The largest first."""
        self.below_each = [[self.numbers[one] for one in group.below] for group in listed]
        self.people: Numbers = np.array([group.people for group in listed], dtype=np.int64)
        self.counts: Numbers = np.array([group.counts for group in listed], dtype=np.int64)
        answers = self.counts.shape[1]
        self.is_border: Flags = np.array([[one in group.borders for one in range(answers + 1)] for group in listed])
        self.told: Numbers = _count_parts(self.counts)
        """How many gave each part of the answers; it is told where both ends are borders."""
        self.is_told: Flags = self.is_border[:, :, None] & self.is_border[:, None, :]
        self.within, self.below = self._count_within()
        """How many of those in a group, and of those in all groups in it, are told to have given a part of the
        answers: each counts once."""
        self.beside = self._count_beside()
        """The same of all that lies beside the path to a group: of those around it, and not of those on it."""

    def list_levels(self) -> list[list[int]]:
        """Of as many above, the fewest first."""
        levels: list[list[int]] = []
        for number, above in enumerate(self.above):
            while len(levels) <= len(above):
                levels.append([])
            levels[len(above)].append(number)
        return levels

    def _count_within(self) -> tuple[Numbers, Numbers]:
        within, below = np.zeros_like(self.told), np.zeros_like(self.told)
        kinds, kind_of = np.unique(self.is_border, axis=0, return_inverse=True)
        ends = np.array([_find_ends(kind) for kind in kinds])[kind_of.reshape(-1)]
        for level in reversed(self.list_levels()):
            some = np.array(level)
            rows, (first, last) = some[:, None, None], ends[some].transpose(1, 0, 2, 3)
            starts, stops = np.indices(first.shape[1:])
            within[some] = self.told[rows, first, last] + below[rows, starts, first] + below[rows, last, stops]
            if self.above[level[0]]:
                np.add.at(below, [self.above[one][-1] for one in level], within[some])
        return within, below

    def _count_beside(self) -> Numbers:
        beside = np.zeros_like(self.told)
        for level in self.list_levels()[1:]:
            around = [self.above[one][-1] for one in level]
            beside[level] = beside[around] + self.below[around] - self.within[level]
        return beside


def _count_parts(counts: Numbers) -> Numbers:
    sums = np.concatenate([np.zeros_like(counts[:, :1]), counts.cumsum(axis=1)], axis=1)
    return np.triu(sums[:, None, :] - sums[:, :, None])


def _find_ends(is_border: Flags) -> Numbers:
    """Of each part of the answers, the first and the last border in it: its own start where there are not two."""
    number = len(is_border)
    ends = np.stack([np.indices((number, number))[0]] * 2)
    for start in range(number):
        inside = [one for one in range(start, number) if is_border[one]]
        for count in range(2, len(inside) + 1):
            until = inside[count] if count < len(inside) else number
            ends[:, start, inside[count - 1] : until] = [[inside[0]], [inside[count - 1]]]
    return ends


class InsideSums(NamedTuple):
    """By row."""

    groups: Numbers
    people: Numbers
    counts: Numbers
    """By answer."""
    within: Numbers
    """By part of the answers, what is told of those people."""
    beside: Numbers
    """And of all others in the group."""


class ToldInside(Generic[Group]):
    """Of each group and set of borders: what the largest groups in it come to that are told with a mean, and with these
    borders as well."""

    def __init__(self, numbers: ToldNumbers[Group], partings: Partings, has_mean: Sequence[bool]) -> None:
        self._numbers = numbers
        self.has_mean: Flags = np.array(has_mean)
        needed = partings.is_border
        self._fits: Flags = ~(~numbers.is_border @ needed.T)
        of_each = (np.ones_like(numbers.counts[:, :1]), numbers.people[:, None], numbers.counts)
        within = numbers.within.reshape(len(numbers.groups), -1)
        self._own: Numbers = np.concatenate([*of_each, within, -within], axis=1)
        self._ends = np.cumsum([1, 1, numbers.counts.shape[1], within.shape[1]])
        self._rows = {one: row for row, one in enumerate((n for n, b in enumerate(numbers.below_each) if b), 1)}
        self._row_of: Numbers = np.array([self._rows.get(one, 0) for one in range(len(numbers.groups))])
        self._sums: Numbers = np.zeros((len(self._rows) + 1, len(partings.sets), self._own.shape[1]), dtype=np.int64)
        for group in reversed(self._rows):
            self._sums[self._rows[group]] = sum(self._give(one) for one in numbers.below_each[group])

    def hide_mean(self, group: int) -> None:
        before = self._give(group)
        self.has_mean[group] = False
        for around in reversed(self._numbers.above[group]):
            change = self._give(group) - before
            if not change.any():
                return
            group, before = around, self._give(around)
            self._sums[self._rows[around]] += change

    def get(self, groups: Numbers, partings: Numbers) -> InsideSums:
        found = self._sums[self._row_of[groups], partings]
        count, people, counts, within, path = np.split(found, self._ends, axis=1)
        shape = (-1, *self._numbers.within.shape[1:])
        beside = self._numbers.below[groups] + path.reshape(shape)
        return InsideSums(count[:, 0], people[:, 0], counts, within.reshape(shape), beside)

    def _give(self, group: int) -> Numbers:
        """What it adds to the sums of the group around it, by set of borders."""
        is_told = self._fits[group] & self.has_mean[group]
        own = np.where(is_told[:, None], self._own[group], 0)
        if not (row := self._rows.get(group)):
            return own
        path = self._ends[-1]
        inside = self._sums[row].copy()
        around = self._numbers.below[group] - self._numbers.within[group]
        inside[:, path:] += np.where(inside[:, :1] > 0, around.reshape(1, -1), 0)
        return np.where(is_told[:, None], own, inside)
