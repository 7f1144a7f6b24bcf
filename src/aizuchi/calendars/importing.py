"""Days out of a file: lines of date and name, or a calendar. Anything else is left out, never guessed."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator

from icalendar import Calendar

from aizuchi.calendars.operations.days import Day

DATE = re.compile(r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?")
MOST = 1000


def read_days(content: bytes) -> list[Day]:
    """UTF-8 or Shift_JIS lines (`2026-12-29,年末休み,Year-end holiday`), or an .ics file with whole days."""
    found = _from_calendar(content) if b"BEGIN:VCALENDAR" in content[:2000] else _from_lines(_decode(content))
    return list(found)[:MOST]


def _from_lines(text: str) -> Iterator[Day]:
    for cells in csv.reader(io.StringIO(text)):
        date = _read_date(cells[0]) if cells else None
        if date:
            names = [*(cell.strip() for cell in cells[1:3]), "", ""]
            yield Day(date=date, name=names[0], name_en=names[1])


def _from_calendar(content: bytes) -> Iterable[Day]:
    try:
        calendar = Calendar.from_ical(content)
    except ValueError:
        return
    for event in calendar.walk("VEVENT"):
        start = event.get("DTSTART")
        end = event.get("DTEND")
        first = start.dt if start is not None else None
        if not isinstance(first, datetime.date) or isinstance(first, datetime.datetime):
            continue
        until = end.dt if end is not None and type(end.dt) is datetime.date else first + datetime.timedelta(days=1)
        for day in range(min(31, max(1, (until - first).days))):
            yield Day(date=first + datetime.timedelta(days=day), name=str(event.get("SUMMARY", "")))


def _read_date(text: str) -> datetime.date | None:
    match = DATE.fullmatch(text.strip().lstrip("\ufeff"))
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")
