"""Where the mean of some answers may be told: where it leaves open how they are spread. Pure.

No two groups of one level are inside each other, so that all of a level are looked at together.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import combinations
from typing import Generic, TypeVar

import numpy as np

from aizuchi.surveys.results.leeway import Partings
from aizuchi.surveys.results.means_asked import AskedMeans
from aizuchi.surveys.results.told_groups import Tree
from aizuchi.surveys.results.told_inside import ToldInside, ToldNumbers

Group = TypeVar("Group", bound=Hashable)


def hide_means(tree: Tree[Group], k: int) -> None:
    """Wherever the scores of a group, less those of groups in it, are less than k from the least or most that the told
    counts allow: then they would say how few did not answer so."""
    if tree:
        _Means(tree, k).hide()


class _Means(Generic[Group]):
    def __init__(self, tree: Tree[Group], k: int) -> None:
        self._tree, self._k = tree, k
        self._numbers = ToldNumbers(tree)
        self._borders = [group.borders for group in tree.values()]
        answers = self._numbers.counts.shape[1]
        self._partings = Partings(_meet({*self._borders, frozenset({0, answers})}), answers)
        self._inside = ToldInside(self._numbers, self._partings, [group.has_mean for group in tree.values()])
        self._partings_of: dict[int, list[int]] = {}

    def hide(self) -> None:
        """From the smallest groups on, and again those around or in which something was hidden since they were looked
        at."""
        levels = self._numbers.list_levels()[::-1]
        waiting = set(range(len(self._borders)))
        while waiting:
            for level in levels:
                groups = [group for group in level if group in waiting]
                waiting -= set(groups)
                waiting |= self._hide_in(groups)

    def _hide_in(self, groups: Sequence[int]) -> set[int]:
        """Until nothing of them tells too much; returns what else is to be looked at again."""
        changed: set[int] = set()
        while groups:
            found = dict(self._find_telling(groups))
            for group, hidden in found.items():
                self._tree[self._numbers.groups[hidden]].has_mean = False
                self._inside.hide_mean(hidden)
                changed |= {hidden, *self._numbers.above[hidden]} - {group}
            groups = list(found)
        return changed

    def _find_telling(self, groups: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Which of these tell too much, with the means of some in them, and which of those means has to go."""
        asked = self._ask(groups)
        done = set()
        for row in np.flatnonzero(asked.tells_rest | asked.tells_parts):
            group = int(asked.groups[row])
            if group not in done and (known := self._list_known(asked, int(row))):
                done.add(group)
                yield group, min(known, key=lambda one: int(self._numbers.people[one]))

    def _list_known(self, asked: AskedMeans[Group], row: int) -> list[int]:
        """Whose means say it. Where each answer is told by itself, so is the mean."""
        group = int(asked.groups[row])
        known = self._list_inside(group, self._partings.sets[asked.partings[row]])
        if asked.tells_rest[row]:
            known = ([group] if self._inside.has_mean[group] else self._list_inside(group, ())) + known
        return [one for one in known if not self._numbers.is_border[one].all()]

    def _list_inside(self, group: int, borders: Collection[int]) -> list[int]:
        """The largest groups in it that are told with a mean, and with these borders as well."""
        found = []
        waiting = list(self._numbers.below_each[group])
        while waiting:
            one = waiting.pop()
            if self._inside.has_mean[one] and self._borders[one].issuperset(borders):
                found.append(one)
            else:
                waiting += self._numbers.below_each[one]
        return found

    def _ask(self, groups: Sequence[int]) -> AskedMeans[Group]:
        rows = np.array([(group, parting) for group in groups for parting in self._list_partings(group)])
        return AskedMeans(self._numbers, self._inside, self._partings, rows[:, 0], rows[:, 1], self._k)

    def _list_partings(self, group: int) -> list[int]:
        """Borders that a group has in common with some in it."""
        if group not in self._partings_of:
            own, below = self._borders[group], list(self._numbers.below_each[group])
            for one in below:
                below += self._numbers.below_each[one]
            met = _meet({own & self._borders[one] for one in below} | {own})
            self._partings_of[group] = [self._partings.numbers[borders] for borders in met]
        return self._partings_of[group]


def _meet(sets: set[frozenset[int]]) -> set[frozenset[int]]:
    """These, and whatever several of them have in common."""
    found = set(sets)
    while new := {one & other for one, other in combinations(found, 2)} - found:
        found |= new
    return found
