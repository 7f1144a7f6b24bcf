"""Units by themes: what stands out, and never a rank."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from aizuchi.surveys.reading.intervals import Interval, share, share_change
from aizuchi.surveys.results.findings import count_favourable, find_mean
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import Tallies

Unit = TypeVar("Unit", bound=Hashable)


class Beside(StrEnum):
    """How a unit's theme stands beside the same of all others in the whole."""

    ABOVE = "above"
    BELOW = "below"
    ALIKE = "alike"
    """A difference cannot be told from chance."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    favourable: Interval | None
    """None where it is not told, since on one side there were too few."""
    beside: Beside
    mean: float | None = None
    """Of the scores, from 0 for the least favourable step to 1, where nothing else is told."""


@dataclass(frozen=True, slots=True)
class HeatRow(Generic[Unit]):
    unit: Unit
    cells: tuple[HeatCell | None, ...]
    """By theme; None where it may not be told."""


@dataclass(frozen=True, slots=True)
class HeatMap(Generic[Unit]):
    themes: tuple[str, ...]
    whole: tuple[HeatCell | None, ...]
    rows: tuple[HeatRow[Unit], ...]

    @property
    def looked_at(self) -> int:
        """So many differences; of twenty, one stands out by chance alone."""
        return sum(cell is not None and cell.favourable is not None for row in self.rows for cell in row.cells)

    @property
    def has_hidden(self) -> bool:
        return any(cell is None for row in self.rows for cell in row.cells)

    @property
    def has_means(self) -> bool:
        return any(cell and cell.mean is not None for row in self.rows for cell in row.cells)

    @property
    def stands_out(self) -> bool:
        return any(cell and cell.beside != Beside.ALIKE for row in self.rows for cell in row.cells)


def draw_heat_map(lines: Iterable[ResultLine], whole: Tallies, units: Mapping[Unit, Tallies]) -> HeatMap[Unit]:
    """`whole` and `units` are what may be told of them; the units are parts of the whole."""
    by_theme = group_by_theme(lines, whole)
    at_all = [_sum_up(of_theme, whole) for of_theme in by_theme.values()]
    rows = (
        HeatRow(
            unit,
            tuple(
                _draw_cell(of_theme, tallies, total) for of_theme, total in zip(by_theme.values(), at_all, strict=True)
            ),
        )
        for unit, tallies in units.items()
    )
    whole_cells = tuple(
        _draw_cell(of_theme, whole, total) for of_theme, total in zip(by_theme.values(), at_all, strict=True)
    )
    return HeatMap(tuple(by_theme), whole_cells, tuple(rows))


def favourable_of_theme(lines: Sequence[ResultLine], tallies: Tallies) -> Interval | None:
    """None where of one of them only a mean is told."""
    theme = _sum_up(lines, tallies)
    return theme.share() if theme else None


def group_by_theme(lines: Iterable[ResultLine], whole: Tallies) -> dict[str, list[ResultLine]]:
    found: dict[str, list[ResultLine]] = {}
    for line in lines:
        if line.theme and line.has_steps and line.key in whole:
            found.setdefault(line.theme, []).append(line)
    return found


def _draw_cell(lines: Sequence[ResultLine], tallies: Tallies, whole: "_Theme | None") -> HeatCell | None:
    """A theme is told where each of its lines is: so it says nothing that they do not say."""
    if not all(line.key in tallies for line in lines):
        return None
    theme = _sum_up(lines, tallies)
    if theme is not None:
        return _compare(theme, whole)
    means = [find_mean(line, tallies[line.key]) for line in lines]
    placed = [_place(line, one.value) for line, one in zip(lines, means, strict=True) if one is not None]
    return HeatCell(None, Beside.ALIKE, sum(placed) / len(placed)) if len(placed) == len(lines) else None


def _place(line: ResultLine, score: float) -> float:
    low, high = min(line.scores.values()), max(line.scores.values())
    part = (score - low) / max(high - low, 1)
    return 1 - part if line.question.is_reversed else part


@dataclass(frozen=True, slots=True)
class _Theme:
    """Answers to several lines by the same people, so that they count for no more than their people."""

    favourable: int
    answers: int
    lines: int

    def counted(self) -> tuple[int, int]:
        """As many as there are people on average, with the share that all their answers have."""
        people = max(round(self.answers / self.lines), 1)
        return round(people * self.favourable / self.answers), people

    def share(self) -> Interval:
        interval = share(*self.counted())
        return Interval(self.favourable / self.answers, interval.low, interval.high)

    def minus(self, other: "_Theme") -> "_Theme":
        return _Theme(self.favourable - other.favourable, self.answers - other.answers, self.lines)


def _sum_up(lines: Sequence[ResultLine], tallies: Tallies) -> _Theme | None:
    found = [count_favourable(line, tallies[line.key]) for line in lines]
    told = [one for one in found if one is not None]
    if len(told) < len(lines):
        return None
    return _Theme(sum(count for count, _ in told), sum(people for _, people in told), len(lines))


def _compare(part: _Theme, whole: _Theme | None) -> HeatCell:
    rest = whole.minus(part) if whole else None
    if rest is None or rest.answers <= 0:
        return HeatCell(part.share(), Beside.ALIKE)
    change = share_change(rest.counted(), part.counted())
    beside = Beside.ALIKE if not change.excludes_zero else Beside.ABOVE if change.value > 0 else Beside.BELOW
    return HeatCell(part.share(), beside)
