"""How answers become sums: every rule that was considered, as small pure functions over one mentor's year.

Written apart from the product's code. `as_product` calls the product, so that the two can be compared.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bench.anonymity.world import QUARTERS, WINDOWS, Asked, Floats, Ints

Path = tuple[int, ...]
"""(response, topic), (response,) or () for the whole."""
OVERALL: Path = ()


@dataclass(frozen=True)
class Pile:
    """Answers about one cell from one quarter, and who had how many rights to give them."""

    quarter: int
    path: Path
    rows: Ints
    rights: Ints
    """By person, in the fortnights from which answers came."""
    all_rights: Ints
    """By person, in all fortnights."""
    proof: int
    windows: Ints
    """How many answers came from each fortnight of the year."""


@dataclass(frozen=True)
class Group:
    """What is told: one sum over whole piles."""

    path: Path
    piles: tuple[Pile, ...]
    told_in: int = 0

    @property
    def rows(self) -> Ints:
        return np.concatenate([pile.rows for pile in self.piles])

    @property
    def answers(self) -> int:
        return sum(len(pile.rows) for pile in self.piles)

    @property
    def rights(self) -> Ints:
        return np.sum([pile.rights for pile in self.piles], axis=0)

    @property
    def all_rights(self) -> Ints:
        return np.sum([pile.all_rights for pile in self.piles], axis=0)

    @property
    def windows(self) -> Ints:
        return np.sum([pile.windows for pile in self.piles], axis=0)

    @property
    def people(self) -> int:
        return max(fewest_people(self.rights, self.answers), *(pile.proof for pile in self.piles))


@dataclass(frozen=True, kw_only=True)
class Rule:
    name: str
    k: int = 5
    order: str = "response"
    """"finest": cells first, what is left goes up. "response": responses, then the whole, cells last."""
    waits: int = 0
    """So many quarters an answer may wait for others about the same response."""
    most_of_one: float | None = None
    """Nobody may have had the rights to more than this share of the answers."""
    spare: bool = False
    """No person's answers are so needed that it is certain that they answered."""
    eligible: int = 0
    """So many people had a right, whether or not they answered."""
    helpers_tokens: int = 0
    """Whatever one person may have sent in others' place with so many tokens a fortnight, two others remain."""
    first_overall: bool = False
    """As long as nothing was told of a mentor, the whole is told as soon as it can be."""
    takes_in: bool = True
    """What is left and too small takes the smallest sums in, rather than being destroyed. No sum contains what was
    destroyed, so nothing can be subtracted from anything."""
    each_overall: bool = False
    """The whole is told each quarter from what waits, if it can be; only what cannot be told waits."""


@dataclass
class Year:
    """One mentor's year, rows of `Asked` with people counted from 0."""

    asked: Asked
    rows: Ints
    persons: Ints
    """The key of each person."""
    person: Ints = field(repr=False)
    """Of each row."""
    piles: list[list[Pile]] = field(repr=False)
    """By quarter."""


def read_year(asked: Asked, rows: Ints) -> Year:
    persons, person = np.unique(asked.person[rows], return_inverse=True)
    piles: list[list[Pile]] = [[] for _ in range(QUARTERS)]
    quarter, response, topic = asked.quarter[rows], asked.response[rows], asked.topic[rows]
    window, given = asked.window[rows], asked.is_given[rows]
    _, key = np.unique(quarter * 1000 + response * 10 + topic, return_inverse=True)
    order = np.argsort(key, kind="stable")
    for places in np.split(order, np.nonzero(np.diff(key[order]))[0] + 1):
        told = places[given[places]]
        if not len(told):
            continue
        counted = places[np.isin(window[places], window[told])]
        rights = np.bincount(person[counted], minlength=len(persons))
        piles[quarter[told[0]]].append(
            Pile(
                quarter=int(quarter[told[0]]),
                path=(int(response[told[0]]), int(topic[told[0]])),
                rows=rows[told],
                rights=rights,
                all_rights=np.bincount(person[places], minlength=len(persons)),
                proof=fewest_people(rights, len(told)),
                windows=np.bincount(window[told], minlength=WINDOWS),
            )
        )
    return Year(asked, rows, persons, person, piles)


