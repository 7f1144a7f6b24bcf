from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.formats import number_format
from django.utils.safestring import SafeString

PLAIN = 999
"""Whole numbers up to here are written alike in every language."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """From where to where values go, and how they are written."""

    low: float = 0
    high: float = 100
    unit: str = "%"
    decimals: int = 0

    def place(self, value: float) -> float:
        """In percent of the way from low to high, never outside."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(1, max(0, share)), 2)

    def write(self, value: float | None) -> str:
        if value is None:
            return "–"
        if not self.decimals and 0 <= value < PLAIN:
            return f"{round(value)}{self.unit}"
        return number_format(round(value, self.decimals), self.decimals) + self.unit

    def write_range(self, low: float | None, high: float | None) -> str:
        return "" if low is None or high is None else f"{self.write(low)} – {self.write(high)}"

    @property
    def zero(self) -> float | None:
        """Where nothing would be, if that lies between."""
        return self.place(0) if self.low < 0 < self.high else None


PERCENT = Scale()


@dataclass(frozen=True)
class TableOfChart:
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    """The first of each names its row."""

    @property
    def drawn(self) -> SafeString:
        head = "".join(map(_draw_heading, self.headings))
        body = "".join(f"<tr>{_draw_row(row)}</tr>" for row in self.rows)
        return SafeString(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def _draw_heading(heading: str) -> str:
    return f'<th scope="col">{escape(heading)}</th>' if heading else "<td></td>"


def _draw_row(row: Sequence[str]) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
    return f'<th scope="row">{escape(row[0])}</th>{cells}'
