"""Meeting spaces, for those who keep them and for those who look for one."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import ngettext, pgettext

from aizuchi.kernel.timeline import DAY, Mask, Spans, TimeWindow, at_minute, spans_of
from aizuchi.people.models import Person
from aizuchi.spaces.clashes import list_taken_times
from aizuchi.spaces.models import MeetingSpace
from aizuchi.ui.formatting import format_minute

MOST = 60


@dataclass(frozen=True, kw_only=True)
class KeptSpace:
    """As those see it who keep them."""

    id: uuid.UUID
    name: str
    place: str
    capacity: int
    equipment: tuple[str, ...]
    hours: str
    is_retired: bool


@dataclass(frozen=True, kw_only=True)
class SpaceChoice:
    """As somebody sees it who looks for one: whether it is free then, and never for whom it is not."""

    id: uuid.UUID
    label: str
    facts: str
    is_free: bool


@dataclass(frozen=True, kw_only=True)
class SpaceTimes:
    """One space over a window: what is taken, and in which cells it is open. For a search for times."""

    name: str
    busy: Spans
    open: Mask


def list_spaces(viewer: Person) -> list[KeptSpace]:
    """One query."""
    return [
        KeptSpace(
            id=space.pk,
            name=space.name,
            place=space.place,
            capacity=space.capacity,
            equipment=_equipment_of(space),
            hours=_hours_of(space),
            is_retired=space.retired_at is not None,
        )
        for space in MeetingSpace.objects.visible_to(viewer).order_by("retired_at", "place", "name")
    ]


def list_space_choices(
    *, viewer: Person, starts_at: datetime.datetime | None, minutes: int, but: uuid.UUID | None = None
) -> list[SpaceChoice]:
    """All spaces in use, with whether they are free then; `but` is the booking that is moved. Three queries."""
    spaces = list(MeetingSpace.objects.visible_to(viewer).in_use()[:MOST])
    if starts_at is None or not spaces:
        return [_choice(space, is_free=True) for space in spaces]
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    taken = {space_id for space_id, *_when in list_taken_times(spaces, starts_at=starts_at, ends_at=ends_at, but=but)}
    return [_choice(space, is_free=space.pk not in taken and space.is_open(starts_at, ends_at)) for space in spaces]


def load_space_times(
    viewer: Person, *, window: TimeWindow, only: uuid.UUID | None = None, but: uuid.UUID | None = None
) -> list[SpaceTimes]:
    """For a search that wants a free space. Three queries, however many spaces there are."""
    found = MeetingSpace.objects.visible_to(viewer).in_use()
    spaces = list((found.filter(pk=only) if only else found)[:MOST])
    taken: dict[uuid.UUID, list[tuple[datetime.datetime, datetime.datetime]]] = defaultdict(list)
    for space_id, *when in list_taken_times(spaces, starts_at=window.starts_at, ends_at=window.ends_at, but=but):
        taken[space_id].append((when[0], when[1]))
    return [
        SpaceTimes(
            name=space.name,
            busy=spans_of(taken[space.pk]),
            open=window.paint(spans_of(_open_hours(space, window))),
        )
        for space in spaces
    ]


def _open_hours(space: MeetingSpace, window: TimeWindow) -> Iterable[tuple[datetime.datetime, datetime.datetime]]:
    zone = ZoneInfo(space.time_zone)
    day = window.starts_at.astimezone(zone).date()
    while day <= window.ends_at.astimezone(zone).date():
        if day.weekday() in space.weekdays:
            yield at_minute(day, space.opens_minute, zone), at_minute(day, space.closes_minute, zone)
        day += DAY


def _choice(space: MeetingSpace, *, is_free: bool) -> SpaceChoice:
    seats = ngettext("%(count)s seat", "%(count)s seats", space.capacity) % {"count": space.capacity}
    return SpaceChoice(id=space.pk, label=space.label, facts="・".join([seats, *_equipment_of(space)]), is_free=is_free)


def _equipment_of(space: MeetingSpace) -> tuple[str, ...]:
    known = MeetingSpace.Equipment
    return tuple(str(known(code).label) for code in space.equipment if code in known.values)


def _hours_of(space: MeetingSpace) -> str:
    hours = f"{format_minute(space.opens_minute)}–{format_minute(space.closes_minute)}"
    return f"{_describe_weekdays(space.weekdays)} {hours}"


def _describe_weekdays(weekdays: Sequence[int]) -> str:
    return pgettext("between weekdays", ", ").join(str(WEEKDAYS_ABBR[day]) for day in weekdays)
