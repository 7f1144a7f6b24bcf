"""How dates and times read, in the language and the time zone of the reader."""

import datetime
from collections.abc import Callable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

Moment = datetime.date | datetime.datetime

MINUTES_PER_HOUR = 60
HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
DAYS_PER_MONTH = 30


def format_day(value: Moment | None) -> str:
    """6月18日（木）, Thu 18 Jun; in any year but this one 2027年6月18日（金）, Fri 18 Jun 2027."""
    return _format_moment(value, pgettext("date format", "D j M")) if _is_this_year(value) else format_long_day(value)


def format_long_day(value: Moment | None) -> str:
    """2026年6月18日（木）, Thu 18 Jun 2026."""
    return _format_moment(value, pgettext("date format", "D j M Y"))


def format_date(value: Moment | None) -> str:
    """2026年6月18日, 18 Jun 2026."""
    return _format_moment(value, pgettext("date format", "j M Y"))


def format_short_day(value: Moment | None) -> str:
    """6月18日, 18 Jun; in any year but this one 2027年6月18日, 18 Jun 2027."""
    return _format_moment(value, pgettext("date format", "j M")) if _is_this_year(value) else format_date(value)


def format_chip_day(value: Moment | None) -> str:
    """18(木), Thu 18: where the week stands beside it."""
    return _format_moment(value, pgettext("date format", "D j"))


def format_time(value: datetime.datetime | None) -> str:
    """6月18日（木）14:00, Thu 18 Jun 14:00: for sentences that no template makes."""
    told = {"day": format_day(value), "clock": format_clock(value)}
    return pgettext("a moment", "%(day)s %(clock)s") % told if value else ""


def format_month(value: Moment | None) -> str:
    """2026年6月, June 2026."""
    return _format_moment(value, pgettext("date format", "F Y"))


def format_month_name(value: Moment | None) -> str:
    """6月, Jun: above the number of a day."""
    return _format_moment(value, pgettext("date format", "M"))


def format_other_year(value: Moment | None) -> str:
    """2027年, 2027; nothing in this year."""
    return "" if _is_this_year(value) else _format_moment(value, pgettext("date format", "Y"))


def format_weekday(value: Moment | None) -> str:
    """木, Thu."""
    return _format_moment(value, "D")


def format_clock(value: datetime.datetime | datetime.time | None) -> str:
    """14:00."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%-H:%M}" if value else ""


def say_due(due_on: datetime.date | None, today: datetime.date | None = None) -> str:
    """今日まで, or the day."""
    if due_on is None:
        return ""
    days = (due_on - (today or timezone.localdate())).days
    if days == 0:
        return gettext("by today")
    return gettext("by tomorrow") if days == 1 else format_day(due_on)


def format_until(moment: datetime.datetime | None, now: datetime.datetime | None = None) -> str:
    """あと4分, in 4 minutes; how long ago once it has passed."""
    if moment is None:
        return ""
    minutes = round((moment - (now or timezone.now())).total_seconds() / 60)
    if minutes < 0:
        return format_ago(moment, now)
    if minutes == 0:
        return pgettext("moment", "now")
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    if hours == 0:
        return ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": minutes}
    if hours < HOURS_PER_DAY:
        if rest == 0:
            return ngettext("in %(count)s hour", "in %(count)s hours", hours) % {"count": hours}
        return gettext("in %(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    days = (_local_date(moment) - _local_date(now or timezone.now())).days
    return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}


def format_ago(moment: Moment | None, now: Moment | None = None) -> str:
    """3分前 within the hour, then 今日, 昨日, 3日前, 2週間前, 4か月前."""
    if moment is None:
        return ""
    now = now or timezone.now()
    if isinstance(moment, datetime.datetime) and isinstance(now, datetime.datetime):
        minutes = int((now - moment).total_seconds() // 60)
        if minutes < 1:
            return gettext("just now")
        if minutes < MINUTES_PER_HOUR:
            return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}
    days = (_local_date(now) - _local_date(moment)).days
    if days <= 1:
        return gettext("yesterday") if days == 1 else gettext("today")
    if days < 2 * DAYS_PER_WEEK:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    if days < 2 * DAYS_PER_MONTH:
        weeks = days // DAYS_PER_WEEK
        return ngettext("%(count)s week ago", "%(count)s weeks ago", weeks) % {"count": weeks}
    months = days // DAYS_PER_MONTH
    return ngettext("%(count)s month ago", "%(count)s months ago", months) % {"count": months}


def format_duration(length: datetime.timedelta) -> str:
    """In the largest unit that comes out even: 1日, 6時間, 90分."""
    minutes = int(length.total_seconds() // 60)
    hours = minutes // MINUTES_PER_HOUR
    if length == datetime.timedelta(days=length.days):
        return ngettext("%(count)s day", "%(count)s days", length.days) % {"count": length.days}
    if minutes == hours * MINUTES_PER_HOUR:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def write_exactly(value: Moment | datetime.time) -> str:
    """For machines: the datetime attribute of <time>."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat()


SAY: dict[str, Callable[..., str]] = {
    "day": format_day,
    "long_day": format_long_day,
    "date": format_date,
    "short_day": format_short_day,
    "chip_day": format_chip_day,
    "month_name": format_month_name,
    "other_year": format_other_year,
    "time": format_time,
    "month": format_month,
    "weekday": format_weekday,
    "clock": format_clock,
    "due": say_due,
    "until": format_until,
    "ago": format_ago,
}


def _format_moment(value: Moment | None, form: str) -> str:
    return date_format(_local(value), form) if value else ""


def _is_this_year(value: Moment | None) -> bool:
    """What is nearly a year away looks like this year's day, unless it says which year it means."""
    return value is not None and _local(value).year == this_year()


def this_year() -> int:
    """On the wall of whoever reads."""
    return timezone.localdate().year


def _local(value: Moment) -> Moment:
    return timezone.localtime(value) if isinstance(value, datetime.datetime) and timezone.is_aware(value) else value


def _local_date(value: Moment) -> datetime.date:
    value = _local(value)
    return value.date() if isinstance(value, datetime.datetime) else value


def format_minute(minute: int) -> str:
    """9:30, as the wall shows it."""
    return f"{minute // 60}:{minute % 60:02}"
