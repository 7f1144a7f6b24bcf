"""How often each answer to a line was given: told where k people gave it, together with its neighbours where fewer did.

Whatever comes out when told counts of a unit and of its parts are taken from each other is of k people as well. That
nobody gave an answer is not told either: it says something of everybody. Where several answers are told together only,
the mean is told if it leaves open how they are spread. Pure.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np

from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.means import hide_means
from aizuchi.surveys.results.tallies import TOGETHER, Tally, TallyTable
from aizuchi.surveys.results.told_groups import ToldGroup, Tree, hide_borders
from aizuchi.surveys.structure import Kind

Group = TypeVar("Group", bound=Hashable)
CHOSEN, NOT_CHOSEN = "1", "0"


@dataclass(frozen=True, slots=True)
class SomeAnswers:
    """Of a smallest group."""

    tally: Tally
    unproven: int = 0
    """So many of them may be somebody's second ones: whichever answer they gave, they prove nobody."""


def tell_answers(
    line: ResultLine,
    smallest: Mapping[Group, SomeAnswers],
    told: Mapping[Group, Collection[Group]],
    *,
    k: int,
    totals: Mapping[Group, Tally] | None = None,
) -> dict[Group, Tally]:
    """`told`: of which groups it is told that they answered, each with the smallest groups in it: larger ones first,
    and any two of them inside each other or apart. `totals` are theirs, where somebody has added them up already."""
    if totals is None:
        table = TallyTable({group: {line.key: one.tally} for group, one in smallest.items()})
        totals = {group: table.add_up(parts).get(line.key, Tally()) for group, parts in told.items()}
    if line.question.kind == Kind.MULTIPLE:
        return _tell_choices(line, smallest, told, totals, k)
    order = _put_in_order(line, totals.values())
    wanted = line.borders if line.has_steps else range(1, len(order))
    tree = build_tree(order, wanted, smallest, told, k)
    hide_borders(tree, wanted, k)
    if line.has_steps:
        hide_means(tree, k)
    return {
        group: Tally(
            totals[group].people,
            {TOGETHER.join(part): _count(totals[group], part) for part in _list_parts(order, one.borders)},
            _score(line, totals[group]) if line.has_steps and one.has_mean and not one.is_whole else None,
        )
        for group, one in tree.items()
    }


def _put_in_order(line: ResultLine, totals: Iterable[Tally]) -> list[str]:
    """Of choices without an order those that most chose come first: few are told together with few."""
    if line.has_steps:
        return list(line.scores)
    largest = next(iter(totals), Tally())
    return sorted(line.scores, key=lambda code: -largest.counts.get(code, 0))


def build_tree(
    order: Sequence[str],
    wanted: Sequence[int],
    smallest: Mapping[Group, SomeAnswers],
    told: Mapping[Group, Collection[Group]],
    k: int,
) -> Tree[Group]:
    tree: Tree[Group] = {}
    around: dict[Group, Group] = {}
    table = _AnswerTable(order, smallest)
    for group, parts in told.items():
        people, counts = table.add_up(parts)
        found = frozenset(_divide(counts, 0, len(order), wanted, k)) | {0, len(order)}
        tree[group] = ToldGroup(people, counts, found)
        if parts and (above := around.get(next(iter(parts)))) is not None:
            tree[above].below.append(group)
            tree[group].above = [*tree[above].above, above]
        around |= dict.fromkeys(parts, group)
    return tree


class _AnswerTable(Generic[Group]):
    """How often each answer was given at least."""

    def __init__(self, order: Sequence[str], smallest: Mapping[Group, SomeAnswers]) -> None:
        self._rows = {group: row for row, group in enumerate(smallest)}
        self._numbers = np.array(
            [
                [one.tally.people, *(max(0, one.tally.counts.get(code, 0) - one.unproven) for code in order)]
                for one in smallest.values()
            ]
        ).reshape(-1, len(order) + 1)

    def add_up(self, parts: Iterable[Group]) -> tuple[int, list[int]]:
        """Of how many people, and by answer."""
        found = self._numbers[[self._rows[one] for one in parts if one in self._rows]].sum(axis=0).tolist()
        return found[0], found[1:]


def _divide(counts: Sequence[int], start: int, end: int, borders: Sequence[int], k: int) -> Iterator[int]:
    """Where to part them so that each part has k people, at the first borders where they can be."""
    for border in borders:
        if start < border < end and min(sum(counts[start:border]), sum(counts[border:end])) >= k:
            yield border
            yield from _divide(counts, start, border, borders, k)
            yield from _divide(counts, border, end, borders, k)
            return


def _tell_choices(
    line: ResultLine,
    smallest: Mapping[Group, SomeAnswers],
    told: Mapping[Group, Collection[Group]],
    totals: Mapping[Group, Tally],
    k: int,
) -> dict[Group, Tally]:
    """Whoever may choose several chose each, or did not."""
    found: dict[Group, dict[str, int]] = {group: {} for group in told}
    for code in line.scores:
        of_code = {
            one: SomeAnswers(_part(some.tally, code), some.unproven)
            for one, some in smallest.items()
            if some.tally.people
        }
        tree = build_tree((CHOSEN, NOT_CHOSEN), (1,), of_code, told, k)
        hide_borders(tree, (1,), k)
        for group, one in tree.items():
            if one.is_whole:
                found[group][code] = totals[group].counts[code]
    return {group: Tally(totals[group].people, counts) for group, counts in found.items()}


def _part(tally: Tally, code: str) -> Tally:
    count = tally.counts.get(code, 0)
    return Tally(tally.people, {CHOSEN: count, NOT_CHOSEN: tally.people - count})


def _list_parts(order: Sequence[str], borders: Iterable[int]) -> Iterator[Sequence[str]]:
    for start, end in pairwise(sorted(borders)):
        yield order[start:end]


def _count(tally: Tally, codes: Iterable[str]) -> int:
    return sum(tally.counts.get(code, 0) for code in codes)


def _score(line: ResultLine, tally: Tally) -> int:
    return sum(line.scores[code] * count for code, count in tally.counts.items())
