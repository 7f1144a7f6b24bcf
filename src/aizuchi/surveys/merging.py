"""Groups of too few are put together before anything is asked of them, or told of them. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

G = TypeVar("G", bound=Hashable)


def merge_small(people: Mapping[G, int], above: Mapping[G, G | None], k: int) -> dict[G, G]:
    """By group, in which one its own people end: with at least `k` others; nothing at all where even all are too few.

    `people`: those who are in that group and in none below it. `above` has each group after the one above it. A group
    that is left holds everybody below it, or nobody there knows how those without a group of their own answered.
    """
    own = {group: people.get(group, 0) for group in above}
    below: defaultdict[G, list[G]] = defaultdict(list)
    into: dict[G, G] = {}
    for group in reversed(list(above)):
        if 0 < own[group] < k and below[group]:
            smallest = min(below[group], key=lambda one: _count_all(one, own, below))
            below[group].remove(smallest)
            _collapse(smallest, group, own, below, into)
        parent = above[group]
        if 0 < own[group] < k:
            if parent is None:
                return {}
            _collapse(group, parent, own, below, into)
        elif parent is not None and (own[group] or below[group]):
            below[parent].append(group)
    return {group: _follow(group, into) for group, count in people.items() if count}


def _count_all(group: G, own: Mapping[G, int], below: Mapping[G, list[G]]) -> int:
    return own[group] + sum(_count_all(one, own, below) for one in below[group])


def _collapse(group: G, goal: G, own: dict[G, int], below: defaultdict[G, list[G]], into: dict[G, G]) -> None:
    """The group and all below it become a part of the goal."""
    for one in below.pop(group, ()):
        _collapse(one, goal, own, below, into)
    own[goal] += own[group]
    own[group] = 0
    into[group] = goal


def _follow(group: G, into: Mapping[G, G]) -> G:
    while group in into:
        group = into[group]
    return group
