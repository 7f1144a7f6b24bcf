"""Days and moments that somebody typed, or that an address carries.

Whoever counts a day or a zone's offset on from the first or the last day there is, falls off the calendar. So what
comes in lies well within it, and what lies at its end already (many systems write "never" so) stays there.
"""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)


class DayInput(forms.DateInput):
    """The browser's own calendar, which takes days in one form only."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayFormField(forms.DateField):
    widget = DayInput

    def __init__(self, **more: Any) -> None:
        sentence = _("Please give a day between 1900 and 2199.")
        super().__init__(**more)
        self.validators += [MinValueValidator(EARLIEST, sentence), MaxValueValidator(LATEST, sentence)]


def read_day(text: str) -> datetime.date | None:
    """As browsers send it; None for what is no day, or none that anybody means."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def read_moment(text: str) -> datetime.datetime | None:
    """In the zone of whoever typed it, unless it says its own; None for what is no moment that anybody means."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    if not EARLIEST <= moment.date() <= LATEST:  # any wall: a bound of centuries
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def read_minute_of_day(text: str) -> int | None:
    """09:30 is 570; None for what is no time of day."""
    try:
        time = datetime.time.fromisoformat(text)
    except ValueError:
        return None
    return time.hour * 60 + time.minute


def midnight(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    """When the day begins there."""
    return datetime.datetime.combine(day, datetime.time(), zone)


def day_after(day: datetime.date) -> datetime.date:
    """The last day there is stays what it is: never."""
    return day if day == datetime.date.max else day + datetime.timedelta(days=1)
