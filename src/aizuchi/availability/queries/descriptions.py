"""Preferences and slots as one colleague would tell another."""

import itertools
from collections.abc import Iterable, Sequence

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aizuchi.availability.finding import Slot, Stretch
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_minute

NOON, LUNCH_ENDS = 12 * 60, 13 * 60
ME, PARTNER = 0, 1


def say_preferences(week: Sequence[Stretch]) -> list[str]:
    """「火曜の午前が好き」: what somebody likes, would rather not, and never wants."""
    bounds = _working_day(week)
    sentences = {
        "good": _("Likes %(times)s"),
        "avoid": _("Rather not %(times)s"),
        "never": _("Never %(times)s"),
    }
    told = []
    for kind, sentence in sentences.items():
        for (starts, ends), same in _by_hours(stretch for stretch in week if stretch.kind == kind):
            days = _say_days([stretch.weekday for stretch in same])
            told.append(sentence % {"times": _say_times(days, starts, ends, bounds)})
    return told


def explain_slot(slot: Slot, *, partner: Person) -> str:
    """The reason in a few words, for side 0 of the search."""
    name = {"name": partner.short_name}
    if slot.is_tentative:
        return _("Free, but for something that isn't settled yet")
    if PARTNER in slot.avoided_by:
        return _("You're both free, though %(name)s would rather have another time") % name
    if ME in slot.avoided_by:
        return _("You're both free, though it isn't a time you like")
    if slot.liked_by == {ME, PARTNER}:
        return _("You're both free, and you both like this time")
    if PARTNER in slot.liked_by:
        return _("You're both free, and it's a time %(name)s likes") % name
    if ME in slot.liked_by:
        return _("You're both free, and it's a time you like")
    if slot.is_usual:
        return _("You're both free, at the hour you met last time")
    if slot.is_near_due:
        return _("You're both free, and it fits your rhythm")
    return _("You're both free")


def _by_hours(stretches: Iterable[Stretch]) -> list[tuple[tuple[int, int], list[Stretch]]]:
    """Those of several days that have the same hours, told together."""
    ordered = sorted(stretches, key=lambda stretch: (stretch.starts_minute, stretch.ends_minute, stretch.weekday))
    grouped = itertools.groupby(ordered, key=lambda stretch: (stretch.starts_minute, stretch.ends_minute))
    return [(hours, list(same)) for hours, same in grouped]


def _working_day(week: Sequence[Stretch]) -> tuple[int, int]:
    work = [stretch for stretch in week if stretch.kind == "work"]
    return (
        min((stretch.starts_minute for stretch in work), default=9 * 60),
        max((stretch.ends_minute for stretch in work), default=18 * 60),
    )


def _say_days(weekdays: Sequence[int]) -> str:
    days = sorted(set(weekdays))
    if days == [0, 1, 2, 3, 4]:
        return _("weekdays")
    if len(days) == 7:
        return _("every day")
    names = pgettext("between weekdays", ", ").join(str(WEEKDAYS_ABBR[day]) for day in days)
    return pgettext("Tue, Thu", "%(days)s") % {"days": names}


def _say_times(days: str, starts: int, ends: int, bounds: tuple[int, int]) -> str:
    if starts <= bounds[0] and ends >= bounds[1]:
        return days
    if starts <= bounds[0] and ends in (NOON, LUNCH_ENDS):
        return _("%(days)s in the morning") % {"days": days}
    if starts in (NOON, LUNCH_ENDS) and ends >= bounds[1]:
        return _("%(days)s in the afternoon") % {"days": days}
    return _("%(days)s from %(start)s to %(end)s") % {
        "days": days,
        "start": format_minute(starts),
        "end": format_minute(ends),
    }
