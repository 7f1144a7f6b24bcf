"""Units by themes: what stands out, and never a rank."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from aizuchi.surveys.reading.intervals import Interval, share, share_change
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import Tallies, Tally

Unit = TypeVar("Unit", bound=Hashable)


class Beside(StrEnum):
    """How a unit's theme stands beside the same of all others in the whole."""

    ABOVE = "above"
    BELOW = "below"
    ALIKE = "alike"
    """A difference cannot be told from chance."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    favourable: Interval
    beside: Beside


@dataclass(frozen=True, slots=True)
class HeatRow(Generic[Unit]):
    unit: Unit
    cells: tuple[HeatCell | None, ...]
    """By theme; None where it may not be told."""


@dataclass(frozen=True, slots=True)
class HeatMap(Generic[Unit]):
    themes: tuple[str, ...]
    whole: tuple[HeatCell, ...]
    rows: tuple[HeatRow[Unit], ...]

    @property
    def looked_at(self) -> int:
        """So many differences; of twenty, one stands out by chance alone."""
        return sum(cell is not None for row in self.rows for cell in row.cells)

    @property
    def stands_out(self) -> bool:
        return any(cell and cell.beside != Beside.ALIKE for row in self.rows for cell in row.cells)


def draw_heat_map(lines: Iterable[ResultLine], whole: Tallies, units: Mapping[Unit, Tallies]) -> HeatMap[Unit]:
    """`whole` and `units` are what may be told of them; the units are parts of the whole."""
    by_theme = _group_by_theme(lines, whole)
    at_all = [_sum_up(of_theme, whole) for of_theme in by_theme.values()]
    rows = (
        HeatRow(
            unit,
            tuple(
                _compare(_sum_up(of_theme, tallies), total) if _has_all(of_theme, tallies) else None
                for of_theme, total in zip(by_theme.values(), at_all, strict=True)
            ),
        )
        for unit, tallies in units.items()
    )
    whole_cells = tuple(HeatCell(total.share(), Beside.ALIKE) for total in at_all)
    return HeatMap(tuple(by_theme), whole_cells, tuple(rows))


def _group_by_theme(lines: Iterable[ResultLine], whole: Tallies) -> dict[str, list[ResultLine]]:
    found: dict[str, list[ResultLine]] = {}
    for line in lines:
        if line.theme and line.has_steps and line.key in whole:
            found.setdefault(line.theme, []).append(line)
    return found


def _has_all(lines: Sequence[ResultLine], tallies: Tallies) -> bool:
    """A theme is told where each of its lines is: so it says nothing that they do not say."""
    return all(line.key in tallies for line in lines)


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


def _sum_up(lines: Sequence[ResultLine], tallies: Tallies) -> _Theme:
    found = [(line, tallies.get(line.key, Tally())) for line in lines]
    favourable = sum(tally.count(line.favourable) for line, tally in found)
    return _Theme(favourable, sum(tally.people for _, tally in found), len(lines))


def _compare(part: _Theme, whole: _Theme) -> HeatCell:
    rest = whole.minus(part)
    if rest.answers <= 0:
        return HeatCell(part.share(), Beside.ALIKE)
    change = share_change(rest.counted(), part.counted())
    beside = Beside.ALIKE if not change.excludes_zero else Beside.ABOVE if change.value > 0 else Beside.BELOW
    return HeatCell(part.share(), beside)
