"""Estimates as dots with the interval they may lie in, and what they are held against as a tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aizuchi.ui.charts.scale import PERCENT, Scale, TableOfChart


@dataclass(frozen=True, kw_only=True)
class Estimate:
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    why: str = ""
    """Why there is no value."""


@dataclass(frozen=True)
class PlacedEstimate:
    name: str
    value: str
    why: str
    at: float | None
    low: float
    width: float
    mark: float | None


def draw_interval(at: float, low: float, width: float, mark: float | None) -> SafeString:
    band = f'<rect class="c-band" x="{low}%" y="7" width="{width}%" height="10" rx="5"/>' if width else ""
    tick = "" if mark is None else f'<line class="c-org" x1="{mark}%" x2="{mark}%" y1="2" y2="22"/>'
    axis, dot = (
        '<line class="c-axis" x1="0" x2="100%" y1="12" y2="12"/>',
        f'<circle class="c-dot" cx="{at}%" cy="12" r="5.5"/>',
    )
    return SafeString(f"{axis}{band}{tick}{dot}")


@dataclass(frozen=True, kw_only=True)
class IntervalChart:
    title: str
    estimates: Sequence[Estimate]
    heading: str
    mark_name: str = ""
    scale: Scale = PERCENT
    template: ClassVar[str] = "ui/charts/intervals.html"

    @property
    def placed(self) -> list[PlacedEstimate]:
        return list(map(self._place, self.estimates))

    @property
    def table(self) -> TableOfChart:
        headings = ["", self.heading, _("Where it may be"), *([self.mark_name] if self.mark_name else [])]
        rows = [
            [
                estimate.name,
                estimate.why if estimate.value is None else self.scale.write(estimate.value),
                self.scale.write_range(estimate.low, estimate.high),
                *([self.scale.write(estimate.mark)] if self.mark_name else []),
            ]
            for estimate in self.estimates
        ]
        return TableOfChart(headings, rows)

    def _place(self, estimate: Estimate) -> PlacedEstimate:
        ends = [end for end in (estimate.low, estimate.high) if end is not None]
        low, high = (self.scale.place(ends[0]), self.scale.place(ends[-1])) if len(ends) == 2 else (0.0, 0.0)
        return PlacedEstimate(
            name=estimate.name,
            value=self.scale.write(estimate.value),
            why=estimate.why if estimate.value is None else "",
            at=None if estimate.value is None else self.scale.place(estimate.value),
            low=low,
            width=round(high - low, 2),
            mark=None if estimate.mark is None else self.scale.place(estimate.mark),
        )
