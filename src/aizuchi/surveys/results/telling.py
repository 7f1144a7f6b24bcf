"""What may be told of which groups together.

A group's numbers are those of everybody in it: a unit with all that lies below it, or a part of one by a second
attribute. For each line by itself, and for who answered at all, they are told where k people stand behind them and
behind whatever comes out when told numbers are added and taken away (`kernel.disclosure_control`). Different lines are
different answers: none can be taken from another.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from aizuchi.kernel.disclosure_control import choose_sums
from aizuchi.surveys.results.answers import SomeAnswers, tell_answers
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import Tallies, Tally, TallyTable

Group = TypeVar("Group", bound=Hashable)


class Hidden(StrEnum):
    FEW = "few"
    UNPROVEN = "unproven"
    """There are enough answers, but some may be of the same people: whoever answered in two browsers."""
    GIVES_AWAY = "gives_away"
    """There would be enough people, but by subtraction it would tell of fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswers:
    asked: int = 0
    answered: int = 0
    unproven: int = 0
    """So many of the answers may be somebody's second ones: they prove nobody, whatever they answer."""
    tallies: Tallies = field(default_factory=dict)
    hidden: Hidden | None = None


def tell_groups(
    smallest: Mapping[Group, GroupAnswers],
    groups: Mapping[Group, Collection[Group]],
    *,
    k: int,
    wanted_most: Collection[Group] = frozenset(),
) -> dict[Group, GroupAnswers]:
    """In the order of `groups`, each with the smallest groups that are in it; everybody is in one smallest group.

    What is hidden is not in what is returned, so that it need not be kept; how many were asked is no secret.
    """
    totals = {group: _add_up(smallest[one] for one in parts if one in smallest) for group, parts in groups.items()}
    tallies = TallyTable({one: answers.tallies for one, answers in smallest.items()})
    answered = {one: answers.answered for one, answers in smallest.items()}
    told = choose_sums(answered, groups, k=k, wanted_most=wanted_most)
    of_line = {
        key: choose_sums(people, groups, k=k, wanted_most=wanted_most) & told
        for key, people in _people_by_line(smallest).items()
    }
    return {
        group: replace(total, unproven=0, tallies=_tell(tallies.add_up(groups[group]), group, of_line))
        if group in told
        else GroupAnswers(asked=total.asked, hidden=_say_why(total, k))
        for group, total in totals.items()
    }


def tell_lines(
    lines: Iterable[ResultLine],
    smallest: Mapping[Group, GroupAnswers],
    groups: Mapping[Group, Collection[Group]],
    told: Mapping[Group, GroupAnswers],
    *,
    k: int,
) -> dict[Group, GroupAnswers]:
    """Of what `tell_groups` tells, how often each answer was given, as far as that may be told as well (`answers`).

    `groups` as there, but larger ones first, and any two of them inside each other or apart.
    """
    tallies: dict[Group, dict[str, Tally]] = {group: {} for group in told}
    for line in lines:
        of_line = {
            one: SomeAnswers(answers.tallies[line.key], answers.unproven)
            for one, answers in smallest.items()
            if line.key in answers.tallies
        }
        with_line = {group: parts for group, parts in groups.items() if line.key in told[group].tallies}
        totals = {group: told[group].tallies[line.key] for group in with_line}
        for group, tally in tell_answers(line, of_line, with_line, k=k, totals=totals).items():
            tallies[group][line.key] = tally
    return {group: replace(answers, tallies=tallies[group]) for group, answers in told.items()}


def _say_why(total: GroupAnswers, k: int) -> Hidden:
    if total.answered >= k:
        return Hidden.GIVES_AWAY
    return Hidden.UNPROVEN if total.answered + total.unproven >= k else Hidden.FEW


def _add_up(parts: Iterable[GroupAnswers]) -> GroupAnswers:
    found = list(parts)
    return GroupAnswers(
        asked=sum(part.asked for part in found),
        answered=sum(part.answered for part in found),
        unproven=sum(part.unproven for part in found),
    )


def _people_by_line(smallest: Mapping[Group, GroupAnswers]) -> dict[str, dict[Group, int]]:
    found: dict[str, dict[Group, int]] = defaultdict(dict)
    for one, answers in smallest.items():
        for key, tally in answers.tallies.items():
            found[key][one] = max(1, tally.people - answers.unproven) if tally.people else 0
    return found


def _tell(total: Tallies, group: Group, shown: Mapping[str, Collection[Group]]) -> Tallies:
    return {key: tally for key, tally in total.items() if group in shown[key]}
