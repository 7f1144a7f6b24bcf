"""Who belongs to which unit, and who heads it."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel import events
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import PeopleMoved
from aizuchi.people.models import Membership, Organization, Person, Unit
from aizuchi.people.operations.editing import begin_with, find_within, note, require_here
from aizuchi.people.ranges import EndsBeforeStart, earliest, holds_after, replace_from


class UnitDoesNotStand(Refusal):
    sentence = _("This unit isn't there on that day.")


class AlreadyMember(Refusal):
    sentence = _("This person already belongs to that unit at that time.")


class MainUnitMayNotEnd(Refusal):
    sentence = _("Everybody has a main unit. Please choose another one instead.")


@transaction.atomic
def move_person(
    *, person_id: uuid.UUID, unit_id: uuid.UUID, on: datetime.date, actor: Person | None, now: datetime.datetime
) -> Membership:
    """From `on` this is the main unit. Who headed the former one no longer does."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    return put_into_unit(organization, person, unit_id, on=on, actor=actor, now=now)


def put_into_unit(
    organization: Organization,
    person: Person,
    unit_id: uuid.UUID,
    *,
    on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
) -> Membership:
    """As `move_person`, for whoever holds both rows already."""
    unit = find_within(organization, Unit, unit_id)
    require_standing(unit, on)
    mine = Membership.objects.filter(person=person)
    current = mine.on(on).filter(is_main=True).first()
    if current and current.unit_id == unit.pk:
        return current
    require_here(person, on)
    for beside in mine.filter(holds_after(on), unit=unit, is_main=False):
        beside.until_on = max(beside.starts_on, on)
        beside.save(update_fields=["until_on"])
    _, until_on = replace_from(mine.filter(is_main=True), on=on)
    membership = Membership.objects.create(
        person=person, unit=unit, starts_on=on, until_on=earliest(until_on, person.gone_on, unit.until_on)
    )
    note(
        organization=organization,
        actor=actor,
        action="people.person.moved",
        subject=person,
        now=now,
        unit=unit.pk,
        previous=current.unit_id if current else None,
        on=on,
    )
    events.publish(
        PeopleMoved(
            organization_id=organization.pk,
            moves=((person.pk, unit.pk, on),),
            actor_id=actor.pk if actor else None,
            at=now,
        )
    )
    return membership


@transaction.atomic
def add_membership(
    *,
    person_id: uuid.UUID,
    unit_id: uuid.UUID,
    starts_on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
    until_on: datetime.date | None = None,
    is_head: bool = False,
) -> Membership:
    """A concurrent post beside the main unit."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    unit = find_within(organization, Unit, unit_id)
    require_standing(unit, starts_on)
    require_here(person, starts_on)
    if until_on and until_on < starts_on:
        raise EndsBeforeStart
    until_on = earliest(until_on, person.gone_on, unit.until_on)
    overlapping = Membership.objects.filter(holds_after(starts_on), person=person, unit=unit)
    if (overlapping.filter(starts_on__lt=until_on) if until_on else overlapping).exists():
        raise AlreadyMember
    membership = Membership.objects.create(
        person=person, unit=unit, starts_on=starts_on, until_on=until_on, is_main=False, is_head=is_head
    )
    note(
        organization=organization,
        actor=actor,
        action="people.membership.added",
        subject=person,
        now=now,
        unit=unit.pk,
        on=starts_on,
        until=until_on,
        is_head=is_head,
    )
    return membership


@transaction.atomic
def end_membership(
    *, membership_id: uuid.UUID, until_on: datetime.date, actor: Person | None, now: datetime.datetime
) -> None:
    """The concurrent post is over; `until_on` is the first day without it."""
    organization, membership = begin_with(Membership, membership_id, actor=actor, now=now)
    person = membership.person
    if membership.is_main:
        raise MainUnitMayNotEnd
    if until_on < membership.starts_on:
        raise EndsBeforeStart
    membership.until_on = until_on
    membership.save(update_fields=["until_on"])
    note(
        organization=organization,
        actor=actor,
        action="people.membership.ended",
        subject=person,
        now=now,
        unit=membership.unit_id,
        on=until_on,
    )


@transaction.atomic
def set_head(
    *,
    unit_id: uuid.UUID,
    person_id: uuid.UUID,
    on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
    is_head: bool = True,
) -> None:
    """From `on` the person heads the unit, or no longer does, beside their main unit if that is another."""
    organization, unit = begin_with(Unit, unit_id, actor=actor, now=now)
    person = find_within(organization, Person, person_id)
    require_standing(unit, on)
    membership = Membership.objects.on(on).filter(person=person, unit=unit).first()
    if (membership.is_head if membership else False) == is_head:
        return
    if membership is None:
        add_membership(person_id=person.pk, unit_id=unit.pk, starts_on=on, is_head=True, actor=actor, now=now)
    else:
        _mark_head(membership, is_head, on)
    note(
        organization=organization,
        actor=actor,
        action="people.head.set" if is_head else "people.head.ended",
        subject=unit,
        now=now,
        person=person.pk,
        on=on,
    )


def require_standing(unit: Unit, on: datetime.date) -> None:
    if not unit.holds_on(on):
        raise UnitDoesNotStand


def _mark_head(membership: Membership, is_head: bool, on: datetime.date) -> None:
    if membership.starts_on == on:
        membership.is_head = is_head
        membership.save(update_fields=["is_head"])
        return
    until_on, membership.until_on = membership.until_on, on
    membership.save(update_fields=["until_on"])
    Membership.objects.create(
        person_id=membership.person_id,
        unit_id=membership.unit_id,
        is_main=membership.is_main,
        is_head=is_head,
        starts_on=on,
        until_on=until_on,
    )
