"""What rose, step by step, and what stood at the beginning of each rise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from aizuchi.ui.charts.scale import TableOfChart

_SLOPE = 1.5
"""How far before its moment a rise begins, in percent of the width."""
_TOP, _FLOOR = 12, 100


@dataclass(frozen=True, kw_only=True)
class Step:
    at: float
    """When, from 0 to 1."""
    rise: int
    when: str
    words: str
    looks: Literal["dot", "diamond"] = "dot"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """On the line of time, below the curve."""

    at: float
    when: str
    words: str


@dataclass(frozen=True)
class PlacedStep:
    x: float
    y: float
    words: str
    looks: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class StepChart:
    title: str
    steps: Sequence[Step]
    marks: Sequence[Mark] = ()
    ticks: Sequence[tuple[float, str]] = ()
    """Of the time: where (0 to 1), and what it is called."""
    until: float = 1
    """Up to where the curve goes: today."""
    when_heading: str
    words_heading: str
    template: ClassVar[str] = "ui/charts/steps.html"

    @property
    def placed_ticks(self) -> list[tuple[float, str]]:
        return [(_percent(at), name) for at, name in self.ticks]

    @property
    def placed(self) -> list[PlacedStep]:
        return [
            PlacedStep(_percent(step.at), y, step.words, step.looks, _anchor(step.at))
            for step, y in zip(self._in_order, self._heights, strict=True)
        ]

    @property
    def placed_marks(self) -> list[PlacedStep]:
        """In two rows, so that neighbours do not lie on each other."""
        marks = sorted(self.marks, key=lambda mark: mark.at)
        return [
            PlacedStep(_percent(mark.at), number % 2, mark.words, "mark", _anchor(mark.at))
            for number, mark in enumerate(marks)
        ]

    @property
    def stroke(self) -> str:
        """A path in a square of 100 by 100, from the floor on."""
        path, before = f"M0 {_FLOOR}", float(_FLOOR)
        for step in self.placed:
            path += (
                f"L{max(0, step.x - _SLOPE):g} {before:g}C{step.x:g} {before:g} {max(0, step.x - _SLOPE):g} {step.y:g}"
            )
            path += f" {step.x:g} {step.y:g}"
            before = step.y
        return f"{path}L{_percent(self.until):g} {before:g}"

    @property
    def area(self) -> str:
        return f"{self.stroke}L{_percent(self.until):g} {_FLOOR}Z"

    @property
    def table(self) -> TableOfChart:
        steps = [(step.at, step.when, step.words) for step in self.steps]
        told = sorted([*steps, *((mark.at, mark.when, mark.words) for mark in self.marks)])
        return TableOfChart([self.when_heading, self.words_heading], [[when, words] for _at, when, words in told])

    @property
    def _in_order(self) -> list[Step]:
        return sorted(self.steps, key=lambda step: step.at)

    @property
    def _heights(self) -> list[float]:
        whole, height, found = sum(step.rise for step in self.steps) or 1, 0, []
        for step in self._in_order:
            height += step.rise
            found.append(round(_FLOOR - (_FLOOR - _TOP) * height / whole, 2))
        return found


def _percent(at: float) -> float:
    return round(100 * min(1, max(0, at)), 2)


def _anchor(at: float) -> str:
    """On which side of its place there is room for words."""
    return "end" if at > 0.55 else "start"
