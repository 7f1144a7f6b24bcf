"""When somebody is busy, as servers say it that show no events (RFC 5545, 3.6.4)."""

from collections.abc import Iterator

from icalendar import Calendar

from aizuchi.kernel.ics.reading import Busy, parse


def read_free_busy(data: bytes | str) -> list[Busy]:
    """Raises Unreadable."""
    return sorted(set(_list(parse(data))))


def _list(calendar: Calendar) -> Iterator[Busy]:
    for component in calendar.walk("VFREEBUSY"):
        periods = component.get("FREEBUSY", [])
        for period in periods if isinstance(periods, list) else [periods]:
            kind = str(period.params.get("FBTYPE", "BUSY")).upper()
            if kind != "FREE" and period.start < period.end:
                yield Busy(period.start, period.end, is_tentative=kind == "BUSY-TENTATIVE")
