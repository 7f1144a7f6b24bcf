"""Rooms, for those who keep them and for those who look for one."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import ngettext, pgettext

from aizuchi.calendars.finding import Window
from aizuchi.calendars.finding.sides import DAY, at_minute
from aizuchi.calendars.finding.slots import Room
from aizuchi.calendars.finding.timeline import spans_of
from aizuchi.calendars.models import Booking, BusyTime, Resource
from aizuchi.calendars.queries.spoken import format_minute
from aizuchi.people.models import Person

MOST = 60


@dataclass(frozen=True, kw_only=True)
class RoomRow:
    """As the office sees it."""

    id: uuid.UUID
    name: str
    place: str
    capacity: int
    equipment: tuple[str, ...]
    hours: str
    is_retired: bool


@dataclass(frozen=True, kw_only=True)
class RoomChoice:
    """As somebody sees it who looks for a room: whether it is free then, and never for whom it is not."""

    id: uuid.UUID
    label: str
    facts: str
    is_free: bool


def list_rooms(viewer: Person) -> list[RoomRow]:
    """One query."""
    return [
        RoomRow(
            id=room.pk,
            name=room.name,
            place=room.place,
            capacity=room.capacity,
            equipment=_equipment_of(room),
            hours=_hours_of(room),
            is_retired=room.retired_at is not None,
        )
        for room in Resource.objects.visible_to(viewer).order_by("retired_at", "place", "name")
    ]


def list_choices(
    *, viewer: Person, starts_at: datetime.datetime | None, minutes: int, but: uuid.UUID | None = None
) -> list[RoomChoice]:
    """All rooms in use, with whether they are free then; `but` is the 1on1 that is moved. Three queries."""
    rooms = list(Resource.objects.visible_to(viewer).in_use()[:MOST])
    if starts_at is None or not rooms:
        return [_choice(room, is_free=True) for room in rooms]
    ends_at = starts_at + datetime.timedelta(minutes=minutes)
    then = {"resource__in": rooms, "starts_at__lt": ends_at, "ends_at__gt": starts_at}
    booked = _standing(but).filter(**then)
    taken = {*booked.values_list("resource", flat=True)}
    taken |= {*BusyTime.objects.filter(**then).values_list("resource", flat=True)}
    return [_choice(room, is_free=room.pk not in taken and room.is_open(starts_at, ends_at)) for room in rooms]


def load_rooms(
    viewer: Person, *, window: Window, only: uuid.UUID | None = None, but: uuid.UUID | None = None
) -> list[tuple[Resource, Room]]:
    """For a search that wants a free room. Three queries, however many rooms there are."""
    found = Resource.objects.visible_to(viewer).in_use()
    rooms = list((found.filter(pk=only) if only else found)[:MOST])
    within = {"resource__in": rooms, "ends_at__gt": window.starts_at, "starts_at__lt": window.ends_at}
    booked = _standing(but).filter(**within)
    taken: dict[uuid.UUID, list[tuple[datetime.datetime, datetime.datetime]]] = defaultdict(list)
    for rows in (booked, BusyTime.objects.filter(**within)):
        for room_id, starts_at, ends_at in rows.values_list("resource", "starts_at", "ends_at"):
            taken[room_id].append((starts_at, ends_at))
    return [
        (room, Room(busy=spans_of(taken[room.pk]), open=window.paint(spans_of(_open_hours(room, window)))))
        for room in rooms
    ]


def room_of(meeting_key: uuid.UUID) -> uuid.UUID | None:
    """The room a 1on1 has, or had when its date was given up."""
    booking = Booking.objects.filter(meeting_key=meeting_key).order_by("-booked_at", "-id").first()
    return booking.resource_id if booking else None


def booked_room_of(meeting_key: uuid.UUID) -> uuid.UUID | None:
    booking = Booking.objects.filter(meeting_key=meeting_key, released_at__isnull=True).first()
    return booking.resource_id if booking else None


def _standing(but: uuid.UUID | None) -> QuerySet[Booking]:
    booked = Booking.objects.filter(released_at__isnull=True)
    return booked.exclude(meeting_key=but) if but else booked


def _open_hours(room: Resource, window: Window) -> Iterable[tuple[datetime.datetime, datetime.datetime]]:
    zone = ZoneInfo(room.time_zone)
    day = window.starts_at.astimezone(zone).date()
    while day <= window.ends_at.astimezone(zone).date():
        if day.weekday() in room.weekdays:
            yield at_minute(day, room.opens_minute, zone), at_minute(day, room.closes_minute, zone)
        day += DAY


def _choice(room: Resource, *, is_free: bool) -> RoomChoice:
    seats = ngettext("%(count)s seat", "%(count)s seats", room.capacity) % {"count": room.capacity}
    return RoomChoice(id=room.pk, label=room.label, facts="・".join([seats, *_equipment_of(room)]), is_free=is_free)


def _equipment_of(room: Resource) -> tuple[str, ...]:
    return tuple(str(Resource.Equipment(code).label) for code in room.equipment if code in Resource.Equipment.values)


def _hours_of(room: Resource) -> str:
    return f"{_say_weekdays(room.weekdays)} {format_minute(room.opens_minute)}–{format_minute(room.closes_minute)}"


def _say_weekdays(weekdays: Sequence[int]) -> str:
    return pgettext("between weekdays", ", ").join(str(WEEKDAYS_ABBR[day]) for day in weekdays)
