"""Rules that come back (RFC 5545), on the wall clock of a place; and what a day off does to them."""

import datetime
import itertools
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.ics.rules import WEEKDAYS, NoRule, Rule, moment_of_until, read_rule, walk
from aizuchi.kernel.refusals import Refusal
from aizuchi.pairs.models import Pair

MOMENT = datetime.timedelta.resolution
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
# A rule that never ends is looked at this far, and no rule brings more than this many.
FARTHEST, MOST = datetime.timedelta(days=731), 400
NEXT_AT_THE_LATEST = datetime.timedelta(days=366 * 9)  # 29 February may be eight years away
A_MORNING = datetime.datetime(2026, 1, 1, 9)  # noqa: DTZ001 (on any wall)
OFFERED = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH", "COUNT", "UNTIL", "WKST"}
_WEEKS = {Pair.Cadence.WEEKLY: 1, Pair.Cadence.EVERY_2_WEEKS: 2}
_MONTHS = {Pair.Cadence.MONTHLY: 1, Pair.Cadence.EVERY_2_MONTHS: 2, Pair.Cadence.QUARTERLY: 3}


class Shift(models.TextChoices):
    """What becomes of a 1on1 that falls on a day off or a leave."""

    SKIP = "skip", _("It is left out")
    NEXT_DAY = "next_day", _("The next working day")
    NEXT_WEEK = "next_week", _("The same day a week later")


class BadRule(Refusal):
    field = "rule"
    sentence = _("We couldn't read this rule. FREQ=WEEKLY;INTERVAL=2 works, for instance.")


def rule_of_cadence(cadence: str, start: datetime.date) -> str:
    """Every month means the same weekday of the month; empty for pairs without a rhythm."""
    if cadence in _WEEKS:
        return f"FREQ=WEEKLY;INTERVAL={_WEEKS[Pair.Cadence(cadence)]}"
    if cadence in _MONTHS:
        nth = (start.day - 1) // 7 + 1
        place = "-1" if nth > 4 else str(nth)  # not every month has a fifth one
        return f"FREQ=MONTHLY;INTERVAL={_MONTHS[Pair.Cadence(cadence)]};BYDAY={place}{WEEKDAYS[start.weekday()]}"
    return ""


def check_rule(rule: str) -> str:
    """The rule in its plain form. Raises BadRule for what is no rule, or one that comes back more than once a day."""
    text = rule.strip().upper().removeprefix("RRULE:")
    parts = {part.partition("=")[0] for part in text.split(";") if part}
    if len(text) > 200 or not parts <= OFFERED:
        raise BadRule
    try:
        known = read_rule(text)
    except NoRule as wrong:
        raise BadRule from wrong
    if next(walk(known, first=A_MORNING, last=A_MORNING + NEXT_AT_THE_LATEST), None) is None:
        raise BadRule  # of days that never come
    return text


def rule_for_start(rule: str, start: datetime.date) -> str:
    """The same rhythm from another day on: what names days follows the new one."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    if "BYDAY" in parts and "," not in parts["BYDAY"]:
        nth = min(4, (start.day - 1) // 7 + 1)
        place = "-1" if parts["BYDAY"].startswith("-1") else str(nth)
        parts["BYDAY"] = (place if parts["FREQ"] == "MONTHLY" else "") + WEEKDAYS[start.weekday()]
    if "BYMONTHDAY" in parts:
        parts["BYMONTHDAY"] = str(start.day)
    return ";".join(f"{name}={value}" for name, value in parts.items())


def rule_beyond(rule: str, *, passed: int) -> str:
    """The same rule when so many of its dates belong to the past: what counts them counts the rest."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";") if part)
    if "COUNT" in parts:
        parts["COUNT"] = str(max(1, int(parts["COUNT"]) - passed))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def expand(
    rule: str,
    *,
    starts_at: datetime.datetime,
    zone: ZoneInfo,
    until: datetime.datetime,
    since: datetime.datetime | None = None,
) -> list[datetime.datetime]:
    """From `since`, else from `starts_at`, to before `until`, always at the same time on the wall of `zone`.

    A time that a change of clocks skips is as much later as the clocks jump; one that comes twice is the first. Raises
    BadRule.
    """
    first = starts_at.astimezone(zone).replace(tzinfo=None)
    begin = max(since or starts_at, starts_at)
    begins = begin.astimezone(zone).replace(tzinfo=None)
    last = min(until, begin + FARTHEST).astimezone(zone).replace(tzinfo=None)
    try:
        known = read_rule(rule)
    except NoRule as wrong:
        raise BadRule from wrong
    last = min(last - MOMENT, _last_by(known, zone)) if known.until else last - MOMENT
    found = walk(known, first=first, last=last, since=begins)
    return [_on_the_wall(moment, zone) for moment in itertools.islice(found, MOST)]


def shift_day(day: datetime.date, *, is_off: Callable[[datetime.date], bool], how: str) -> datetime.date | None:
    """The day itself if nothing is against it, else by the rule; None where it is left out."""
    if not is_off(day):
        return day
    if how == Shift.NEXT_DAY:
        later = (day + n * DAY for n in range(1, 8))
        return next((other for other in later if other.weekday() < 5 and not is_off(other)), None)
    if how == Shift.NEXT_WEEK and not is_off(day + WEEK):
        return day + WEEK
    return None


def shift_moment(
    moment: datetime.datetime, *, zone: ZoneInfo, is_off: Callable[[datetime.date], bool], how: str
) -> datetime.datetime | None:
    """The same time on the wall, on the day that the rule gives."""
    local = moment.astimezone(zone)
    day = shift_day(local.date(), is_off=is_off, how=how)
    if day is None or day == local.date():
        return moment if day else None
    return _on_the_wall(datetime.datetime.combine(day, local.time().replace(tzinfo=None)), zone)


def _last_by(rule: Rule, zone: ZoneInfo) -> datetime.datetime:
    """UNTIL is written in UTC; what it bounds is counted on the wall."""
    moment = moment_of_until(rule.until)
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _on_the_wall(moment: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """Through UTC, so that a time that does not exist becomes one that does."""
    return moment.replace(tzinfo=zone).astimezone(datetime.UTC).astimezone(zone)
