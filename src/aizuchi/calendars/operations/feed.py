"""The private address of a person's feed. Whoever has it can read when that person has 1on1s, so it is a secret."""

import datetime
import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.calendars.appointments import list_coming
from aizuchi.calendars.calendar_events import alarm_of, base_title, event_from_appointment, event_from_preparation
from aizuchi.calendars.ics_writing import write_feed
from aizuchi.calendars.models import CalendarPreferences, FeedAddress
from aizuchi.calendars.preparation_time import preparation_minutes_of
from aizuchi.kernel.write_behind import WriteBehind
from aizuchi.people.models import Person

SHOWN_BACK = datetime.timedelta(days=31)
NOTED_EVERY = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class FeedReading:
    address_id: uuid.UUID
    at: datetime.datetime


@transaction.atomic
def make_feed_address(*, actor: Person, now: datetime.datetime) -> str:
    """A new token, told this once; an older one stops working at the same moment."""
    token = secrets.token_urlsafe(32)
    FeedAddress.objects.update_or_create(
        person=actor, defaults={"token_hash": _hash(token), "made_at": now, "read_at": None}
    )
    _keep_record("made", actor, now=now)
    return token


@transaction.atomic
def end_feed(*, actor: Person, now: datetime.datetime) -> bool:
    ended = FeedAddress.objects.filter(person=actor).delete()[0] > 0
    if ended:
        _keep_record("ended", actor, now=now)
    return ended


def open_feed(token: str) -> FeedAddress | None:
    """None: there is no such address, any more, or its person has left."""
    address = (
        FeedAddress.objects.select_related("person__organization").filter(token_hash=_hash(token)).first()
        if token.isascii()
        else None
    )
    return address if address and address.person.is_active else None


def write_feed_of(address: FeedAddress, *, now: datetime.datetime) -> bytes:
    """The person's own 1on1s. The same bytes as long as nothing changes, so that calendars need not fetch them."""
    person = address.person
    title = base_title(person, CalendarPreferences.objects.filter(person=person).first())
    coming = list_coming(person, since=now - SHOWN_BACK)
    alarm = alarm_of(person)
    events = [
        event_from_appointment(item, person=person, title=title, now=address.made_at, alarm_minutes=alarm)
        for item in coming
    ]
    if minutes := preparation_minutes_of([person.pk]).get(person.pk):
        ready = [item for item in coming if person.pk in item.responding]
        events += [event_from_preparation(item, person=person, minutes=minutes, now=address.made_at) for item in ready]
    return write_feed(events, name=title)


def note_reading(address: FeedAddress, *, now: datetime.datetime) -> None:
    """Written in a moment: a calendar that fetches waits for nobody who writes."""
    if address.read_at is None or address.read_at < now - NOTED_EVERY:
        _readings.add(FeedReading(address.pk, now))


def _record_readings(readings: Sequence[FeedReading]) -> None:
    for reading in readings:
        FeedAddress.objects.filter(pk=reading.address_id).update(read_at=reading.at)


_readings = WriteBehind(_record_readings)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _keep_record(action: str, actor: Person, *, now: datetime.datetime) -> None:
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action=f"calendars.feed.{action}",
        subject_id=actor.pk,
        now=now,
    )
