"""Which days a rule gives to a pair: days off and leaves shift a date as the two chose."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aizuchi.calendars.days import list_days_off
from aizuchi.calendars.recurrence import expand, shift_moment
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave

HORIZON = datetime.timedelta(weeks=13)
# A shifted date lies at most a week beyond its rule, and zones are a day apart.
AROUND = datetime.timedelta(days=20)


@dataclass(frozen=True, kw_only=True)
class Date:
    """`occurrence_at` is when the rule has it; they differ where a day off or a collision was in the way."""

    occurrence_at: datetime.datetime
    starts_at: datetime.datetime


def dates_of(
    pair: Pair,
    *,
    rule: str,
    starts_at: datetime.datetime,
    zone: ZoneInfo,
    shift: str,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
) -> tuple[Date, ...]:
    """A rule between two moments, else its first three months. Three queries."""
    since, until = since or starts_at, until or starts_at + HORIZON
    moments = expand(rule, starts_at=starts_at, zone=zone, since=since, until=until)
    is_off = look_up_days_off(pair, since=since, until=until)
    shifted = ((moment, shift_moment(moment, zone=zone, is_off=is_off, how=shift)) for moment in moments)
    found = {there: moment for moment, there in shifted if there}  # two that shift to one day are one
    return tuple(Date(occurrence_at=moment, starts_at=there) for there, moment in found.items())


def look_up_days_off(
    pair: Pair, *, since: datetime.datetime, until: datetime.datetime
) -> Callable[[datetime.date], bool]:
    """Whether nobody is expected on a day, or one of the two is away. Three queries, made now."""
    days_off = list_days_off(pair.organization, first=(since - AROUND).date(), until=(until + AROUND).date())
    leaves = list(
        Leave.objects.filter(person__in=[pair.mentee_id, pair.mentor_id]).values_list("starts_on", "until_on")
    )

    def is_off(day: datetime.date) -> bool:
        return day in days_off or any(start <= day and (end is None or day < end) for start, end in leaves)

    return is_off
