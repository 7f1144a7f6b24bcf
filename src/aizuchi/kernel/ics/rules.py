"""One rule that comes back, RFC 5545 3.3.10: read strictly, and walked on the clock of a wall, with an end to it.

Rules come from outside. Nothing here searches for what may never be: whoever walks gives an end, and no walk looks at
more than so many periods.
"""

import calendar
import datetime
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_PERIODS = 20_000  # days, weeks, months or years looked at by one walk: fifty years of days
LARGEST_NUMBER = 9999
DAY = datetime.timedelta(days=1)
_MOMENT = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)
_NTH_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


class NoRule(ValueError):
    """Against the grammar, or against what RFC 5545 lets go together."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Empty parts say nothing. `nth_days` are pairs: which of them (0: each), and the day of the week."""

    often: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    nth_days: tuple[tuple[int, int], ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_begins: int = 0


def read_rule(text: str) -> Rule:
    """Raises NoRule. What repeats within a day is no appointment, and no rule to us."""
    parts = [part.partition("=") for part in text.strip().upper().split(";") if part]
    said = {name: value for name, _equals, value in parts}
    if len(said) != len(parts) or not set(said) <= set(_READ_BY) or "FREQ" not in said:
        raise NoRule
    rule = Rule(**dict(_READ_BY[name](value) for name, value in said.items()))
    _refuse_misfits(rule)
    return rule


def moment_of_until(until: str) -> datetime.datetime:
    """On a wall, or in UTC where it ends in Z. A day alone means the whole of that day. Raises NoRule."""
    try:
        if until.endswith("Z"):
            return datetime.datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
        if "T" in until:
            return datetime.datetime.strptime(until, "%Y%m%dT%H%M%S")  # noqa: DTZ007 (on any wall)
        day = datetime.datetime.strptime(until, "%Y%m%d")  # noqa: DTZ007 (on any wall)
    except ValueError as error:
        raise NoRule from error
    return day.replace(hour=23, minute=59, second=59)


def walk(
    rule: Rule, *, first: datetime.datetime, last: datetime.datetime, since: datetime.datetime | None = None
) -> Iterator[datetime.datetime]:
    """On a wall without a zone, from `first` (or `since`, if that is later) to `last` inclusive, earliest first.

    `rule.until` is the caller's to turn into `last`: only the caller knows the wall it is said on. After MOST_PERIODS
    it ends without a word.
    """
    counted = itertools.count()
    begin = 0 if rule.count or since is None else _skipped(rule, first, since)
    wanted = _filter_of(rule, first)
    for number in range(begin, begin + MOST_PERIODS):
        days = _period(rule, first, number)
        if days is None or days[0] > last.date():
            return
        for moment in _of_period(rule, days, first, wanted):
            if moment < first:
                continue
            if moment > last or (rule.count and next(counted) >= rule.count):
                return
            if since is None or moment >= since:
                yield moment


Days = list[datetime.date]
Filter = Callable[[datetime.date], bool]


def _of_period(rule: Rule, days: Days, first: datetime.datetime, wanted: Filter) -> list[datetime.datetime]:
    clocks = [
        datetime.time(hour, minute, second)
        for hour in rule.hours or (first.hour,)
        for minute in rule.minutes or (first.minute,)
        for second in rule.seconds or (first.second,)
    ]
    found = [datetime.datetime.combine(day, clock) for day in days if wanted(day) for clock in clocks]
    if not rule.places:
        return found
    spots = {place - 1 if place > 0 else len(found) + place for place in rule.places}
    return [found[spot] for spot in sorted(spots) if 0 <= spot < len(found)]


def _period(rule: Rule, first: datetime.datetime, number: int) -> Days | None:
    """The days of the period that many steps on. None: the calendar ends before it."""
    step = number * rule.interval
    try:
        if rule.often == "DAILY":
            return [first.date() + step * DAY]
        if rule.often == "WEEKLY":
            begin = first.date() - (first.weekday() - rule.week_begins) % 7 * DAY + 7 * step * DAY
            return [begin + n * DAY for n in range(7)]
        if rule.often == "MONTHLY":
            year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
            return _month(year, month + 1)
        months = rule.months if not rule.weeks and not rule.year_days else ()
        return [day for month in months or range(1, 13) for day in _month(first.year + step, month)]
    except (OverflowError, ValueError):
        return None


def _month(year: int, month: int) -> Days:
    return [datetime.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def _skipped(rule: Rule, first: datetime.datetime, since: datetime.datetime) -> int:
    """How many periods surely end before `since`: nobody has to look into them."""
    days = max(0, (since - first).days)
    length = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.often]
    return max(0, days // (length * rule.interval) - 1)


def _filter_of(rule: Rule, first: datetime.datetime) -> Filter:
    """Which days of a period are meant: whatever the rule says of them, and what `first` says where it says nothing."""
    tests: list[Filter] = []
    says_days = rule.weeks or rule.year_days or rule.month_days or rule.nth_days
    months, month_days, weekdays = rule.months, rule.month_days, rule.nth_days
    says_weeks_alone = rule.weeks and not (rule.year_days or rule.month_days or rule.nth_days)
    if says_weeks_alone or (rule.often == "WEEKLY" and not rule.nth_days):
        weekdays = ((0, first.weekday()),)
    elif rule.often in ("MONTHLY", "YEARLY") and not says_days:
        month_days = (first.day,)
        months = months or ((first.month,) if rule.often == "YEARLY" else ())
    if months:
        tests.append(lambda day: day.month in months)
    if rule.weeks:
        tests.append(lambda day: _is_in_weeks(day, rule))
    if rule.year_days:
        tests.append(lambda day: _is_counted(day.timetuple().tm_yday, _days_of_year(day), rule.year_days))
    if month_days:
        tests.append(lambda day: _is_counted(day.day, calendar.monthrange(day.year, day.month)[1], month_days))
    if weekdays:
        in_year = rule.often == "YEARLY" and not rule.months
        tests.append(lambda day: _is_nth_day(day, weekdays, in_year=in_year))
    return lambda day: all(test(day) for test in tests)


def _is_counted(number: int, size: int, wanted: tuple[int, ...]) -> bool:
    return number in wanted or number - size - 1 in wanted


def _is_nth_day(day: datetime.date, wanted: tuple[tuple[int, int], ...], *, in_year: bool) -> bool:
    number, size = day.day, calendar.monthrange(day.year, day.month)[1]
    if in_year:
        number, size = day.timetuple().tm_yday, _days_of_year(day)
    nth = {0, (number - 1) // 7 + 1, -((size - number) // 7 + 1)}
    return any(weekday == day.weekday() and n in nth for n, weekday in wanted)


def _is_in_weeks(day: datetime.date, rule: Rule) -> bool:
    """Week 1 is the first with four days in its year (RFC 5545, WKST)."""
    middle = day - (day.weekday() - rule.week_begins) % 7 * DAY + 3 * DAY
    week = (middle.timetuple().tm_yday - 1) // 7 + 1
    size = (_days_of_year(middle) - middle.timetuple().tm_yday) // 7 + week
    return middle.year == day.year and _is_counted(week, size, rule.weeks)


def _days_of_year(day: datetime.date) -> int:
    return 366 if calendar.isleap(day.year) else 365


def _refuse_misfits(rule: Rule) -> None:
    says_days = (rule.months, rule.weeks, rule.year_days, rule.month_days, rule.nth_days)
    says = (*says_days, rule.hours, rule.minutes, rule.seconds)
    has_nth = any(n for n, _weekday in rule.nth_days)
    if (
        (rule.count is not None and rule.until)
        or (rule.weeks and rule.often != "YEARLY")
        or (rule.year_days and rule.often != "YEARLY")
        or (rule.month_days and rule.often == "WEEKLY")
        or (has_nth and (rule.often not in ("MONTHLY", "YEARLY") or rule.weeks))
        or (rule.places and not any(says))
        or len(rule.hours or (0,)) * len(rule.minutes or (0,)) * len(rule.seconds or (0,)) > 24
    ):
        raise NoRule


def _often(value: str) -> tuple[str, Any]:
    if value not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise NoRule
    return "often", value


def _number(name: str) -> Callable[[str], tuple[str, Any]]:
    def read(value: str) -> tuple[str, Any]:
        return name, _read_int(value, 1, LARGEST_NUMBER, is_signed=False)

    return read


def _numbers(name: str, low: int, high: int, *, is_signed: bool = False) -> Callable[[str], tuple[str, Any]]:
    def read(value: str) -> tuple[str, Any]:
        return name, tuple(sorted({_read_int(one, low, high, is_signed=is_signed) for one in value.split(",")}))

    return read


def _read_int(text: str, low: int, high: int, *, is_signed: bool) -> int:
    if not re.fullmatch(r"[+-]?\d{1,4}" if is_signed else r"\d{1,4}", text, re.ASCII):
        raise NoRule
    if not low <= abs(int(text)) <= high:
        raise NoRule
    return int(text)


def _nth_days(value: str) -> tuple[str, Any]:
    found = [_NTH_DAY.fullmatch(one) for one in value.split(",")]
    pairs = tuple((int(match[1] or 0), WEEKDAYS.index(match[2])) for match in found if match)
    if len(pairs) != len(found) or any(match and match[1] and not 1 <= abs(int(match[1])) <= 53 for match in found):
        raise NoRule
    return "nth_days", pairs


def _until(value: str) -> tuple[str, Any]:
    if not _MOMENT.fullmatch(value):
        raise NoRule
    moment_of_until(value)
    return "until", value


def _week_begins(value: str) -> tuple[str, Any]:
    if value not in WEEKDAYS:
        raise NoRule
    return "week_begins", WEEKDAYS.index(value)


_READ_BY: Mapping[str, Callable[[str], tuple[str, Any]]] = {
    "FREQ": _often,
    "INTERVAL": _number("interval"),
    "COUNT": _number("count"),
    "UNTIL": _until,
    "BYMONTH": _numbers("months", 1, 12),
    "BYWEEKNO": _numbers("weeks", 1, 53, is_signed=True),
    "BYYEARDAY": _numbers("year_days", 1, 366, is_signed=True),
    "BYMONTHDAY": _numbers("month_days", 1, 31, is_signed=True),
    "BYDAY": _nth_days,
    "BYHOUR": _numbers("hours", 0, 23),
    "BYMINUTE": _numbers("minutes", 0, 59),
    "BYSECOND": _numbers("seconds", 0, 59),
    "BYSETPOS": _numbers("places", 1, 366, is_signed=True),
    "WKST": _week_begins,
}
