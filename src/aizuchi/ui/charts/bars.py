"""One value each, side by side, not in the order of their size unless the order means something."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from aizuchi.ui.charts.scale import PERCENT, Scale, TableOfChart
from aizuchi.ui.icons import draw_icon


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
    def drawn(self) -> str:
        name = escape(self.name)
        if self.why:
            return f'<li><span>{name}</span><span class="withheld">{draw_icon("eye-off")}{escape(self.why)}</span></li>'
        bar = mark = ""
        if self.width:
            bar = f'<rect class="c-bar" x="{self.start}%" width="{self.width}%" y="8" height="8" rx="4"/>'
        if self.mark is not None:
            mark = f'<line class="c-org" x1="{self.mark}%" x2="{self.mark}%" y1="3" y2="21"/>'
        track = '<rect class="c-track" width="100%" y="8" height="8" rx="4"/>'
        return f'<li><span>{name}</span><svg class="interval">{track}{bar}{mark}</svg><b>{escape(self.value)}</b></li>'


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

    @property
    def drawn(self) -> SafeString:
        """With its table. A page may have dozens of charts, hundreds of bars: a template takes ten times as long."""
        bars = "".join(bar.drawn for bar in self.placed)
        return SafeString(
            f'<figure class="chart">{self._draw_legend()}'
            f'<ul class="chart__rows" role="list" aria-hidden="true">{bars}</ul>'
            f'<div class="sr-only"><table><caption>{escape(self.title)}</caption>{self.table.drawn}</table></div>'
            "</figure>"
        )

    def _draw_legend(self) -> str:
        if not self.mark_name:
            return ""
        key, tick = escape(self.heading), escape(self.mark_name)
        return (
            f'<div class="legend" aria-hidden="true"><span><i class="key key--bar"></i>{key}</span>'
            f'<span><i class="key key--tick"></i>{tick}</span></div>'
        )

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
