"""`hide_means` in the plain way, group by group: what `results.means` does for all groups of a level at once."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Generic, TypeVar

from aizuchi.surveys.results.told_groups import ToldGroup, Tree

Group = TypeVar("Group", bound=Hashable)
Part = tuple[int, int]


@dataclass
class ToldCounts(Generic[Group]):
    """How many of those in groups are told to have given some answers: each counts once. Borders move no more."""

    tree: Tree[Group]
    _below: dict[tuple[Group, int, int], int] = field(default_factory=dict)
    _within: dict[tuple[Group, int, int], int] = field(default_factory=dict)

    def count_below(self, group: Group, start: int, end: int) -> int:
        """In all groups in it."""
        key = (group, start, end)
        if key not in self._below:
            self._below[key] = sum(self.count_in(one, start, end) for one in self.tree[group].below)
        return self._below[key]

    def count_in(self, one: Group, start: int, end: int) -> int:
        """Of the group itself where it is told, and of those in it where not."""
        key = (one, start, end)
        if key not in self._within:
            self._within[key] = self._count_in(one, start, end)
        return self._within[key]

    def _count_in(self, one: Group, start: int, end: int) -> int:
        inside = [border for border in self.tree[one].borders if start <= border <= end]
        if len(inside) < 2:
            return self.count_below(one, start, end)
        first, last = min(inside), max(inside)
        return (
            self.tree[one].count(first, last)
            + (self.count_below(one, start, first) if start < first else 0)
            + (self.count_below(one, last, end) if last < end else 0)
        )

    def find_beside(self, around: Group, groups: Collection[Group]) -> tuple[list[Group], list[Group]]:
        """What lies in a group around these beside them: all below the first of two lists, without the second."""
        next_to: defaultdict[Group, set[Group]] = defaultdict(set)
        for group in groups:
            for above, one in pairwise([*self.tree[group].above, group]):
                next_to[above].add(one)
        below, but = [around], list[Group]()
        for one in below:
            but += next_to[one]
            below += [other for other in next_to[one] if other not in groups]
        return below, but


def hide_means(tree: Tree[Group], k: int) -> None:
    """Wherever the scores of a group, less those of groups in it, are less than k from the least or most that the told
    counts allow: then they would say how few did not answer so."""
    told = ToldCounts(tree)
    while sum(_hide_means_of(told, group, k) for group in reversed(tree)):
        pass


def _hide_means_of(told: ToldCounts[Group], group: Group, k: int) -> bool:
    is_hidden = False
    while known := _find_telling(told, group, k):
        min(known, key=lambda one: one.people).has_mean = False
        is_hidden = True
    return is_hidden


def _find_telling(told: ToldCounts[Group], group: Group, k: int) -> list[ToldGroup[Group]]:
    """Groups whose means together tell too much, one of which has to go."""
    tree, one = told.tree, told.tree[group]
    parts = _list_inside(tree, group, ())
    is_known = one.has_mean or not _has_others(tree, group, parts)
    borders_of_parts = {one.borders & tree[part].borders for part in _list_below(tree, group)}
    for borders in _meet(borders_of_parts | {one.borders}):
        inside = _list_inside(tree, group, borders)
        if is_known and not _rest_is_open(told, group, inside, borders, k):
            known = ([group] if one.has_mean else parts) + inside
        elif not _parts_are_open(told, group, inside, borders, k):
            known = inside
        else:
            continue
        if found := [tree[some] for some in known if not tree[some].is_whole]:
            return found
    return []


def _rest_is_open(
    told: ToldCounts[Group], group: Group, inside: Collection[Group], borders: Collection[int], k: int
) -> bool:
    """What is left of the group without these, in itself and in whatever is around it."""
    one = told.tree[group]
    if len(borders) == len(one.counts) + 1 or not _has_others(told.tree, group, inside):
        return True
    counts = [count - sum(told.tree[part].counts[step] for part in inside) for step, count in enumerate(one.counts)]
    if not _leaves_open(counts, borders, k, {}):
        return False
    without = {
        part: sum(told.count_in(some, *part) for some in inside) for part in combinations(sorted(one.borders), 2)
    }
    if inside and not _leaves_open(counts, borders, k, {part: one.count(*part) - few for part, few in without.items()}):
        return False
    return all(
        _leaves_open(counts, borders, k, _find_most(told, around, [group], inside))
        for around in one.above
        if told.tree[around].borders.difference(borders)
    )


def _parts_are_open(
    told: ToldCounts[Group], group: Group, inside: Collection[Group], borders: Collection[int], k: int
) -> bool:
    """These together, in the group around them."""
    if len(inside) < 2 or not told.tree[group].borders.difference(borders):
        return True
    counts = [sum(told.tree[part].counts[step] for part in inside) for step in range(len(told.tree[group].counts))]
    return _leaves_open(counts, borders, k, _find_most(told, group, inside, ()))


def _find_most(
    told: ToldCounts[Group], around: Group, groups: Collection[Group], without: Collection[Group]
) -> dict[Part, int]:
    """How many of these groups, without some in them, gave some answers at most, for all that is told of a group around
    them and of others there."""
    one, (within, but) = told.tree[around], told.find_beside(around, groups)
    return {
        part: one.count(*part)
        - sum(told.count_below(some, *part) for some in within)
        + sum(told.count_in(some, *part) for some in but)
        - sum(told.count_in(some, *part) for some in without)
        for part in combinations(sorted(one.borders), 2)
    }


def _has_others(tree: Tree[Group], group: Group, inside: Collection[Group]) -> bool:
    """Somebody who is in none of those inside."""
    return tree[group].people > sum(tree[part].people for part in inside)


def _leaves_open(counts: Sequence[int], borders: Collection[int], k: int, most: Mapping[Part, int]) -> bool:
    """Whether the scores may be k more and k less, for all that is told with these borders, and where it is told of
    some answers that no more can be there."""
    if sorted(end - start for start, end in pairwise(sorted(borders)))[-2:] in ([1, 2], [2]):
        return False  # Two answers that only their scores part: these say how many gave each.
    finer = sorted({*borders, *(border for part in most for border in part)})
    down = up = 0
    for start, end in pairwise(sorted(borders)):
        if end - start == 1:
            continue
        parts = [part for part in pairwise(finer) if start <= part[0] < end]
        people, score = sum(counts[start:end]), sum(step * counts[step] for step in range(start, end))
        down += score - sum(low * count for (low, _), count in _fill(people, parts, most))
        up += sum((high - 1) * count for (_, high), count in _fill(people, parts[::-1], most)) - score
    return min(down, up) >= k


def _fill(people: int, parts: Sequence[Part], most: Mapping[Part, int]) -> list[tuple[Part, int]]:
    """So many people into the first of these parts that have place."""
    found: list[tuple[Part, int]] = []
    for part in parts:
        places = [
            count - sum(there for (low, high), there in found if start <= low and high <= end)
            for (start, end), count in most.items()
            if start <= part[0] and part[1] <= end
        ]
        place = max(min([people, *places]), 0)
        found.append((part, place))
        people -= place
    return found


def _meet(sets: set[frozenset[int]]) -> set[frozenset[int]]:
    """These, and whatever several of them have in common."""
    found = set(sets)
    while new := {one & other for one, other in combinations(found, 2)} - found:
        found |= new
    return found


def _list_inside(tree: Tree[Group], group: Group, borders: Collection[int]) -> list[Group]:
    """The largest groups in it that are told with a mean, and with these borders as well."""
    found = []
    waiting = list(tree[group].below)
    while waiting:
        one = waiting.pop()
        if tree[one].has_mean and tree[one].borders.issuperset(borders):
            found.append(one)
        else:
            waiting += tree[one].below
    return found


def _list_below(tree: Tree[Group], group: Group) -> list[Group]:
    found = list(tree[group].below)
    for one in found:
        found += tree[one].below
    return found
