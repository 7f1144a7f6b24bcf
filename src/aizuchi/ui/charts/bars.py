"""One value each, side by side, not in the order of their size unless the order means something."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString

from aizuchi.ui.charts.scale import PERCENT, Scale, TableOfChart


@dataclass(frozen=True, kw_only=True)
class Bar:
    name: str
    value: float | None
    why: str = ""
    """Why there is no value."""
    mark: float | None = None


@dataclass(frozen=True)
class PlacedBar:
    name: str
    value: str
    why: str
    start: float
    width: float
    mark: float | None

    @property
    def drawn(self) -> SafeString:
        """A page may have hundreds: a template takes ten times as long."""
        bar = mark = SafeString("")
        if self.width:
            bar = format_html(
                '<rect class="c-bar" x="{}%" width="{}%" y="8" height="8" rx="4"/>', self.start, self.width
            )
        if self.mark is not None:
            mark = format_html('<line class="c-org" x1="{}%" x2="{}%" y1="3" y2="21"/>', self.mark, self.mark)
        return format_html(
            '<li><span>{}</span><svg class="interval"><rect class="c-track" width="100%" y="8" height="8" rx="4"/>{}{}'
            "</svg><b>{}</b></li>",
            self.name,
            bar,
            mark,
            self.value,
        )


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Bars begin at zero, also where values may be below."""

    title: str
    bars: Sequence[Bar]
    heading: str
    """What is measured."""
    mark_name: str = ""
    """What the tick on each bar is: a target, the time before."""
    scale: Scale = PERCENT
    template: ClassVar[str] = "ui/charts/bars.html"

    @property
    def placed(self) -> list[PlacedBar]:
        return list(map(self._place, self.bars))

    @property
    def table(self) -> TableOfChart:
        headings = ["", self.heading, *([self.mark_name] if self.mark_name else [])]
        rows = [
            [
                bar.name,
                bar.why if bar.value is None else self.scale.write(bar.value),
                *([self.scale.write(bar.mark)] if self.mark_name else []),
            ]
            for bar in self.bars
        ]
        return TableOfChart(headings, rows)

    def _place(self, bar: Bar) -> PlacedBar:
        zero = self.scale.zero or 0
        end = zero if bar.value is None else self.scale.place(bar.value)
        return PlacedBar(
            name=bar.name,
            value=self.scale.write(bar.value),
            why=bar.why if bar.value is None else "",
            start=min(zero, end),
            width=round(abs(end - zero), 2),
            mark=None if bar.mark is None else self.scale.place(bar.mark),
        )
