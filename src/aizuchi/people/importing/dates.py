"""Dates as HR systems, spreadsheets and people write them."""

import datetime
import re
from collections.abc import Iterable
from typing import Literal

from aizuchi.people.importing.cells import BadCell, plain

Order = Literal["", "day", "month"]

# What a date may reasonably be. 9999/12/31 is how many systems write "not known yet".
EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
NOT_YET = (2999, 9999)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050  # 1927 to 2099, as spreadsheets count days
_SPREADSHEET_ZERO = datetime.date(1899, 12, 30)

_MIDNIGHT = r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _MIDNIGHT),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925, "大正": 1911, "t": 1911}
_ERA = re.compile(
    r"(令和|平成|昭和|大正|[rhst])\.?(\d{1,2}|元)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?", re.IGNORECASE
)
_MONTH = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 (reads as a calendar does)
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})[. -]+([a-z]{3})[a-z]*[., -]+(\d{4})", re.IGNORECASE)
_MONTH_NAME_DAY = re.compile(r"([a-z]{3})[a-z]*[. -]+(\d{1,2})[., -]+(\d{4})", re.IGNORECASE)
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})" + _MIDNIGHT)
_WITHOUT_DAY = re.compile(r"\d{4}(?:[-/.]\d{1,2}|年\d{1,2}月)|(?:令和|平成|昭和)(?:\d{1,2}|元)年\d{1,2}月")
_NOTHING = re.compile(r"[-‐−–—ー]+|0{4}[-/.]?0{1,2}[-/.]?0{1,2}|0|n/?a|none|null|なし|未定|該当なし", re.IGNORECASE)


def read_date(cell: str, *, order: Order = "") -> datetime.date | None:
    """`order` says whether the day or the month stands first where the year is last."""
    text = plain(cell)
    if not text:
        return None
    numbers = _numbers(text, order)
    try:
        date = datetime.date(*numbers)
    except ValueError as error:
        raise BadCell("date", value=text[:40]) from error
    if not EARLIEST <= date <= LATEST:
        raise BadCell("date_range", value=text[:40])
    return date


def read_end(cell: str, *, order: Order = "") -> datetime.date | None:
    """A last day, for which many systems write a sign or a date at the end of time: not known yet."""
    text = plain(cell)
    if _NOTHING.fullmatch(text):
        return None
    try:
        return read_date(cell, order=order)
    except BadCell as bad:
        year = re.match(r"\d{4}", text)
        if bad.reason == "date_range" and year and int(year[0]) in NOT_YET:
            return None
        raise


def order_in(cells: Iterable[str]) -> Order:
    """04/05/2024 is two dates; one cell of the column that can only be read in one way tells which is meant."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _SLASHES.fullmatch(plain(cell)))]
    is_day_first = any(first > 12 for first, _ in pairs)
    is_month_first = any(second > 12 for _, second in pairs)
    if is_day_first == is_month_first:
        return ""
    return "day" if is_day_first else "month"


def _numbers(text: str, order: Order) -> tuple[int, int, int]:
    for pattern in _YEAR_FIRST:
        if found := pattern.fullmatch(text):
            return int(found[1]), int(found[2]), int(found[3])
    if found := _ERA.fullmatch(text):
        year = 1 if found[2] == "元" else int(found[2])
        return _ERAS[found[1].lower()] + year, int(found[3]), int(found[4])
    if text.isdecimal() and len(text) < 6 and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        day = _SPREADSHEET_ZERO + datetime.timedelta(days=int(text))
        return day.year, day.month, day.day
    if found := _POINTS.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _DAY_MONTH_NAME.fullmatch(text):
        return int(found[3]), _month(found[2], text), int(found[1])
    if found := _MONTH_NAME_DAY.fullmatch(text):
        return int(found[3]), _month(found[1], text), int(found[2])
    if found := _SLASHES.fullmatch(text):
        return _year_last(int(found[1]), int(found[2]), int(found[3]), text, order)
    raise BadCell("date_without_day" if _WITHOUT_DAY.fullmatch(text) else "date", value=text[:40])


def _year_last(first: int, second: int, year: int, text: str, order: Order) -> tuple[int, int, int]:
    if not order and first != second:
        raise BadCell("date_order", value=text[:40])
    return (year, second, first) if order == "day" else (year, first, second)


def _month(name: str, text: str) -> int:
    if name.lower() not in _MONTH:
        raise BadCell("date", value=text[:40])
    return _MONTH.index(name.lower()) + 1
