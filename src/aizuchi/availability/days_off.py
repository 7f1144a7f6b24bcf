"""Public holidays, and what an organization does otherwise."""

import datetime
from collections.abc import Mapping
from functools import lru_cache

import holidays as public
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aizuchi.availability.models import DayRules, OrganizationDay
from aizuchi.people.models import Organization

LANGUAGES = {"ja": "ja", "en": "en_US"}


def list_days_off(
    organization: Organization, *, first: datetime.date, until: datetime.date
) -> dict[datetime.date, str]:
    """The days from `first` to before `until` on which nobody is expected, with their names. Two queries."""
    rules = DayRules.objects.filter(organization=organization).first()
    country = rules.country if rules else "JP"
    days = public_holidays(country, first=first, until=until)
    if country == "JP":
        days = {**_turn_of_the_year(first, until), **days}
    own = OrganizationDay.objects.filter(organization=organization, date__gte=first, date__lt=until)
    for day in own:
        if day.kind == OrganizationDay.Kind.OFF:
            days[day.date] = day.label
        else:
            days.pop(day.date, None)
    return days


def _turn_of_the_year(first: datetime.date, until: datetime.date) -> dict[datetime.date, str]:
    """From 29 December to 3 January nobody is at work in Japan, though the law names only the first; a day of the
    organization's own says otherwise."""
    found = {}
    for year in range(first.year - 1, until.year + 1):
        days = [datetime.date(year, 12, day) for day in (29, 30, 31)]
        days += [datetime.date(year + 1, 1, day) for day in (1, 2, 3)]
        found.update({day: _("Turn of the year") for day in days if first <= day < until})
    return found


def public_holidays(country: str, *, first: datetime.date, until: datetime.date) -> dict[datetime.date, str]:
    """By the holidays library, in the reader's language; empty where it knows no such country."""
    if not country or first >= until:
        return {}
    years = range(first.year, until.year + 1)
    known = [_of_year(country, year, get_language() or "ja") for year in years]
    return {day: name for days in known for day, name in days.items() if first <= day < until}


@lru_cache(maxsize=64)
def _of_year(country: str, year: int, language: str) -> Mapping[datetime.date, str]:
    try:
        found = public.country_holidays(country, years=year, language=LANGUAGES.get(language))
    except NotImplementedError:
        return {}
    return dict(found)
