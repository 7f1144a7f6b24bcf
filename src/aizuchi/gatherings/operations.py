"""A gathering is set up, changed and called off; people sign up, wait and withdraw; who came is noted."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from aizuchi.audit.operations import record
from aizuchi.calendars.operations.entries import call_off_appointments
from aizuchi.gatherings import policies
from aizuchi.gatherings.appointments import place_all, place_for_holder, place_for_one
from aizuchi.gatherings.models import Gathering, SignUp
from aizuchi.gatherings.notices import CALLED_OFF, INVITED, MOVED, PLACE, tell
from aizuchi.gatherings.refusals import (
    EndsTooLate,
    HasBegun,
    NotYourUnit,
    SignUpOver,
    TooFewPlaces,
)
from aizuchi.gatherings.scopes import people_within
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import InThePast, Stale
from aizuchi.people.models import Person, Unit
from aizuchi.spaces.models import Booking
from aizuchi.spaces.operations import book_space, release_bookings

State = SignUp.State
Audience = Gathering.Audience


@dataclass(frozen=True, kw_only=True)
class GatheringFacts:
    kind: str
    title: str
    starts_at: datetime.datetime
    minutes: int
    words: str = ""
    audience: str = Audience.ALL
    unit_id: uuid.UUID | None = None
    space_id: uuid.UUID | None = None
    place: str = ""
    video_url: str = ""
    places: int | None = None
    sign_up_until: datetime.datetime | None = None

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


@transaction.atomic
def create_gathering(*, actor: Person, facts: GatheringFacts, now: datetime.datetime) -> Gathering:
    """Whoever it is for is invited, unless it is for the whole organization. Raises a Refusal, also of the room."""
    _check(actor, facts, now)
    gathering = Gathering(organization=actor.organization, holder=actor, created_at=now)
    _write(gathering, facts, actor, now)
    _note(gathering, "created", actor, now)
    place_for_holder(gathering, now=now)
    if facts.audience == Audience.HEADS or (facts.unit_id and facts.audience == Audience.ALL):
        on = actor.organization.today(now)
        heads_only = facts.audience == Audience.HEADS
        _invite(gathering, people_within(actor.organization, facts.unit_id, heads_only=heads_only, on=on), now)
    return gathering


@transaction.atomic
def change_gathering(
    *, actor: Person, gathering_id: uuid.UUID, facts: GatheringFacts, version: int, now: datetime.datetime
) -> Gathering:
    """Calendars follow, and whoever comes hears of another time or place. Raises a Refusal, also of the room."""
    gathering = lock_gathering(actor=actor, gathering_id=gathering_id)
    require(policies.may_change(actor, gathering, on=actor.organization.today(now)))
    if gathering.called_off_at or gathering.starts_at <= now:
        raise HasBegun
    if gathering.version != version:
        raise Stale
    _check(actor, facts, now)
    if facts.places is not None and gathering.sign_ups.coming().count() > facts.places:
        raise TooFewPlaces
    before = (gathering.starts_at, gathering.minutes, gathering.where)
    gathering.version += 1
    _write(gathering, facts, actor, now)
    _note(gathering, "changed", actor, now)
    place_for_holder(gathering, now=now)
    place_all(gathering, now=now)
    if before != (gathering.starts_at, gathering.minutes, gathering.where):
        tell(MOVED, gathering, _people(gathering.sign_ups.filter(state__in=[State.COMING, State.WAITING])), now=now)
    _fill(gathering, now)
    return gathering


@transaction.atomic
def call_off_gathering(*, actor: Person, gathering_id: uuid.UUID, now: datetime.datetime) -> Gathering:
    """Out of all calendars, and the room is free again. Raises HasBegun."""
    gathering = lock_gathering(actor=actor, gathering_id=gathering_id)
    require(policies.may_change(actor, gathering, on=actor.organization.today(now)))
    if gathering.called_off_at:
        return gathering
    if gathering.starts_at <= now:
        raise HasBegun
    gathering.called_off_at = now
    gathering.save(update_fields=["called_off_at"])
    _free_room(gathering, now)
    call_off_appointments(appointment_keys=[gathering.pk, *gathering.sign_ups.values_list("pk", flat=True)], now=now)
    tell(CALLED_OFF, gathering, _people(gathering.sign_ups.exclude(state=State.WITHDRAWN)), now=now)
    _note(gathering, "called_off", actor, now)
    return gathering


@transaction.atomic
def invite_people(
    *, actor: Person, gathering_id: uuid.UUID, person_ids: Collection[uuid.UUID], now: datetime.datetime
) -> int:
    """Those of the organization who are not on the list yet; returns how many. They see it from now on."""
    gathering = lock_gathering(actor=actor, gathering_id=gathering_id)
    require(policies.may_change(actor, gathering, on=actor.organization.today(now)))
    people = Person.objects.visible_to(actor).filter(pk__in=person_ids)
    return _invite(gathering, list(people.values_list("pk", flat=True)), now)


@transaction.atomic
def sign_up(*, actor: Person, gathering_id: uuid.UUID, now: datetime.datetime) -> SignUp:
    """A place, or one on the waiting list; a second press changes nothing. Raises SignUpOver."""
    gathering = lock_gathering(actor=actor, gathering_id=gathering_id)
    if not gathering.takes_sign_ups(now):
        raise SignUpOver
    mine = gathering.sign_ups.filter(person=actor).first() or SignUp(gathering=gathering, person=actor)
    if mine.state in (State.COMING, State.WAITING):
        return mine
    mine.state, mine.signed_up_at = (State.COMING if _has_room(gathering) else State.WAITING), now
    mine.save()
    if mine.state == State.COMING:
        place_for_one(gathering, mine, now=now)
    return mine


@transaction.atomic
def withdraw(*, actor: Person, gathering_id: uuid.UUID, now: datetime.datetime) -> SignUp | None:
    """Until it begins; whoever waits longest takes the place. Raises HasBegun."""
    gathering = lock_gathering(actor=actor, gathering_id=gathering_id)
    if gathering.starts_at <= now:
        raise HasBegun
    mine = gathering.sign_ups.filter(person=actor).first()
    if mine is None or mine.state == State.WITHDRAWN:
        return mine
    mine.state = State.WITHDRAWN
    mine.save(update_fields=["state"])
    call_off_appointments(appointment_keys=[mine.pk], now=now)
    _fill(gathering, now)
    return mine


@transaction.atomic
def note_attendance(
    *, actor: Person, gathering_id: uuid.UUID, person_ids: Collection[uuid.UUID], now: datetime.datetime
) -> int:
    """Who of those that have a place was there; all others of them were not. Returns how many came."""
    gathering = lock_gathering(actor=actor, gathering_id=gathering_id)
    require(policies.may_note_attendance(actor, gathering, now=now))
    coming = gathering.sign_ups.coming()
    count = coming.filter(person__in=person_ids).update(attended=True)
    coming.exclude(person__in=person_ids).update(attended=False)
    _note(gathering, "attendance_noted", actor, now)
    return count


def lock_gathering(*, actor: Person, gathering_id: uuid.UUID) -> Gathering:
    """Http404 for whom it is not."""
    found = Gathering.objects.visible_to(actor).select_related("booking__space", "organization")
    return get_object_or_404(found.select_for_update(of=("self",)), pk=gathering_id)


def _check(actor: Person, facts: GatheringFacts, now: datetime.datetime) -> None:
    on = actor.organization.today(now)
    require(policies.may_hold_some(actor, on=on))
    is_own = facts.unit_id is None or Unit.objects.filter(pk=facts.unit_id, organization=actor.organization).exists()
    if not is_own or not policies.may_hold(actor, unit_id=facts.unit_id, on=on):
        raise NotYourUnit
    if facts.starts_at <= now:
        raise InThePast(field="day")
    if facts.sign_up_until and facts.sign_up_until > facts.starts_at:
        raise EndsTooLate


def _write(gathering: Gathering, facts: GatheringFacts, actor: Person, now: datetime.datetime) -> None:
    gathering.kind, gathering.title, gathering.words = facts.kind, facts.title, facts.words
    gathering.audience, gathering.unit_id = facts.audience, facts.unit_id
    gathering.starts_at, gathering.minutes = facts.starts_at, facts.minutes
    gathering.place, gathering.video_url = facts.place, facts.video_url
    gathering.places, gathering.sign_up_until = facts.places, facts.sign_up_until
    gathering.booking = _book(gathering, facts, actor, now)
    gathering.save()


def _book(gathering: Gathering, facts: GatheringFacts, actor: Person, now: datetime.datetime) -> Booking | None:
    if facts.space_id is None:
        _free_room(gathering, now)
        return None
    return book_space(
        actor=actor,
        space_id=facts.space_id,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        now=now,
        booking_id=gathering.booking_id,
    )


def _free_room(gathering: Gathering, now: datetime.datetime) -> None:
    if gathering.booking:
        release_bookings(Booking.objects.filter(pk=gathering.booking.pk), now=now)


def _invite(gathering: Gathering, person_ids: Collection[uuid.UUID], now: datetime.datetime) -> int:
    known = set(gathering.sign_ups.filter(person__in=person_ids).values_list("person", flat=True))
    fresh = [person_id for person_id in person_ids if person_id not in known]
    SignUp.objects.bulk_create(
        [SignUp(gathering=gathering, person_id=person_id, state=State.INVITED) for person_id in fresh], batch_size=500
    )
    tell(INVITED, gathering, [person_id for person_id in fresh if person_id != gathering.holder_id], now=now)
    return len(fresh)


def _has_room(gathering: Gathering) -> bool:
    return gathering.places is None or gathering.sign_ups.coming().count() < gathering.places


def _fill(gathering: Gathering, now: datetime.datetime) -> None:
    """Free places go to those who wait."""
    while _has_room(gathering) and (first := gathering.sign_ups.waiting().first()):
        first.state = State.COMING
        first.save(update_fields=["state"])
        place_for_one(gathering, first, now=now)
        tell(PLACE, gathering, [first.person_id], now=now)


def _people(found: QuerySet[SignUp]) -> list[uuid.UUID]:
    return list(found.values_list("person", flat=True))


def _note(gathering: Gathering, what: str, actor: Person, now: datetime.datetime) -> None:
    record(
        organization_id=gathering.organization_id,
        actor=actor,
        action=f"gatherings.gathering.{what}",
        subject_id=gathering.pk,
        detail={"starts_at": gathering.starts_at},
        now=now,
    )
