"""How many people answered a line, and how often each answer was given."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.structure import Kind


@dataclass(frozen=True, slots=True)
class QuestionSums:
    """As they are kept."""

    answered: int
    """How many people answered it."""
    counts: Mapping[str, int]
    """By the code of a choice or step, a number from 0 to 10, `row:step`, `choice:rank`."""


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


def tally_lines(lines: Iterable[ResultLine], sums: Mapping[str, QuestionSums]) -> dict[str, Tally]:
    """Lines that somebody answered; `sums` are by question."""
    found = {line.key: _tally(line, sums[line.question.code]) for line in lines if line.question.code in sums}
    return {key: tally for key, tally in found.items() if tally.people}


def _tally(line: ResultLine, sums: QuestionSums) -> Tally:
    match line.question.kind:
        case Kind.MATRIX:
            assert line.row is not None
            return _of_steps(_pick(line, sums, f"{line.row.code}:{{}}"))
        case Kind.MULTIPLE:
            return Tally(sums.answered, _pick(line, sums, "{}"))
        case Kind.RANKING:
            return _of_steps(_pick(line, sums, "{}:1"))
        case _:
            return _of_steps(_pick(line, sums, "{}"))


def _pick(line: ResultLine, sums: QuestionSums, form: str) -> dict[str, int]:
    """What was given, by the choices of the line."""
    counts = {code: sums.counts.get(form.format(code), 0) for code in line.scores}
    return {code: count for code, count in counts.items() if count}


def _of_steps(counts: Mapping[str, int]) -> Tally:
    """Of lines to which everybody gives one answer; of a ranking, what comes first."""
    return Tally(sum(counts.values()), counts)
