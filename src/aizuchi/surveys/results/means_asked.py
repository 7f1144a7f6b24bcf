"""Whether means that are told together tell too much. Pure."""

from collections.abc import Hashable
from typing import Generic, TypeVar

import numpy as np

from aizuchi.surveys.results.leeway import ANY, Flags, Numbers, Partings
from aizuchi.surveys.results.told_inside import ToldInside, ToldNumbers

Group = TypeVar("Group", bound=Hashable)


class AskedMeans(Generic[Group]):
    """In each row a group, with borders that it is told with, and so is whatever is in it."""

    def __init__(
        self,
        numbers: ToldNumbers[Group],
        inside: ToldInside[Group],
        partings: Partings,
        groups: Numbers,
        of_borders: Numbers,
        k: int,
    ) -> None:
        """Groups of one level."""
        self._numbers, self._partings, self._k = numbers, partings, k
        self.groups, self.partings = groups, of_borders
        self._inside = inside.get(groups, of_borders)
        self.tells_rest: Flags = self._tell_rest(inside)
        """What is left of the group without those in it, in itself or in whatever is around it."""
        self.tells_parts: Flags = self._tell_parts()
        """Otherwise: those in it together."""

    def _tell_rest(self, inside: ToldInside[Group]) -> Flags:
        numbers, told_inside = self._numbers, self._inside
        people = numbers.people[self.groups]
        wide = np.full_like(self.groups, self._partings.widest)
        is_known = inside.has_mean[self.groups] | (people <= inside.get(self.groups, wide).people)
        rows = np.flatnonzero(is_known & (people > told_inside.people) & ~self._partings.is_whole[self.partings])
        counts = numbers.counts[self.groups] - told_inside.counts
        asked = [(rows, np.full((len(rows), *numbers.told.shape[1:]), ANY))]
        some = rows[told_inside.groups[rows] > 0]
        asked.append((some, self._count_most(self.groups[some], told_inside.within[some])))
        for around in zip(*(numbers.above[group] for group in self.groups), strict=True):
            some = rows[self._tells_more(np.array(around))[rows]]
            near, own = np.array(around)[some], self.groups[some]
            beside = numbers.beside[own] - numbers.beside[near] + told_inside.within[some]
            asked.append((some, self._count_most(near, beside)))
        return self._find_closed(asked, counts)

    def _tell_parts(self) -> Flags:
        rows = np.flatnonzero(~self.tells_rest & (self._inside.groups > 1) & self._tells_more(self.groups))
        most = self._count_most(self.groups[rows], self._inside.beside[rows])
        return self._find_closed([(rows, most)], self._inside.counts)

    def _tells_more(self, groups: Numbers) -> Flags:
        """Whether a group is told with a border that the row has not."""
        more: Flags = np.any(self._numbers.is_border[groups] & ~self._partings.is_border[self.partings], axis=1)
        return more

    def _count_most(self, groups: Numbers, others: Numbers) -> Numbers:
        """How many of these groups, without others in them, gave each part of the answers at most."""
        return np.where(self._numbers.is_told[groups], self._numbers.told[groups] - others, ANY)

    def _find_closed(self, asked: list[tuple[Numbers, Numbers]], counts: Numbers) -> Flags:
        """Rows of which one of those asked says too much."""
        rows = np.concatenate([some for some, _ in asked])
        most = np.concatenate([most for _, most in asked])
        is_open = self._partings.leave_open(self.partings[rows], counts[rows], most, self._k)
        closed = np.zeros(len(self.groups), dtype=np.bool_)
        closed[rows[~is_open]] = True
        return closed
