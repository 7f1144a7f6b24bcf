"""Which days a rule gives to a pair: days off and leaves shift a date as the two chose."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aizuchi.availability.days_off import list_days_off
from aizuchi.availability.recurrence import expand, shift_moment
from aizuchi.meetings.models import Meeting, Series
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave

NO_TIME = datetime.timedelta()
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


def move_dates(
    meetings: Sequence[Meeting], series: Series, *, chosen: uuid.UUID, step: datetime.timedelta
) -> dict[uuid.UUID, datetime.datetime | None]:
    """Where each of a series is after so many days and hours on the wall; None: it is left out.

    The chosen one is exactly where it was put. What falls on a day off, or what one had moved, goes by the rule again.
    """
    zone = ZoneInfo(series.time_zone)
    starts = [one.starts_at for one in meetings if one.starts_at]
    since, until = min(starts) + min(step, NO_TIME), max(starts) + max(step, NO_TIME)
    is_off = look_up_days_off(meetings[0].pair, since=since, until=until)
    there: dict[uuid.UUID, datetime.datetime | None] = {}
    for one in sorted(meetings, key=lambda one: one.pk != chosen):
        assert one.starts_at is not None
        assert one.occurrence_at is not None
        had = shift_moment(one.occurrence_at, zone=zone, is_off=is_off, how=series.shift)
        goes_by_rule = had == one.starts_at and one.pk != chosen
        moment = step_on_wall(one.occurrence_at if goes_by_rule else one.starts_at, step, zone)
        shifted = moment if one.pk == chosen else shift_moment(moment, zone=zone, is_off=is_off, how=series.shift)
        there[one.pk] = None if shifted in there.values() else shifted
    return there


def step_on_wall(moment: datetime.datetime, step: datetime.timedelta, zone: ZoneInfo) -> datetime.datetime:
    wall = moment.astimezone(zone).replace(tzinfo=None) + step
    return wall.replace(tzinfo=zone).astimezone(datetime.UTC)


def look_up_days_off(
    pair: Pair, *, since: datetime.datetime, until: datetime.datetime
) -> Callable[[datetime.date], bool]:
    """Whether nobody is expected on a day, or one of the two is away. Three queries, made now."""
    first, last = (since - AROUND).date(), (until + AROUND).date()  # any wall: with days to spare
    days_off = list_days_off(pair.organization, first=first, until=last)
    leaves = list(
        Leave.objects.filter(person__in=[pair.mentee_id, pair.mentor_id]).values_list("starts_on", "until_on")
    )

    def is_off(day: datetime.date) -> bool:
        return day in days_off or any(start <= day and (end is None or day < end) for start, end in leaves)

    return is_off
