from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import Generic, TypeVar

Sum = TypeVar("Sum", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


def choose_sums(
    people: Mapping[Group, int],
    sums: Mapping[Sum, Collection[Group]],
    *,
    k: int,
    wanted_most: Collection[Sum] = frozenset(),
) -> frozenset[Sum]:
    """Which sums may be told together, where answers are about nobody and sums overlap as they like: units with what
    lies below them, parts of these by a second attribute.

    `people` are how many belong to each smallest group, `sums` which of these each sum adds up. Groups that are in the
    same told sums make a part: whatever is added and taken away, no part is torn. So each part has k people, or none.
    Where one has fewer, a sum is hidden at its border: the smallest there, of those that are not `wanted_most` if any.
    """
    sizes = {key: sum(people.get(group, 0) for group in groups) for key, groups in sums.items()}

    def come_first(key: Sum) -> tuple[bool, int, str]:
        return key in wanted_most, sizes[key], repr(key)

    parts = _Parts(people, {key: groups for key, groups in sums.items() if sizes[key] >= k})
    waiting = list(parts.people)
    while waiting:
        part = waiting.pop()
        if 0 < parts.people[part] < k:
            waiting += parts.hide(min(parts.list_borders(part), key=come_first))
    return frozenset(parts.told)


class _Parts(Generic[Sum]):
    """Each by the told sums that it is in."""

    def __init__(self, people: Mapping[Group, int], sums: Mapping[Sum, Collection[Group]]) -> None:
        self.told = set(sums)
        self.people: Counter[frozenset[Sum]] = Counter()
        self._in_sum: dict[Sum, set[frozenset[Sum]]] = defaultdict(set)
        within: dict[Group, set[Sum]] = defaultdict(set)
        for key, groups in sums.items():
            for group in groups:
                within[group].add(key)
        for group, keys in within.items():
            self._add(frozenset(keys), people.get(group, 0))

    def list_borders(self, part: frozenset[Sum]) -> Collection[Sum]:
        """Sums that are all that lies between it and another part, or between it and what no sum tells; if none is,
        those it is in."""
        around = min((self._in_sum[key] for key in part), key=len)
        outer = {key for other in around if len(other) == len(part) + 1 and part < other for key in other - part}
        inner = {key for key in part if part - {key} in self.people or len(part) == 1}
        return outer | inner or part

    def hide(self, key: Sum) -> list[frozenset[Sum]]:
        """What became of the parts that were in it."""
        self.told.discard(key)
        changed = []
        for part in self._in_sum.pop(key):
            for other in part - {key}:
                self._in_sum[other].discard(part)
            changed.append(part - {key})
            self._add(part - {key}, self.people.pop(part))
        return changed

    def _add(self, part: frozenset[Sum], people: int) -> None:
        """What no sum tells is left out, and so is what has nobody."""
        if part and people:
            self.people[part] += people
            for key in part:
                self._in_sum[key].add(part)
