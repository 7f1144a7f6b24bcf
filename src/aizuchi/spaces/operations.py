"""Rooms: what there is, and who has which when."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.audit.operations import record
from aizuchi.calendars import policies
from aizuchi.calendars.models import Booking, BusyTime, Resource
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person
from aizuchi.people.policies import require


@dataclass(frozen=True, kw_only=True)
class RoomFacts:
    name: str
    place: str
    capacity: int
    equipment: tuple[str, ...]
    time_zone: str
    opens_minute: int
    closes_minute: int
    weekdays: tuple[int, ...]
    email: str = ""


class RoomExists(Refusal):
    field = "name"
    sentence = gettext_lazy("There is a room of that name at that place already.")


class StaleRoom(Refusal):
    field = "version"
    sentence = gettext_lazy("Somebody else changed this room meanwhile. Please look once more, and save again.")


class RoomTaken(Refusal):
    field = "room"


class RoomClosed(Refusal):
    field = "room"


@transaction.atomic
def add_room(*, actor: Person, facts: RoomFacts, now: datetime.datetime) -> Resource:
    """Raises RoomExists."""
    organization = _begin(actor, now)
    room = Resource(organization=organization, created_at=now)
    _write(room, facts)
    _note(room, "added", actor, now)
    return room


@transaction.atomic
def edit_room(*, actor: Person, room_id: uuid.UUID, facts: RoomFacts, version: int, now: datetime.datetime) -> Resource:
    """Bookings stay, also outside of new opening hours. Raises RoomExists, StaleRoom."""
    _begin(actor, now)
    room = lock_room(actor=actor, room_id=room_id)
    if room.version != version:
        raise StaleRoom
    room.version += 1
    _write(room, facts)
    _note(room, "edited", actor, now)
    return room


@transaction.atomic
def retire_room(*, actor: Person, room_id: uuid.UUID, now: datetime.datetime) -> Resource:
    """Nobody can book it any more; what is booked stands."""
    _begin(actor, now)
    room = lock_room(actor=actor, room_id=room_id)
    if room.retired_at is None:
        room.retired_at = now
        room.save(update_fields=["retired_at"])
        _note(room, "retired", actor, now)
    return room


@transaction.atomic
def reopen_room(*, actor: Person, room_id: uuid.UUID, now: datetime.datetime) -> Resource:
    """Raises RoomExists where another one has its name by now."""
    _begin(actor, now)
    room = lock_room(actor=actor, room_id=room_id)
    if room.retired_at is not None:
        room.retired_at = None
        _save(room)
        _note(room, "reopened", actor, now)
    return room


@transaction.atomic
def book_room(
    *,
    actor: Person,
    room_id: uuid.UUID,
    meeting_key: uuid.UUID,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    now: datetime.datetime,
) -> Resource:
    """One room per 1on1: another room, or another time, replaces the booking. Raises RoomTaken, RoomClosed.

    For operations that have asked whether the actor may arrange that 1on1. The database refuses a second booking at the
    same time, whoever comes at the same moment.
    """
    room = get_object_or_404(Resource.objects.visible_to(actor), pk=room_id)
    booking = Booking.objects.filter(meeting_key=meeting_key, released_at__isnull=True).first()
    is_same_room = booking is not None and booking.resource_id == room.pk
    if not is_same_room and room.retired_at is not None:
        raise RoomClosed(_("%(room)s is no longer used. Please choose another room.") % {"room": room.name})
    if not room.is_open(starts_at, ends_at):
        raise RoomClosed(_("%(room)s is closed at that time. Please choose another room.") % {"room": room.name})
    if BusyTime.objects.filter(resource=room, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise _taken(room)
    booking = booking or Booking(meeting_key=meeting_key)
    booking.resource, booking.starts_at, booking.ends_at = room, starts_at, ends_at
    booking.booked_by, booking.booked_at = actor, now
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as refused:
        raise _taken(room) from refused
    return room


def release_rooms(*, meeting_keys: list[uuid.UUID], now: datetime.datetime) -> None:
    """The 1on1s take place elsewhere, or not at all."""
    Booking.objects.filter(meeting_key__in=meeting_keys, released_at__isnull=True).update(released_at=now)


def lock_room(*, actor: Person, room_id: uuid.UUID) -> Resource:
    """Http404 for everybody of another organization."""
    return get_object_or_404(Resource.objects.visible_to(actor).select_for_update(), pk=room_id)


def _taken(room: Resource) -> RoomTaken:
    return RoomTaken(_("%(room)s is taken at that time. Please choose another room or time.") % {"room": room.name})


def _begin(actor: Person, now: datetime.datetime) -> Organization:
    organization = actor.organization
    require(policies.may_keep_rooms(actor, organization, on=organization.today(now)))
    return organization


def _write(room: Resource, facts: RoomFacts) -> None:
    room.name, room.place, room.capacity = facts.name, facts.place, facts.capacity
    room.equipment = [code for code in Resource.Equipment.values if code in facts.equipment]
    room.time_zone, room.email = facts.time_zone, facts.email
    room.opens_minute, room.closes_minute = facts.opens_minute, facts.closes_minute
    room.weekdays = sorted(set(facts.weekdays))
    _save(room)


def _save(room: Resource) -> None:
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError as refused:
        raise RoomExists from refused


def _note(room: Resource, what: str, actor: Person, now: datetime.datetime) -> None:
    record(
        organization_id=room.organization_id,
        actor=actor,
        action=f"calendars.room.{what}",
        subject_id=room.pk,
        detail={"name": room.name},
        now=now,
    )
