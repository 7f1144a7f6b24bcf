"""Both sides of a search, read with a fixed number of queries."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Func, IntegerField, Value, When
from django.db.models.sql.compiler import SQLCompiler

from aizuchi.availability.days_off import list_days_off
from aizuchi.availability.finding import ORDINARY_WEEK, Side, Span, Stretch, TimeWindow
from aizuchi.availability.models import BusyTime, PreferredTimes, TimeRule
from aizuchi.kernel.timeline import Spans, join_spans, spans_of
from aizuchi.people.models import Leave, Person

DAY = datetime.timedelta(days=1)


def load_sides(
    people: Sequence[Person], *, window: TimeWindow, taken: Mapping[uuid.UUID, Sequence[Span]] | None = None
) -> list[Side]:
    """In the order of `people`, all of one organization. `taken` is what rooms above know of: their 1on1s.

    Six queries, however many people and appointments there are.
    """
    keys = [person.pk for person in people]
    busy, tentative = read_busy(keys, window=window)
    settings = {row.person_id: row for row in PreferredTimes.objects.filter(person__in=keys)}
    weeks = _weeks(keys)
    leaves = defaultdict(list)
    for person_id, starts_on, until_on in Leave.objects.filter(person__in=keys).values_list(
        "person", "starts_on", "until_on"
    ):
        leaves[person_id].append((starts_on, until_on))
    first, until = window.starts_at.date() - DAY, window.ends_at.date() + 2 * DAY  # any wall: with a day to spare
    days_off = frozenset(list_days_off(people[0].organization, first=first, until=until)) if people else frozenset()
    return [
        Side(
            zone=ZoneInfo(person.time_zone),
            busy=join_spans([busy[person.pk], _own(taken, person)]),
            tentative=tentative[person.pk],
            week=weeks[person.pk] if person.pk in settings else ORDINARY_WEEK,
            away=[*leaves[person.pk], *_before_and_after(person)],
            days_off=days_off,
            **_margins(settings.get(person.pk)),
        )
        for person in people
    ]


def week_of(person: Person) -> Sequence[Stretch]:
    """The person's own, or the ordinary one. Two queries."""
    if not PreferredTimes.objects.filter(person=person).exists():
        return ORDINARY_WEEK
    return _weeks([person.pk])[person.pk]


class Seconds(Func):
    """Since the epoch, counted by the database: full calendars are read four times as fast as with datetimes."""

    function = "FLOOR"
    output_field = IntegerField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS BIGINT)"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="CAST(STRFTIME('%%%%s', %(expressions)s) AS INTEGER)")


def read_busy(
    people: Sequence[uuid.UUID], *, window: TimeWindow
) -> tuple[dict[uuid.UUID, Spans], dict[uuid.UUID, Spans]]:
    """What is taken, and what is only pencilled in, by person. One query."""
    near = datetime.timedelta(hours=6)  # margins reach beyond the window
    rows = BusyTime.objects.filter(
        person__in=people, ends_at__gt=window.starts_at - near, starts_at__lt=window.ends_at + near
    )
    places = Case(*(When(person=key, then=Value(place)) for place, key in enumerate(people)))
    found = np.array(
        list(rows.values_list(places, "is_tentative", Seconds("starts_at"), Seconds("ends_at"))), dtype=np.int64
    ).reshape(-1, 4)
    taken, pencilled = (
        {key: found[(found[:, 0] == place) & (found[:, 1] == kind)][:, 2:] for place, key in enumerate(people)}
        for kind in (0, 1)
    )
    return taken, pencilled


def _weeks(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Stretch]]:
    weeks: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    rules = TimeRule.objects.filter(person__in=keys)
    columns = rules.values_list("person", "weekday", "starts_minute", "ends_minute", "kind")
    for person_id, weekday, starts_minute, ends_minute, kind in columns:
        weeks[person_id].append(Stretch(weekday, starts_minute, ends_minute, kind))
    return weeks


def _own(taken: Mapping[uuid.UUID, Sequence[Span]] | None, person: Person) -> Spans:
    return spans_of((span.starts_at, span.ends_at) for span in (taken or {}).get(person.pk, ()))


def _before_and_after(person: Person) -> list[tuple[datetime.date, datetime.date | None]]:
    """Nobody meets before their first day or after their last."""
    away: list[tuple[datetime.date, datetime.date | None]] = []
    if person.joined_on:
        away.append((datetime.date.min, person.joined_on))
    if person.gone_on:
        away.append((person.gone_on, None))
    return away


def _margins(settings: PreferredTimes | None) -> dict[str, int]:
    if settings is None:
        return {}
    return {
        "buffer_minutes": settings.buffer_minutes,
        "travel_minutes": settings.travel_minutes,
        "preparation_minutes": settings.preparation_minutes,
    }
