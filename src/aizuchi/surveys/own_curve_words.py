"""A curve as charts, and as a table in words for whoever wants to read it month by month."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aizuchi.surveys.models import ClarityReading
from aizuchi.surveys.models.own_readings import STEPS
from aizuchi.surveys.queries.own_curve import OwnLine
from aizuchi.ui.charts import ChartLine, LineChart, Point, Scale
from aizuchi.ui.formatting import format_month, format_month_name, format_short_day

SCALE = Scale(low=1, high=STEPS, unit="")


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    words: str
    low: str
    high: str
    latest: str
    """What was said last, in words."""
    is_low: bool = False
    """What was said last is on the side that is not meant to be good."""
    chart: LineChart | None
    """Once there is more than one point."""


def draw_lines(lines: Sequence[OwnLine]) -> list[DrawnLine]:
    return [
        DrawnLine(
            words=line.words,
            low=line.steps[0],
            high=line.steps[-1],
            latest=next((said for said in reversed(line.said) if said), ""),
            is_low=next(value for value in reversed(line.values) if value) <= STEPS // 2,
            chart=_draw(line.words, _list_points(line)),
        )
        for line in lines
        if any(line.values)
    ]


def draw_clarity(readings: Sequence[tuple[datetime.date, int]]) -> DrawnLine | None:
    """By the days of 1on1s; None where nothing was said."""
    if not readings:
        return None
    steps = [str(words) for _value, words in ClarityReading.Step.choices]
    words = _("How clear you felt after 1on1s")
    points = [Point(format_short_day(day), value) for day, value in readings]
    latest = steps[readings[-1][1] - 1]
    return DrawnLine(words=words, low=steps[0], high=steps[-1], latest=latest, chart=_draw(words, points))


def tabulate_lines(lines: Sequence[OwnLine]) -> list[tuple[str, list[tuple[str, str]]]]:
    """By month, the latest first: what was said to which question."""
    if not lines:
        return []
    rows = [
        (format_month(month), [(line.words, line.said[place]) for line in lines if line.said[place]])
        for place, month in enumerate(lines[0].months)
    ]
    return [(month, said) for month, said in reversed(rows) if said]


def _draw(words: str, points: list[Point]) -> LineChart | None:
    if len(points) < 2:
        return None
    return LineChart(title=words, lines=[ChartLine(words, points)], scale=SCALE)


def _list_points(line: OwnLine) -> list[Point]:
    return [Point(format_month_name(month), value) for month, value in zip(line.months, line.values, strict=True)]
