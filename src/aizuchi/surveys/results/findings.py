"""What a tally says, each with 95 %."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from aizuchi.surveys.reading.intervals import Interval, mean, share
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import Tallies, Tally
from aizuchi.surveys.structure import Choice


class AnswerRate(IntEnum):
    """How many of those asked answered. Never exact: nobody shall be counted after."""

    FEW = 1
    SOME = 2
    MANY = 3
    MOST = 4


def rate(answered: int, asked: int) -> AnswerRate:
    """By quarters."""
    return AnswerRate(min(4 * answered // max(asked, 1), 3) + 1)


@dataclass(frozen=True, slots=True)
class AnswerShare:
    choice: Choice
    share: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFinding:
    line: ResultLine
    shares: tuple[AnswerShare, ...]
    """Of those who answered; of a ranking, who put it first."""
    mean: Interval | None
    favourable: Interval | None


def find(line: ResultLine, tally: Tally) -> LineFinding:
    return LineFinding(
        line=line,
        shares=tuple(
            AnswerShare(choice, share(tally.count([choice.code]), tally.people))
            for choice in line.choices
            if not choice.is_retired or tally.count([choice.code])
        ),
        mean=mean({line.scores[code]: count for code, count in tally.counts.items()}) if line.has_steps else None,
        favourable=favourable_share(line, tally),
    )


def find_all(lines: Iterable[ResultLine], tallies: Tallies) -> list[LineFinding]:
    """Of the lines that may be told, in their order."""
    return [find(line, tallies[line.key]) for line in lines if line.key in tallies]


def favourable_share(line: ResultLine, tally: Tally) -> Interval | None:
    return share(*count_favourable(line, tally)) if line.has_steps else None


def count_favourable(line: ResultLine, tally: Tally) -> tuple[int, int]:
    """Of how many."""
    return tally.count(line.favourable), tally.people
