"""The title of the home page: what is next, as a sentence."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aizuchi.meetings.queries.meetings import MeetingRow
from aizuchi.ui.formatting import format_short_day


def say_headline(coming: MeetingRow | None, *, has_pairs: bool, now: datetime.datetime) -> str:
    if coming and coming.starts_at:
        return _say_next(coming, coming.starts_at, now)
    if has_pairs:
        return _("Your next 1on1 has no date yet.")
    return _("You have no 1on1 with anybody yet.")


def _say_next(coming: MeetingRow, starts_at: datetime.datetime, now: datetime.datetime) -> str:
    words = {"name": coming.partner.short_name}
    if coming.is_running:
        return _("Your 1on1 with %(name)s is under way.") % words
    if starts_at <= now:
        return _("It is time for your 1on1 with %(name)s.") % words
    start, today = timezone.localtime(starts_at), timezone.localdate(now)
    days = (start.date() - today).days
    if days <= 1:
        words["time"] = _say_time(start)
        sentence = _("You meet %(name)s at %(time)s.") if days == 0 else _("You meet %(name)s tomorrow at %(time)s.")
        return sentence % words
    return _say_far(start, today) % {**words, "weekday": date_format(start, "l"), "day": format_short_day(start)}


def _say_far(start: datetime.datetime, today: datetime.date) -> str:
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    if start.date() <= sunday:
        return _("You meet %(name)s on %(weekday)s.")
    if start.date() <= sunday + datetime.timedelta(days=7):
        return _("You meet %(name)s on %(weekday)s next week.")
    return _("You meet %(name)s on %(day)s.")


def _say_time(start: datetime.datetime) -> str:
    if start.minute:
        return _("%(hour)d:%(minute)02d") % {"hour": start.hour, "minute": start.minute}
    return _("%(hour)d:00") % {"hour": start.hour}
