"""How many people answered a line, and how often each answer was given."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np

from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.structure import Kind

Group = TypeVar("Group", bound=Hashable)
TOGETHER = "+"
"""Between the codes of answers that are told together; it is in no code."""


@lru_cache(maxsize=1024)
def split_together(joined: str) -> frozenset[str]:
    return frozenset(joined.split(TOGETHER))


@dataclass(frozen=True, slots=True)
class QuestionSums:
    """As they are kept."""

    answered: int
    """How many people answered it."""
    counts: Mapping[str, int]
    """By the code of a choice or step, a number from 0 to 10, `row:step`, `choice:rank`; of several together `1+2`."""
    totals: Mapping[str, int] = field(default_factory=dict)
    """`Tally.total` by the code of the row, empty for a question without rows."""


@dataclass(frozen=True, slots=True)
class Tally:
    people: int = 0
    """Without those to whom it does not apply."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """By the code of an answer; by several joined by `+` where it is told only how many gave one of these."""
    total: int | None = None
    """Of the scores of all, where their mean is told but not how often each answer was given."""

    def plus(self, other: "Tally") -> "Tally":
        return Tally(self.people + other.people, Counter(self.counts) + Counter(other.counts))

    def minus(self, other: "Tally") -> "Tally":
        return Tally(self.people - other.people, Counter(self.counts) - Counter(other.counts))

    def count(self, codes: Collection[str]) -> int | None:
        """None where it is not told: one of them is told only together with others."""
        found = 0
        for joined, count in self.counts.items():
            if joined in codes:
                found += count
            elif TOGETHER in joined and not (part := split_together(joined)).isdisjoint(codes):
                if not part.issubset(codes):
                    return None
                found += count
        return found


Tallies = Mapping[str, Tally]
"""By the key of a line."""


class TallyTable(Generic[Group]):
    """Tallies of many groups, to be added up in many ways."""

    def __init__(self, tallies: Mapping[Group, Tallies]) -> None:
        self._rows = {group: row for row, group in enumerate(tallies)}
        cells = {(key, code) for some in tallies.values() for key, one in some.items() for code in ("", *one.counts)}
        self._columns = {cell: column for column, cell in enumerate(sorted(cells))}
        self._numbers = np.zeros((len(self._rows), len(cells)), dtype=np.int64)
        for group, some in tallies.items():
            for key, one in some.items():
                row = self._numbers[self._rows[group]]
                row[self._columns[key, ""]] = one.people
                for code, count in one.counts.items():
                    row[self._columns[key, code]] = count

    def add_up(self, groups: Iterable[Group]) -> dict[str, Tally]:
        """Lines that somebody answered, and answers that somebody gave."""
        sums = self._numbers[[self._rows[one] for one in groups if one in self._rows]].sum(axis=0).tolist()
        people, counts = dict[str, int](), defaultdict[str, dict[str, int]](dict)
        for (key, code), column in self._columns.items():
            if (count := sums[column]) and code:
                counts[key][code] = count
            elif count:
                people[key] = count
        return {key: Tally(number, counts[key]) for key, number in people.items()}


def tally_lines(lines: Iterable[ResultLine], sums: Mapping[str, QuestionSums]) -> dict[str, Tally]:
    """Lines that somebody answered; `sums` are by question."""
    found = {line.key: _tally(line, sums[line.question.code]) for line in lines if line.question.code in sums}
    return {key: tally for key, tally in found.items() if tally.people}


def _tally(line: ResultLine, sums: QuestionSums) -> Tally:
    total = sums.totals.get(line.row.code if line.row else "")
    match line.question.kind:
        case Kind.MATRIX:
            assert line.row is not None
            return _of_steps(_pick(line, sums, f"{line.row.code}:", ""), total)
        case Kind.MULTIPLE:
            return Tally(sums.answered, _pick(line, sums))
        case Kind.RANKING:
            return _of_steps(_pick(line, sums, "", ":1"))
        case _:
            return _of_steps(_pick(line, sums), total)


def _pick(line: ResultLine, sums: QuestionSums, begin: str = "", end: str = "") -> dict[str, int]:
    """What was given, by the choices of the line."""
    found, scores = {}, line.scores
    if not begin and not end and sums.counts.keys() <= scores.keys():
        return {code: count for code, count in sums.counts.items() if count}
    for code, count in sums.counts.items():
        answer = code.removeprefix(begin).removesuffix(end) if begin or end else code
        if not count or len(code) != len(begin) + len(answer) + len(end):
            continue
        if answer in scores or split_together(answer) <= scores.keys():
            found[answer] = count
    return found


def _of_steps(counts: Mapping[str, int], total: int | None = None) -> Tally:
    """Of lines to which everybody gives one answer; of a ranking, what comes first."""
    return Tally(sum(counts.values()), counts, total)
