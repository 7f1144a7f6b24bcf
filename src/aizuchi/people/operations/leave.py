"""Absences: they pause the cadence of 1on1s and leave every denominator."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel import events
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import LeaveRecorded
from aizuchi.people.models import Leave, Person
from aizuchi.people.operations.editing import begin_with, note
from aizuchi.people.ranges import EndsBeforeStart, holds_after


class LeaveOverlaps(Refusal):
    sentence = _("Another absence is entered for some of these days.")


@transaction.atomic
def record_leave_of_absence(
    *,
    person_id: uuid.UUID,
    starts_on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
    until_on: datetime.date | None = None,
) -> Leave:
    """`until_on` is the first day back, empty while nobody knows it."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    if until_on and until_on <= starts_on:
        raise EndsBeforeStart
    others = Leave.objects.filter(holds_after(starts_on), person=person)
    if (others.filter(starts_on__lt=until_on) if until_on else others).exists():
        raise LeaveOverlaps
    leave = Leave.objects.create(person=person, starts_on=starts_on, until_on=until_on)
    note(
        organization=organization,
        actor=actor,
        action="people.leave.recorded",
        subject=person,
        now=now,
        on=starts_on,
        until=until_on,
    )
    _tell(leave, person, actor, now)
    return leave


@transaction.atomic
def end_leave_of_absence(
    *, leave_id: uuid.UUID, until_on: datetime.date, actor: Person | None, now: datetime.datetime
) -> None:
    """Back from `until_on`; the first day of the absence itself takes it back altogether."""
    organization, leave = begin_with(Leave, leave_id, actor=actor, now=now)
    person = leave.person
    if until_on < leave.starts_on:
        raise EndsBeforeStart
    later = Leave.objects.filter(holds_after(leave.starts_on), person=person).exclude(pk=leave.pk)
    if later.filter(starts_on__lt=until_on).exists():
        raise LeaveOverlaps
    leave.until_on = until_on
    leave.save(update_fields=["until_on"])
    note(
        organization=organization,
        actor=actor,
        action="people.leave.ended",
        subject=person,
        now=now,
        on=until_on,
    )
    _tell(leave, person, actor, now)


def _tell(leave: Leave, person: Person, actor: Person | None, now: datetime.datetime) -> None:
    events.publish(
        LeaveRecorded(
            organization_id=person.organization_id,
            person_id=person.pk,
            starts_on=leave.starts_on,
            until_on=leave.until_on,
            actor_id=actor.pk if actor else None,
            at=now,
        )
    )
