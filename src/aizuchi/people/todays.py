"""It is today on up to three dates at once. For whoever looks at all people together."""

import datetime
from collections import defaultdict
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Q, QuerySet

from aizuchi.people.models import Leave


def list_todays(now: datetime.datetime) -> dict[datetime.date, list[str]]:
    """The dates that it is at this moment, with the zones where it is. No query."""
    found = defaultdict(list)
    for zone in _zones():
        found[now.astimezone(zone).date()].append(zone.key)
    return dict(found)


def leaves_at(now: datetime.datetime) -> QuerySet[Leave]:
    """Of whoever is on leave by the date where they are."""
    away = Q(pk__in=[])
    for today, zones in list_todays(now).items():
        holds = Q(starts_on__lte=today) & (Q(until_on__isnull=True) | Q(until_on__gt=today))
        away |= holds & Q(person__time_zone__in=zones)
    return Leave.objects.filter(away)


@cache
def _zones() -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(key) for key in sorted(available_timezones()))