def fewest_people(rights: Ints, answers: int) -> int:
    """At least so many people gave so many answers, if nobody gave more than they had rights to."""
    together = np.cumsum(np.sort(rights)[::-1])
    return int(np.searchsorted(together, answers)) + 1 if answers and together[-1] >= answers else 0


def may_be_told(rule: Rule, piles: Sequence[Pile]) -> bool:
    if not piles:
        return False
    group = Group(OVERALL, tuple(piles))
    rights, answers = group.rights, group.answers
    if group.people < rule.k:
        return False
    if rule.most_of_one is not None and rights.max() > rule.most_of_one * answers:
        return False
    if (group.all_rights > 0).sum() < rule.eligible:
        return False
    if rule.helpers_tokens:
        others = answers - int(np.minimum(group.windows, rule.helpers_tokens).sum())
        if others <= rights.max():
            return False
    return not rule.spare or answers <= int(group.all_rights.sum() - group.all_rights.max())


def group_year(rule: Rule, year: Year) -> list[Group]:
    told: list[Group] = []
    waiting: list[Pile] = []
    for quarter in range(QUARTERS):
        pending = waiting + year.piles[quarter]
        if rule.order == "finest":
            groups, waiting = group_finest_first(rule, pending), []
        else:
            groups, waiting = group_response_first(rule, pending, quarter, is_first=not told)
        told += [replace(group, told_in=quarter) for group in groups]
    return told


def group_finest_first(rule: Rule, piles: Iterable[Pile]) -> list[Group]:
    """The rule until now: a cell that is large enough stands alone, the others meet one level up."""
    groups: list[Group] = []
    left: list[Pile] = []
    for response, of_response in _by_response(piles).items():
        rest = []
        for pile in of_response:
            if may_be_told(rule, [pile]):
                groups.append(Group(pile.path, (pile,)))
            else:
                rest.append(pile)
        if may_be_told(rule, rest):
            groups.append(Group((response,), tuple(rest)))
        else:
            left += rest
    return _tell_all(rule, groups, left) if left else groups


def group_response_first(
    rule: Rule, piles: Sequence[Pile], quarter: int, *, is_first: bool
) -> tuple[list[Group], list[Pile]]:
    """Responses, then the whole, then cells of what has a response. Says what is told and what waits."""
    groups: list[Group] = []
    left: list[Pile] = []
    for response, of_response in _by_response(piles).items():
        if may_be_told(rule, of_response):
            groups.append(Group((response,), tuple(of_response)))
        else:
            left += of_response
    groups, left = _tell_the_whole(rule, groups, left, quarter, is_first=is_first and not groups)
    return [cell for group in groups for cell in _split_into_cells(rule, group)], left


def _tell_the_whole(
    rule: Rule, groups: list[Group], left: list[Pile], quarter: int, *, is_first: bool
) -> tuple[list[Group], list[Pile]]:
    if not rule.waits:
        return (_tell_all(rule, groups, left) if left else groups), []
    if (rule.each_overall or (rule.first_overall and is_first)) and may_be_told(rule, left):
        return [*groups, Group(OVERALL, tuple(left))], []
    oldest = quarter - rule.waits
    due = [pile for pile in left if pile.quarter <= oldest]
    if not due:
        return groups, left
    # What is due takes others along that wait, the oldest quarter first, and then sums of this quarter, the smallest
    # first, if the rule says so. What does not help waits on.
    young = [pile for pile in left if pile not in due]
    taken, waiting = list(due), list(young)
    while waiting and not may_be_told(rule, taken):
        first = min(pile.quarter for pile in waiting)
        taken += [pile for pile in waiting if pile.quarter == first]
        waiting = [pile for pile in waiting if pile.quarter != first]
    if may_be_told(rule, taken):
        return [*groups, Group(OVERALL, tuple(taken))], waiting
    return (_tell_all(rule, groups, due) if rule.takes_in else groups), young


def _tell_all(rule: Rule, groups: Sequence[Group], left: Sequence[Pile]) -> list[Group]:
    """What is left with as few of the smallest groups as needed; nothing if everything together is too small."""
    kept, together = sorted(groups, key=lambda group: -group.answers), list(left)
    if may_be_told(rule, together):
        return [*kept, Group(OVERALL, tuple(together))]
    while kept:
        together += kept.pop().piles
        if may_be_told(rule, together):
            return [*kept, Group(OVERALL, tuple(together))]
    return []


