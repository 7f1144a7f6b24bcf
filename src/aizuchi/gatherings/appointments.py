"""A gathering in calendars: an entry for each who comes, so that nobody's calendar tells who else does."""

import datetime
import uuid
from collections.abc import Sequence

from django.urls import reverse

from aizuchi.calendars.appointments import Appointment, NotPossible, WantedTime
from aizuchi.calendars.operations.entries import place_appointment
from aizuchi.gatherings.models import Gathering, SignUp
from aizuchi.kernel.addresses import absolute
from aizuchi.people.models import Person

MOST = 200


def place_for_one(gathering: Gathering, sign_up: SignUp, *, now: datetime.datetime) -> None:
    place_appointment(appointment=_appointment(gathering, key=sign_up.pk, person_id=sign_up.person_id), now=now)


def place_for_holder(gathering: Gathering, *, now: datetime.datetime) -> None:
    """With the room, whose own calendar shows it too."""
    place_appointment(appointment=_appointment_of_holder(gathering), now=now)


def place_all(gathering: Gathering, *, now: datetime.datetime) -> None:
    for sign_up in gathering.sign_ups.coming():
        place_for_one(gathering, sign_up, now=now)


class GatheringAppointments:
    """A gathering is moved and called off by who holds it, on its page, and in no calendar."""

    def list_coming(self, person: Person, *, since: datetime.datetime) -> Sequence[Appointment]:
        return _list_coming(person, since)

    def has(self, key: uuid.UUID) -> bool:
        return Gathering.objects.filter(pk=key).exists() or SignUp.objects.filter(pk=key).exists()

    def move(self, key: uuid.UUID, wanted: WantedTime, *, actor: Person, now: datetime.datetime) -> None:
        raise NotPossible

    def offer_other_time(self, key: uuid.UUID, wanted: WantedTime, *, actor: Person, now: datetime.datetime) -> None:
        raise NotPossible

    def call_off(self, key: uuid.UUID, *, actor: Person, now: datetime.datetime) -> None:
        raise NotPossible


def _list_coming(person: Person, since: datetime.datetime) -> Sequence[Appointment]:
    held = Gathering.objects.standing().filter(holder=person, starts_at__gte=since).select_related("booking__space")
    joined = SignUp.objects.coming().filter(
        person=person, gathering__called_off_at__isnull=True, gathering__starts_at__gte=since
    )
    rows = joined.exclude(gathering__holder=person).select_related("gathering__booking__space")
    return [
        *(_appointment_of_holder(gathering) for gathering in held[:MOST]),
        *(_appointment(row.gathering, key=row.pk, person_id=person.pk) for row in rows[:MOST]),
    ]


def _appointment_of_holder(gathering: Gathering) -> Appointment:
    return _appointment(gathering, key=gathering.pk, person_id=gathering.holder_id, booking_id=gathering.booking_id)


def _appointment(
    gathering: Gathering, *, key: uuid.UUID, person_id: uuid.UUID, booking_id: uuid.UUID | None = None
) -> Appointment:
    return Appointment(
        key=key,
        title=gathering.title,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        time_zone=gathering.organization.time_zone,
        people=(person_id,),
        place=gathering.where,
        booking_id=booking_id,
        link=absolute(reverse("gatherings:show", args=[gathering.pk])),
    )
