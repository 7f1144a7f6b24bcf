"""How answers become sums that may be told: the rule of docs/decisions/grouping-answers.md."""

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aizuchi.kernel.disclosure_control.people import fewest_people

Path = tuple[Hashable, ...]
"""Where answers belong, the coarsest step first: (response, topic), or () for what belongs nowhere in particular."""
MOST_OF_ONE_PERSON = 0.5


@dataclass(frozen=True)
class CellCounts:
    """The answers of one finest cell from one period, and how many rights each person had to give one there."""

    path: Path
    answers: int
    rights: Mapping[Any, int]
    k: int
    """As many people as was promised when they were asked."""
    unproven: int = 0
    """So many answers may be somebody's second ones: they are part of a sum, and prove nobody."""
    period: datetime.date = datetime.date.min
    may_wait: bool = False
    """Whether it was said that they may wait for later ones."""

    @property
    def people(self) -> int:
        return fewest_people(self.rights.values(), self.answers - self.unproven) or 0


@dataclass(frozen=True)
class AnswerGroup:
    """A sum that may be told: every answer of these piles, and no others."""

    path: Path
    piles: tuple[CellCounts, ...]
    people: int
    """At least so many stand behind it."""


@dataclass
class Grouped:
    groups: list[AnswerGroup] = field(default_factory=list)
    is_whole: bool = False
    """Whatever was there is told."""
    over: set[datetime.date] = field(default_factory=set)
    """Of these periods nothing waits any more: it is told, or it waited for too long."""

    def still_waits(self, period: datetime.date, top: Hashable) -> bool:
        """Whether answers about it that there may be wait on. The same whether there are any."""
        is_told = any(group.path[:1] == (top,) for group in self.groups)
        return not (self.is_whole or is_told or period in self.over)


def count_people(piles: Sequence[CellCounts]) -> int:
    """As many as the sum proves, or as one of its piles proves alone."""
    together = fewest_people(_add_rights(piles).values(), sum(pile.answers - pile.unproven for pile in piles)) or 0
    return max([together, *(pile.people for pile in piles)])


def may_be_told(piles: Sequence[CellCounts]) -> bool:
    """Enough people stand behind them, and nobody could be more than half of it: not even somebody who had most rights
    and sent all that is unproven."""
    if not piles or count_people(piles) < max(pile.k for pile in piles):
        return False
    most = max(_add_rights(piles).values()) + sum(pile.unproven for pile in piles)
    return most <= MOST_OF_ONE_PERSON * sum(pile.answers for pile in piles)


def group_answers(
    piles: Iterable[CellCounts], *, oldest: datetime.date = datetime.date.min, is_first: bool = False
) -> Grouped:
    """Responses first, then the whole, topics last; what is too small waits, if it may, until its period is `oldest`.

    `is_first`: nothing was ever told. Each answer goes into one group at most, and no sum contains what was not told,
    so nothing is found by subtraction.
    """
    found, left = Grouped(), []
    filled = sorted((pile for pile in piles if pile.answers), key=lambda pile: (repr(pile.path), pile.period))
    for top in dict.fromkeys(pile.path[:1] for pile in filled):
        together = [pile for pile in filled if pile.path[:1] == top]
        if top and may_be_told(together):
            found.groups += _split(top, together)
        else:
            left += together
    if is_first and not found.groups and may_be_told(left):
        found.is_whole = True
        found.groups = [_group((), left)]
    else:
        _tell_what_is_due(found, left, oldest)
    return found


def _tell_what_is_due(found: Grouped, left: Sequence[CellCounts], oldest: datetime.date) -> None:
    """What has waited for long enough takes along what waits, the oldest period first, until it may be told. If it may
    not even then, it goes untold, and the others wait on."""
    due = [pile for pile in left if not pile.may_wait or pile.period <= oldest]
    found.over |= {pile.period for pile in left if pile.period <= oldest}
    young = [pile for pile in left if pile.may_wait and pile.period > oldest]
    taken: set[datetime.date] = set()
    for period in sorted({pile.period for pile in young}):
        if not due or may_be_told(due):
            break
        due += [pile for pile in young if pile.period == period]
        taken.add(period)
    if may_be_told(due):
        found.groups.append(_group((), due))
        found.over |= taken


def _split(top: Path, piles: Sequence[CellCounts]) -> list[AnswerGroup]:
    """Topics that may be told become cells of their own, the largest first, as long as the rest is nothing or may be
    told as well."""
    sizes: Counter[Path] = Counter()
    for pile in piles:
        sizes[pile.path] += pile.answers
    cells, rest = [], list(piles)
    for path in sorted(sizes, key=lambda path: (-sizes[path], repr(path))):
        of_topic, others = [p for p in rest if p.path == path], [p for p in rest if p.path != path]
        if path != top and may_be_told(of_topic) and (not others or may_be_told(others)):
            cells.append(_group(path, of_topic))
            rest = others
    return [*cells, _group(top, rest)] if rest else cells


def _group(path: Path, piles: Sequence[CellCounts]) -> AnswerGroup:
    return AnswerGroup(path, tuple(piles), count_people(piles))


def _add_rights(piles: Iterable[CellCounts]) -> Counter[Hashable]:
    rights: Counter[Hashable] = Counter()
    for pile in piles:
        rights.update(pile.rights)
    return rights
