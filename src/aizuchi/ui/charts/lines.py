"""Values over quarters, months or rounds, each with the band it may lie in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

from aizuchi.ui.charts.scale import PERCENT, Scale, TableOfChart

MOST_LABELS = 8


@dataclass(frozen=True)
class Point:
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ChartLine:
    name: str
    points: Sequence[Point]
    looks: Literal["main", "other", "plain"] = "main"


@dataclass(frozen=True)
class PlacedDot:
    x: float
    y: float


@dataclass(frozen=True)
class PlacedLine:
    looks: str
    name: str
    dots: Sequence[PlacedDot]
    stroke: str
    band: str
    """Paths in a square of 100 by 100, empty if there is nothing."""


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """All lines have the same points in time."""

    title: str
    lines: Sequence[ChartLine]
    scale: Scale = PERCENT
    template: ClassVar[str] = "ui/charts/lines.html"

    @property
    def is_many(self) -> bool:
        return len(self.lines) > 1

    @property
    def has_bands(self) -> bool:
        return any(point.low is not None for line in self.lines for point in line.points)

    @property
    def grid(self) -> list[tuple[float, str]]:
        """Heights and what they mean: the lowest, the middle, the highest."""
        values = (self.scale.low, (self.scale.low + self.scale.high) / 2, self.scale.high)
        return [(self._y(value), self.scale.write(value)) for value in values]

    @property
    def labels(self) -> list[tuple[float, str]]:
        """As many as a phone has room for, the latest among them."""
        points = self.lines[0].points if self.lines else ()
        step = -(-len(points) // MOST_LABELS) or 1
        return [
            (self._x(number), point.label)
            for number, point in enumerate(points)
            if (len(points) - 1 - number) % step == 0
        ]

    @property
    def placed(self) -> list[PlacedLine]:
        return [self._place(line) for line in self.lines]

    @property
    def table(self) -> TableOfChart:
        headings = ["", *(line.name for line in self.lines)]
        columns = [[self._write(point) for point in line.points] for line in self.lines]
        names = [point.label for point in self.lines[0].points] if self.lines else []
        return TableOfChart(headings, [[name, *cells] for name, *cells in zip(names, *columns, strict=True)])

    def _write(self, point: Point) -> str:
        if point.value is None:
            return _("not shown")
        written, between = self.scale.write(point.value), self.scale.write_range(point.low, point.high)
        return f"{written} ({between})" if between else written

    def _place(self, line: ChartLine) -> PlacedLine:
        runs = list(_runs(line.points))
        return PlacedLine(
            looks=line.looks,
            name=line.name,
            dots=[PlacedDot(self._x(number), self._y(point.value or 0)) for run in runs for number, point in run],
            stroke="".join(_path((self._x(at), self._y(point.value or 0)) for at, point in run) for run in runs),
            band="".join(map(self._band, runs)),
        )

    def _band(self, run: Sequence[tuple[int, Point]]) -> str:
        known = [(self._x(at), point.low, point.high) for at, point in run if None not in (point.low, point.high)]
        upper = [(x, self._y(high or 0)) for x, _low, high in known]
        lower = [(x, self._y(low or 0)) for x, low, _high in reversed(known)]
        return _path([*upper, *lower]) + "Z" if len(known) > 1 else ""

    def _x(self, number: int) -> float:
        count = len(self.lines[0].points)
        return round(100 * number / (count - 1), 2) if count > 1 else 50

    def _y(self, value: float) -> float:
        return round(100 - self.scale.place(value), 2)


def _runs(points: Sequence[Point]) -> Iterator[list[tuple[int, Point]]]:
    """Where a value is missing the line is broken."""
    for is_known, run in groupby(enumerate(points), lambda item: item[1].value is not None):
        if is_known:
            yield list(run)


def _path(places: "Iterator[tuple[float, float]] | Sequence[tuple[float, float]]") -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