def _split_into_cells(rule: Rule, group: Group) -> list[Group]:
    """Its topics become cells, the largest first, as long as what remains of it is nothing or large enough."""
    if len(group.path) != 1:
        return [group]
    by_topic: dict[Path, list[Pile]] = {}
    for pile in group.piles:
        by_topic.setdefault(pile.path, []).append(pile)
    cells: list[Group] = []
    rest = list(group.piles)
    for path in sorted(by_topic, key=lambda path: (-sum(len(pile.rows) for pile in by_topic[path]), path)):
        left = [pile for pile in rest if pile.path != path]
        if may_be_told(rule, by_topic[path]) and (not left or may_be_told(rule, left)):
            cells.append(Group(path, tuple(by_topic[path])))
            rest = left
    return [*cells, *([Group(group.path, tuple(rest))] if rest else [])]


def _by_response(piles: Iterable[Pile]) -> dict[int, list[Pile]]:
    found: dict[int, list[Pile]] = {}
    for pile in sorted(piles, key=lambda pile: (pile.path, pile.quarter)):
        found.setdefault(pile.path[0], []).append(pile)
    return found


Design = Callable[[Year], list[Group]]


def as_product(year: Year, *, k: int = 5) -> list[Group]:
    """What the product's own rule tells of the same answers."""
    from aizuchi.kernel.disclosure_control import CellCounts, group_answers

    told: list[Group] = []
    waiting: list[Pile] = []
    for quarter in range(QUARTERS):
        piles = {(pile.path, _day(pile.quarter)): pile for pile in waiting + year.piles[quarter]}
        counts = [
            CellCounts(
                path=path,
                answers=len(pile.rows),
                rights={person: int(rights) for person, rights in enumerate(pile.rights) if rights},
                k=k,
                period=on,
                may_wait=True,
            )
            for (path, on), pile in piles.items()
        ]
        found = group_answers(counts, oldest=_day(quarter - 3), is_first=not told)
        told += [
            Group(tuple(map(int, group.path)), tuple(piles[one.path, one.period] for one in group.piles), quarter)  # type: ignore[call-overload]
            for group in found.groups
        ]
        waiting = [pile for (path, on), pile in piles.items() if found.still_waits(on, path[0])]
    return told


def _day(quarter: int) -> datetime.date:
    return datetime.date(2001, 1, 1) + quarter * datetime.timedelta(weeks=13)


def design(rule: Rule) -> Design:
    return lambda year: group_year(rule, year)


CHOSEN = Rule(name="5 as 4, what is left takes no sum in", waits=3, most_of_one=0.5, first_overall=True, takes_in=False)
RULES = [
    Rule(name="0 finest first, as it was", order="finest"),
    Rule(name="1 response first"),
    Rule(name="2 as 1, waits a year", waits=3),
    Rule(name="3 as 2, nobody over half", waits=3, most_of_one=0.5),
    Rule(name="4 as 3, the whole at once while nothing was told", waits=3, most_of_one=0.5, first_overall=True),
    CHOSEN,
    replace(CHOSEN, name="6 as 5, nobody needed", spare=True),
    replace(CHOSEN, name="7 as 5, six could answer", eligible=6),
    replace(CHOSEN, name="8 as 5, two others beside one token", helpers_tokens=1),
    replace(CHOSEN, name="9 as 5, two others beside two tokens", helpers_tokens=2),
    replace(CHOSEN, name="10 as 5, nobody over a third", most_of_one=1 / 3),
    replace(CHOSEN, name="11 as 5, waits one quarter", waits=1),
    replace(CHOSEN, name="12 as 5, the whole each quarter", each_overall=True),
    replace(CHOSEN, name="13 as 5, k = 4", k=4),
    replace(CHOSEN, name="14 as 5, k = 6", k=6),
]

__all__ = [
    "CHOSEN",
    "OVERALL",
    "RULES",
    "Design",
    "Floats",
    "Group",
    "Path",
    "Pile",
    "Rule",
    "Year",
    "as_product",
    "design",
]
