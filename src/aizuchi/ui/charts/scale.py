from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


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
        return "–" if value is None else number_format(round(value, self.decimals), self.decimals) + self.unit

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
        head = format_html_join("", "{}", ((_draw_heading(heading),) for heading in self.headings))
        body = format_html_join("", "<tr>{}</tr>", ((_draw_row(row),) for row in self.rows))
        return format_html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", head, body)


def _draw_heading(heading: str) -> SafeString:
    return format_html('<th scope="col">{}</th>', heading) if heading else SafeString("<td></td>")


def _draw_row(row: Sequence[str]) -> SafeString:
    cells = format_html_join("", "<td>{}</td>", ((cell,) for cell in row[1:]))
    return format_html('<th scope="row">{}</th>{}', row[0], cells)
