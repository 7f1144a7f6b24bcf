"""Days out of a file: lines of date and name, or a calendar. What is left out is told, line by line."""

import csv
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.availability.operations.days import Day
from aizuchi.kernel.ics.apart import read_calendar_days
from aizuchi.kernel.ics.walls import Unreadable

DATE = re.compile(r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?", re.ASCII)
MOST = 1000
BACK, AHEAD = 10, 30  # years
SHOWN = 60  # signs of a line
WHY: dict[str, str | Promise] = {
    "no_date": _("There is no date in it that we can read."),
    "two_dates": _("It begins on more than one date."),
    "not_whole_days": _("It is an appointment, not a whole day."),
    "called_off": _("It is called off."),
    "too_long": _("It is longer than a year."),
    "odd_rule": _("We couldn't read when it comes back."),
    "no_more": _("It has ended."),
    "far": _("That year is too far away."),
    "many": _("A file brings 1,000 days at most."),
    "odd_file": _("We couldn't read this calendar file."),
}


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A line that brought no day. `line` is 0 where it is about the whole file."""

    line: int
    text: str
    why: str | Promise


@dataclass(frozen=True, kw_only=True)
class FoundDays:
    days: list[Day] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def read_days(content: bytes, *, today: datetime.date) -> FoundDays:
    """UTF-8 or Shift_JIS lines (`2026-12-29,年末休み,Year-end holiday`), or an .ics file with whole days."""
    lines = re.split("\r\n|\r|\n", _decode(content))
    is_calendar = b"BEGIN:VCALENDAR" in content[:2000].upper()
    read = _from_calendar(content, today) if is_calendar else _from_lines(lines)
    found = FoundDays()
    for number, day in read:
        why = day if isinstance(day, str) else _refusal(day, len(found.days), today)
        if why:
            text = lines[number - 1].strip()[:SHOWN] if number else ""
            found.left_out.append(LeftOut(line=number, text=text, why=WHY[why]))
        elif not isinstance(day, str):
            found.days.append(day)
    return found


def _refusal(day: Day, already: int, today: datetime.date) -> str:
    if not today.year - BACK <= day.date.year <= today.year + AHEAD:
        return "far"
    return "many" if already >= MOST else ""


def _from_lines(lines: list[str]) -> Iterator[tuple[int, Day | str]]:
    """Each line by its number, with its day or why it has none. The first may say what stands below it."""
    for number, line in enumerate(lines, start=1):
        if not line.strip(" ,;\t\0"):
            continue
        cells = _cells(line)
        date = _read_date(cells[0]) if cells else None
        if date:
            names = [*(cell.strip() for cell in cells[1:3]), "", ""]
            yield number, Day(date=date, name=names[0], name_en=names[1])
        elif number > 1 or re.search(r"\d", cells[0] if cells else line):
            yield number, "no_date"


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line.replace("\0", "")]), [])
    except csv.Error:
        return []


def _from_calendar(content: bytes, today: datetime.date) -> Iterator[tuple[int, Day | str]]:
    try:
        found = read_calendar_days(content, today=today)
    except Unreadable:
        yield 0, "odd_file"
        return
    yield from ((0, Day(date=date, name=name.replace("\0", ""))) for date, name in found.days)
    yield from found.left_out


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
