"""What a tally says, each with 95 %."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from aizuchi.surveys.reading.intervals import Interval, mean, mean_of_parts, share
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import TOGETHER, Tallies, Tally
from aizuchi.surveys.structure import Choice, Kind


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
    choices: tuple[Choice, ...]
    """Several where too few gave one of them: they are told together only."""
    share: Interval | None
    """None where it is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFinding:
    line: ResultLine
    shares: tuple[AnswerShare, ...]
    """Of those who answered; of a ranking, who put it first."""
    mean: Interval | None
    favourable: Interval | None

    @property
    def tells_shares(self) -> bool:
        """Not all answers together, which says nothing."""
        return len(self.shares) > 1 or any(len(one.choices) == 1 for one in self.shares)

    @property
    def holds_back(self) -> bool:
        """Something of it is not told by itself, since too few answered so."""
        return any(len(one.choices) > 1 or one.share is None for one in self.shares)


def find(line: ResultLine, tally: Tally) -> LineFinding:
    return LineFinding(
        line=line,
        shares=tuple(_list_shares(line, tally)),
        mean=find_mean(line, tally) if line.has_steps else None,
        favourable=favourable_share(line, tally),
    )


def _list_shares(line: ResultLine, tally: Tally) -> Iterator[AnswerShare]:
    """In the order of what can be chosen, by the first of each; what is retired only where it was chosen."""
    part_of = {code: joined for joined in tally.counts for code in joined.split(TOGETHER)}
    by_code = {choice.code: choice for choice in line.choices}
    told = set()
    for choice in line.choices:
        joined = part_of.get(choice.code)
        if joined is None:
            if not choice.is_retired:
                yield AnswerShare((choice,), share(0, tally.people) if line.question.kind != Kind.MULTIPLE else None)
        elif joined not in told:
            told.add(joined)
            choices = tuple(sorted((by_code[code] for code in joined.split(TOGETHER)), key=line.choices.index))
            yield AnswerShare(choices, share(tally.counts[joined], tally.people))


def find_mean(line: ResultLine, tally: Tally) -> Interval | None:
    """None where it is not told, and of fewer than two; within the scale."""
    found = _find_mean(line, tally)
    return found and found.within(min(line.scores.values()), max(line.scores.values()))


def _find_mean(line: ResultLine, tally: Tally) -> Interval | None:
    scores = {joined: [line.scores[code] for code in joined.split(TOGETHER)] for joined in tally.counts}
    if all(len(some) == 1 for some in scores.values()):
        return mean({some[0]: tally.counts[joined] for joined, some in scores.items()})
    if tally.total is None:
        return None
    return mean_of_parts({(min(some), max(some)): tally.counts[joined] for joined, some in scores.items()}, tally.total)


def find_all(lines: Iterable[ResultLine], tallies: Tallies) -> list[LineFinding]:
    """Of the lines that may be told, in their order."""
    return [find(line, tallies[line.key]) for line in lines if line.key in tallies]


def favourable_share(line: ResultLine, tally: Tally) -> Interval | None:
    counted = count_favourable(line, tally)
    return share(*counted) if counted else None


def count_favourable(line: ResultLine, tally: Tally) -> tuple[int, int] | None:
    """Of how many; None where it is not told."""
    count = tally.count(line.favourable) if line.has_steps else None
    return None if count is None else (count, tally.people)
