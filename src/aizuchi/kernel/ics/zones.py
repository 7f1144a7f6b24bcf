"""Zones that calendars name in words of their own. What cannot be told is not guessed."""

import datetime
import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_OFFSET = re.compile(r"^\s*\((?:UTC|GMT)\s*(?:([+-])(\d{1,2}):?(\d{2}))?\)\s*(.*)$", re.IGNORECASE)
# What Windows calls zones that no city names; everything else there is a list of cities.
_REGIONS = {
    "coordinated universal time": "UTC",
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "newfoundland": "America/St_Johns",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "indiana (east)": "America/Indiana/Indianapolis",
    "mumbai": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "islamabad": "Asia/Karachi",
    "canberra": "Australia/Sydney",
    "wellington": "Pacific/Auckland",
    "abu dhabi": "Asia/Dubai",
    "hanoi": "Asia/Bangkok",
    "osaka": "Asia/Tokyo",
    "bern": "Europe/Zurich",
    "edinburgh": "Europe/London",
}


@cache
def find_zone(name: str) -> ZoneInfo | None:
    """By a display name such as `(UTC+01:00) Amsterdam, Berlin, Rome`: a place of it that keeps that very offset."""
    match = _OFFSET.match(name)
    if not match:
        return None
    sign, hours, minutes, places = match.groups()
    offset = datetime.timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    for place in [places, *places.split(",")]:
        key = _REGIONS.get(place.strip().lower()) or _cities().get(place.strip().lower())
        if key and offset_in_winter(ZoneInfo(key)) == offset:
            return ZoneInfo(key)
    return None


def offset_in_winter(zone: ZoneInfo, year: int = 2026) -> datetime.timedelta | None:
    """The lesser of its offsets in a year: what display names tell."""
    halves = [datetime.datetime(year, month, 1, 12, tzinfo=zone).utcoffset() for month in (1, 7)]
    return min(offset for offset in halves if offset is not None)


@cache
def _cities() -> dict[str, str]:
    zones = sorted(
        key for key in available_timezones() if "/" in key and not key.startswith(("Etc/", "posix/", "right/"))
    )
    return {key.rpartition("/")[2].replace("_", " ").lower(): key for key in zones}
