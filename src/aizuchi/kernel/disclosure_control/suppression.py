from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_OF_ONE = 0.7
AT_LEAST_MENTORS = 2


@dataclass(frozen=True)
class CountedUnit:
    """A unit and what belongs to it directly, without its children. Nobody is counted in two nodes."""

    key: Hashable
    parent: Hashable | None
    people: int = 0
    answers: Mapping[Any, int] = field(default_factory=dict)
    """By mentor (or whoever the answers are about)."""


@dataclass(frozen=True)
class CountedPart:
    """What belongs to a sum under one attribute, such as one of the responses that it is made of."""

    people: frozenset[Any] = frozenset()
    answers: Mapping[Any, int] = field(default_factory=dict)
    """By mentor (or whoever the answers are about)."""


@dataclass
class _Sum:
    people: int = 0
    answers: Counter[Hashable] = field(default_factory=Counter)

    def add(self, people: int, answers: Mapping[Hashable, int]) -> None:
        self.people += people
        self.answers.update(answers)

    def minus(self, others: Iterable["_Sum"]) -> "_Sum":
        left = _Sum(self.people, Counter(self.answers))
        for other in others:
            left.people -= other.people
            left.answers.subtract(other.answers)
        return left

    @property
    def is_empty(self) -> bool:
        return self.people == 0 and not any(self.answers.values())

    def is_of_several(self) -> bool:
        counts = [count for count in self.answers.values() if count > 0]
        return len(counts) >= AT_LEAST_MENTORS and max(counts) <= MOST_OF_ONE * sum(counts)

    def may_be_told(self, k: int) -> bool:
        return self.people >= k and self.is_of_several()


def may_be_compared(answers: Mapping[Any, int]) -> bool:
    """Whether a sum over these may be told to those who are in it: whoever subtracts their own still has several left,
    none with most of the answers. The same holds for what a sum changes by."""
    counts = Counter({whose: count for whose, count in answers.items() if count > 0})
    return bool(counts) and all(
        _Sum(0, counts).minus([_Sum(0, Counter({whose: counts[whose]}))]).is_of_several() for whose in counts
    )


def choose_parts(parts: Mapping[Any, CountedPart], candidates: Iterable[Hashable], *, k: int) -> frozenset[Hashable]:
    """Which of the candidates may be shown beside the sum of all parts.

    What remains of the whole when all that is shown is taken away has k people and two mentors, none with more than
    70 % of the answers, or is nothing. Where it does not, the smallest is hidden as well.
    """
    shown = set(candidates)
    while shown and not _may_remain([part for key, part in parts.items() if key not in shown], k):
        shown.discard(min(shown, key=lambda key: (sum(parts[key].answers.values()), repr(key))))
    return frozenset(shown)


def _may_remain(parts: Sequence[CountedPart], k: int) -> bool:
    people: set[Any] = set().union(*(part.people for part in parts))
    rest = _Sum(len(people))
    for part in parts:
        rest.add(0, part.answers)
    return not any(rest.answers.values()) or rest.may_be_told(k)


def choose_shown(nodes: Iterable[CountedUnit], *, k: int) -> frozenset[Hashable]:
    """Whose sums, children included, may be shown together.

    Each shown sum has k people and two mentors, none with more than 70 % of the answers; and so has, or is empty,
    whatever remains of it when everything shown below it is taken away. Where it does not, the smallest below it is
    hidden as well.
    """
    tree = {node.key: node for node in nodes}
    totals = _add_up(tree)
    below = _hang(tree, {key for key, total in totals.items() if total.may_be_told(k)})

    def gives_away(key: Hashable) -> bool:
        rest = totals[key].minus(totals[child] for child in below[key])
        return bool(below[key]) and not rest.is_empty and not rest.may_be_told(k)

    for key in list(below):
        while key in below and gives_away(key):
            smallest = min(below[key], key=lambda child: (totals[child].people, repr(child)))
            below[key].remove(smallest)
            below[key] += below.pop(smallest)
    return frozenset(below)


def _hang(tree: Mapping[Hashable, CountedUnit], shown: set[Hashable]) -> dict[Hashable, list[Hashable]]:
    """What is shown next below each that is shown."""
    below: dict[Hashable, list[Hashable]] = {key: [] for key in shown}
    for key in shown:
        above = next((up for up in _upwards(tree, tree[key].parent) if up in shown), None)
        if above is not None:
            below[above].append(key)
    return below


def _add_up(tree: Mapping[Hashable, CountedUnit]) -> dict[Hashable, _Sum]:
    totals = {key: _Sum() for key in tree}
    for node in tree.values():
        for above in _upwards(tree, node.key):
            totals[above].add(node.people, node.answers)
    return totals


def _upwards(tree: Mapping[Hashable, CountedUnit], key: Hashable | None) -> Iterable[Hashable]:
    while key in tree:
        yield key
        key = tree[key].parent
