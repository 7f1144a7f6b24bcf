"""What changed since the times before, question by question by its key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aizuchi.surveys.reading.changes import JudgedChange, judge
from aizuchi.surveys.reading.intervals import Interval, share_change
from aizuchi.surveys.results.findings import count_favourable, favourable_share
from aizuchi.surveys.results.heat_map import favourable_of_theme
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import Tallies


@dataclass(frozen=True, slots=True)
class Round:
    """One time that a survey was asked."""

    lines: Sequence[ResultLine]
    tallies: Tallies
    """What may be told of one unit."""

    def find(self, line: ResultLine) -> ResultLine | None:
        """What was the same question then, if it may be told."""
        return next((one for one in self.lines if one.is_comparable(line) and one.key in self.tallies), None)


def compare_rounds(rounds: Sequence[Round]) -> dict[str, JudgedChange[str]]:
    """By line what the last round changed against the one before it; `rounds` are in their order.

    Answers of two rounds are not of the same people, or not known to be: the favourable share is compared by groups.
    """
    if len(rounds) < 2:
        return {}
    found = (_compare_line(line, rounds) for line in rounds[-1].lines if line.has_steps)
    return {one.key: one for one in found if one is not None}


def _compare_line(line: ResultLine, rounds: Sequence[Round]) -> JudgedChange[str] | None:
    steps = [_change(line, before, after) for before, after in pairwise(rounds)]
    last = steps.pop()
    if last is None:
        return None
    return JudgedChange(line.key, last, judge(last, [one.value for one in steps if one is not None]))


def _change(line: ResultLine, before: Round, after: Round) -> Interval | None:
    first, second = before.find(line), after.find(line)
    if first is None or second is None:
        return None
    earlier = count_favourable(first, before.tallies[first.key])
    later = count_favourable(second, after.tallies[second.key])
    return share_change(earlier, later) if earlier and later else None


def theme_over_time(lines: Sequence[ResultLine], rounds: Iterable[Round]) -> list[Interval | None]:
    """Of a theme with these lines: None for a round that did not ask all of them, or of which one may not be told,
    since other questions would be another number."""
    found = []
    for one in rounds:
        then = [line for line in map(one.find, lines) if line]
        found.append(favourable_of_theme(then, one.tallies) if len(then) == len(lines) else None)
    return found


def favourable_over_time(line: ResultLine, rounds: Iterable[Round]) -> list[Interval | None]:
    """None for a round that did not ask it, or of which it may not be told."""
    then = [(one, one.find(line)) for one in rounds]
    return [favourable_share(found, one.tallies[found.key]) if found else None for one, found in then]
