from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString


@dataclass(frozen=True, kw_only=True)
class PercentCell:
    value: int | None
    remark: str = ""
    """Small, beside the value."""
    instead: str = ""
    """Said where there is no value."""

    @property
    def drawn(self) -> str:
        if self.value is None:
            return f'<td class="n"><span class="fine">{escape(self.instead)}</span></td>'
        remark = f'<small class="stands-out">{escape(self.remark)}</small>' if self.remark else ""
        return f'<td class="n">{self.value}<small>%</small>{remark}</td>'


def draw_cells(cells: Iterable[PercentCell]) -> SafeString:
    """Of a row of a table. A page may have thousands: a template takes ten times as long."""
    return SafeString("".join(one.drawn for one in cells))
