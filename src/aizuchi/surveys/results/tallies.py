"""How many people answered a line, and how often each answer was given."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.structure import Kind

ANSWERED = ""
"""Stands for the answer of a sum that counts people: those who answered a question, or, without a question, at all."""

Sums = Mapping[tuple[str, str], int]
"""By the code of a question and an answer: the code of a choice or a step, a number, `row:step`, `choice:place`."""


@dataclass(frozen=True, slots=True)
class Tally:
    people: int = 0
    """Without those to whom it does not apply."""
    counts: Mapping[str, int] = field(default_factory=dict)

    def plus(self, other: "Tally") -> "Tally":
        return Tally(self.people + other.people, Counter(self.counts) + Counter(other.counts))

    def minus(self, other: "Tally") -> "Tally":
        return Tally(self.people - other.people, Counter(self.counts) - Counter(other.counts))

    def count(self, codes: Iterable[str]) -> int:
        return sum(self.counts.get(code, 0) for code in codes)


Tallies = Mapping[str, Tally]
"""By the key of a line."""


def tally_lines(lines: Iterable[ResultLine], sums: Sums) -> dict[str, Tally]:
    """Lines that somebody answered."""
    found = {line.key: _tally(line, sums) for line in lines}
    return {key: tally for key, tally in found.items() if tally.people}


def _tally(line: ResultLine, sums: Sums) -> Tally:
    code = line.question.code
    match line.question.kind:
        case Kind.MATRIX:
            assert line.row is not None
            return _of_steps({step: sums.get((code, f"{line.row.code}:{step}"), 0) for step in line.scores})
        case Kind.MULTIPLE:
            return Tally(sums.get((code, ANSWERED), 0), _chosen({one: sums.get((code, one), 0) for one in line.scores}))
        case Kind.RANKING:
            return _of_steps({one: sums.get((code, f"{one}:1"), 0) for one in line.scores})
        case _:
            return _of_steps({one: sums.get((code, one), 0) for one in line.scores})


def _of_steps(counts: Mapping[str, int]) -> Tally:
    """Of lines of which everybody gives one answer; of a ranking, what comes first."""
    return Tally(sum(counts.values()), _chosen(counts))


def _chosen(counts: Mapping[str, int]) -> dict[str, int]:
    return {code: count for code, count in counts.items() if count}
