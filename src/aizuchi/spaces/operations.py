"""Meeting spaces: what there is, and when each is taken."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.people.models import Organization, Person
from aizuchi.spaces import policies
from aizuchi.spaces.clashes import list_taken_times
from aizuchi.spaces.models import Booking, MeetingSpace


@dataclass(frozen=True, kw_only=True)
class SpaceFacts:
    name: str
    place: str
    capacity: int
    equipment: tuple[str, ...]
    time_zone: str
    opens_minute: int
    closes_minute: int
    weekdays: tuple[int, ...]
    email: str = ""


class SpaceExists(Refusal):
    field = "name"
    sentence = gettext_lazy("There is a room of that name at that place already.")


class SpaceTaken(Refusal):
    field = "room"


class SpaceClosed(Refusal):
    field = "room"


@transaction.atomic
def add_space(*, actor: Person, facts: SpaceFacts, now: datetime.datetime) -> MeetingSpace:
    """Raises SpaceExists."""
    organization = _begin(actor, now)
    space = MeetingSpace(organization=organization, created_at=now)
    _write(space, facts)
    _note(space, "added", actor, now)
    return space


@transaction.atomic
def edit_space(
    *, actor: Person, space_id: uuid.UUID, facts: SpaceFacts, version: int, now: datetime.datetime
) -> MeetingSpace:
    """Bookings stay, also outside of new opening hours. Raises SpaceExists, Stale."""
    _begin(actor, now)
    space = lock_space(actor=actor, space_id=space_id)
    if space.version != version:
        raise Stale
    space.version += 1
    _write(space, facts)
    _note(space, "edited", actor, now)
    return space


@transaction.atomic
def retire_space(*, actor: Person, space_id: uuid.UUID, now: datetime.datetime) -> MeetingSpace:
    """Nobody can book it any more; what is booked stands."""
    _begin(actor, now)
    space = lock_space(actor=actor, space_id=space_id)
    if space.retired_at is None:
        space.retired_at = now
        space.save(update_fields=["retired_at"])
        _note(space, "retired", actor, now)
    return space


@transaction.atomic
def reopen_space(*, actor: Person, space_id: uuid.UUID, now: datetime.datetime) -> MeetingSpace:
    """Raises SpaceExists where another one has its name by now."""
    _begin(actor, now)
    space = lock_space(actor=actor, space_id=space_id)
    if space.retired_at is not None:
        space.retired_at = None
        _save(space)
        _note(space, "reopened", actor, now)
    return space


@transaction.atomic
def book_space(
    *,
    actor: Person,
    space_id: uuid.UUID,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    now: datetime.datetime,
    booking_id: uuid.UUID | None = None,
) -> Booking:
    """Another space, or another time, for a booking that stands; else a new one. Raises SpaceTaken, SpaceClosed.

    For operations that have asked whether the actor may arrange what takes place there; they keep the booking. Who
    comes at the same moment waits for the space: where only the database refused a second booking, PostgreSQL might
    find the two waiting for each other.
    """
    space = lock_space(actor=actor, space_id=space_id)
    standing = Booking.objects.filter(released_at__isnull=True)
    booking = (standing.filter(pk=booking_id).first() if booking_id else None) or Booking()
    is_same_space = booking.space_id == space.pk
    if not is_same_space and space.retired_at is not None:
        raise SpaceClosed(_("%(room)s is no longer used. Please choose another room.") % {"room": space.name})
    if not space.is_open(starts_at, ends_at):
        raise SpaceClosed(_("%(room)s is closed at that time. Please choose another room.") % {"room": space.name})
    if list_taken_times([space], starts_at=starts_at, ends_at=ends_at, but=booking.pk):
        raise _taken(space)
    booking.space, booking.starts_at, booking.ends_at = space, starts_at, ends_at
    booking.booked_by, booking.booked_at = actor, now
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as refused:
        raise _taken(space) from refused
    return booking


def release_bookings(bookings: QuerySet[Booking], *, now: datetime.datetime) -> None:
    """Whoever booked them meets elsewhere, or not at all."""
    bookings.filter(released_at__isnull=True).update(released_at=now)


def lock_space(*, actor: Person, space_id: uuid.UUID) -> MeetingSpace:
    """Http404 for everybody of another organization."""
    return get_object_or_404(MeetingSpace.objects.visible_to(actor).select_for_update(no_key=True), pk=space_id)


def _taken(space: MeetingSpace) -> SpaceTaken:
    return SpaceTaken(_("%(room)s is taken at that time. Please choose another room or time.") % {"room": space.name})


def _begin(actor: Person, now: datetime.datetime) -> Organization:
    organization = actor.organization
    require(policies.may_keep_spaces(actor, organization, on=organization.today(now)))
    return organization


def _write(space: MeetingSpace, facts: SpaceFacts) -> None:
    space.name, space.place, space.capacity = facts.name, facts.place, facts.capacity
    space.equipment = [code for code in MeetingSpace.Equipment.values if code in facts.equipment]
    space.time_zone, space.email = facts.time_zone, facts.email
    space.opens_minute, space.closes_minute = facts.opens_minute, facts.closes_minute
    space.weekdays = sorted(set(facts.weekdays))
    _save(space)


def _save(space: MeetingSpace) -> None:
    try:
        with transaction.atomic():
            space.save()
    except IntegrityError as refused:
        raise SpaceExists from refused


def _note(space: MeetingSpace, what: str, actor: Person, now: datetime.datetime) -> None:
    record(
        organization_id=space.organization_id,
        actor=actor,
        action=f"spaces.space.{what}",
        subject_id=space.pk,
        detail={"name": space.name},
        now=now,
    )
