"""Days as people write them."""

import calendar
import datetime
import re
import unicodedata

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.kernel.refusals import Refusal

_NUMERIC = re.compile(r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")

MOST_YEARS = 10
"""From today, before or after: further away is a slip of the finger."""


class NotADay(Refusal):
    """What was written names no day; the message says so to the person."""


def read_day(text: str, *, today: datetime.date) -> datetime.date | None:
    """2026-06-30, 2026/6/30, 6/30 or 6月30日; without a year the next such day. Empty: no day.

    Raises NotADay with a sentence for the person who wrote it.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        return None
    found = _NUMERIC.fullmatch(re.sub(r"\s*[(][^)]*[)]$", "", written))
    if not found:
        raise NotADay(_("Please choose a day, for example %(example)s.") % {"example": f"{today:%Y-%m-%d}"})
    month, day = int(found["month"]), int(found["day"])
    year = int(found["year"]) if found["year"] else _year_ahead(month, day, today)
    found_day = _make_day(year, month, day)
    if abs(found_day.year - today.year) > MOST_YEARS:
        raise NotADay(_("That year is too far away. Please choose the day again."))
    return found_day


def _year_ahead(month: int, day: int, today: datetime.date) -> int:
    return today.year if (month, day) >= (today.month, today.day) else today.year + 1


def _make_day(year: int, month: int, day: int) -> datetime.date:
    if not 1 <= month <= 12:
        raise NotADay(_("There are twelve months in a year. Please choose the day again."))
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise NotADay(_("That year is too far away. Please choose the day again."))
    latest = calendar.monthrange(year, month)[1]
    if not 1 <= day <= latest:
        raise NotADay(
            ngettext(
                "%(month)s has %(count)d day. Please choose the day again.",
                "%(month)s has %(count)d days. Please choose the day again.",
                latest,
            )
            % {"month": date_format(datetime.date(year, month, 1), "F"), "count": latest}
        )
    return datetime.date(year, month, day)
