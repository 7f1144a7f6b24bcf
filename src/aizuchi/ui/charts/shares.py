"""How a whole is made up: one band per group, the same answers in the same order in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from aizuchi.ui.charts.scale import TableOfChart

# Which of the five shades, darkest first, so that few parts stay apart from each other.
_SHADES = {1: (5,), 2: (5, 2), 3: (5, 3, 1), 4: (5, 4, 2, 1), 5: (5, 4, 3, 2, 1)}


@dataclass(frozen=True, kw_only=True)
class Shares:
    name: str
    percents: Sequence[int] = ()
    """One for each part; empty if the group may not be shown."""
    why: str = ""


@dataclass(frozen=True)
class PlacedShare:
    shade: int
    start: int
    width: int


@dataclass(frozen=True)
class PlacedShares:
    name: str
    why: str
    shares: Sequence[PlacedShare]


@dataclass(frozen=True, kw_only=True)
class ShareChart:
    title: str
    parts: Sequence[str]
    """At most five, the best first."""
    groups: Sequence[Shares]
    template: ClassVar[str] = "ui/charts/shares.html"

    @property
    def legend(self) -> list[tuple[int, str]]:
        return list(zip(_SHADES[len(self.parts)], self.parts, strict=True))

    @property
    def placed(self) -> list[PlacedShares]:
        return [PlacedShares(group.name, group.why, self._place(group.percents)) for group in self.groups]

    @property
    def table(self) -> TableOfChart:
        rows = [
            [group.name, *([f"{percent}%" for percent in group.percents] or [group.why] * len(self.parts))]
            for group in self.groups
        ]
        return TableOfChart(["", *self.parts], rows)

    def _place(self, percents: Sequence[int]) -> list[PlacedShare]:
        starts = accumulate(percents, initial=0)
        shades = _SHADES[len(self.parts)] if percents else ()
        found = zip(shades, starts, percents, strict=False)
        return [PlacedShare(shade, start, width) for shade, start, width in found if width]
