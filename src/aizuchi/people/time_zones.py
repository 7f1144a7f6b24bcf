"""Time zones by the city that people know them by, in the reader's language."""

import datetime
import functools
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator

from babel import Locale
from babel.core import get_global
from django.utils import timezone
from django.utils.translation import get_language


def list_time_zones() -> Iterator[tuple[str, str]]:
    """For choosing one, from west to east: each place once, by its present name."""
    yield from _list_in(get_language() or "ja", timezone.now().replace(minute=0, second=0, microsecond=0))


@functools.lru_cache(maxsize=4)
def _list_in(language: str, hour: datetime.datetime) -> list[tuple[str, str]]:
    """As it is in that hour: 15 ms of each page with such a list."""
    labelled = [(_offset(name, hour), say_time_zone(name, now=hour), name) for name in _names_of_places()]
    return [(name, label) for _, label, name in sorted(labelled)]


def say_time_zone(name: str, *, now: datetime.datetime | None = None) -> str:
    """東京 (UTC+9): the city, and how far it is from UTC today."""
    minutes = _offset(name, now or timezone.now()) // datetime.timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    away = f"{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else ""
    return f"{_city(name)} (UTC{away})"


def name_in_the_list(name: str) -> str:
    """The present name of a place that is known under an earlier one: Asia/Kolkata for Asia/Calcutta."""
    present: str = get_global("zone_aliases").get(name, name)
    return present


@functools.cache
def _names_of_places() -> list[str]:
    """Those that lie in a country, as CLDR has them; the others are earlier names and regions of the sea."""
    known = {name for names in get_global("territory_zones").values() for name in names}
    return sorted(known & zoneinfo.available_timezones())


@functools.cache
def _earlier_names() -> dict[str, list[str]]:
    earlier = defaultdict(list)
    for alias, name in get_global("zone_aliases").items():
        earlier[name].append(alias)
    return earlier


def _city(name: str) -> str:
    """CLDR keeps the words of some places under an earlier name; the last part of the name where it has none."""
    zones = Locale.parse((get_language() or "ja").replace("-", "_")).time_zones
    for known in (name, *_earlier_names().get(name, ())):
        if city := zones.get(known, {}).get("city"):
            return str(city)
    return name.rsplit("/", 1)[-1].replace("_", " ")


def _offset(name: str, now: datetime.datetime) -> datetime.timedelta:
    return now.astimezone(zoneinfo.ZoneInfo(name)).utcoffset() or datetime.timedelta()
