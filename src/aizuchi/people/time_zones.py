"""Time zones by the city that people know them by, in the reader's language."""

import datetime
import zoneinfo
from collections.abc import Iterator

from babel.dates import get_timezone_location
from django.utils import timezone
from django.utils.translation import get_language


def list_time_zones() -> Iterator[tuple[str, str]]:
    """For choosing one, from west to east: only names that people know their place by."""
    now = timezone.now()
    names = [
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))
    ]
    labelled = [(_offset(name, now), say_time_zone(name, now=now), name) for name in names]
    yield from ((name, label) for _, label, name in sorted(labelled))


def say_time_zone(name: str, *, now: datetime.datetime | None = None) -> str:
    """東京 (UTC+9): the city, and how far it is from UTC today."""
    minutes = _offset(name, now or timezone.now()) // datetime.timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    away = f"{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else ""
    return f"{_city(name)} (UTC{away})"


def _city(name: str) -> str:
    """The last part of the name where the words of no language know it."""
    known = get_timezone_location(name, locale=(get_language() or "ja").replace("-", "_"), return_city=True)
    is_known = bool(known) and "/" not in known and "_" not in known and known != "Unknown City"
    return known if is_known else name.rsplit("/", 1)[-1].replace("_", " ")


def _offset(name: str, now: datetime.datetime) -> datetime.timedelta:
    return now.astimezone(zoneinfo.ZoneInfo(name)).utcoffset() or datetime.timedelta()
