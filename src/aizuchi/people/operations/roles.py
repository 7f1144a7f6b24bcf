"""Roles are given by name, for a time, and every grant is written down."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel import events
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import RolesChanged
from aizuchi.people.models import Organization, Person, RoleGrant
from aizuchi.people.operations.administrators import keep_an_administrator
from aizuchi.people.operations.editing import lock_with, note
from aizuchi.people.policies import forget_roles, may_grant_role
from aizuchi.people.ranges import EndsBeforeStart, earliest, holds_after


class AlreadyGranted(Refusal):
    sentence = _("This person already has that role at that time.")


@transaction.atomic
def grant_role(
    *,
    person_id: uuid.UUID,
    role: str,
    starts_on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
    until_on: datetime.date | None = None,
) -> RoleGrant:
    organization, person = lock_with(Person, person_id, actor=actor)
    require(may_grant_role(actor, organization, role, on=organization.today(now)))
    if until_on and until_on <= starts_on:
        raise EndsBeforeStart
    until_on = earliest(until_on, person.gone_on)
    others = RoleGrant.objects.filter(holds_after(starts_on), person=person, role=role)
    if (others.filter(starts_on__lt=until_on) if until_on else others).exists():
        raise AlreadyGranted
    grant = RoleGrant.objects.create(person=person, role=role, starts_on=starts_on, until_on=until_on, granted_by=actor)
    note(
        organization=organization,
        actor=actor,
        action="people.role.granted",
        subject=person,
        now=now,
        role=role,
        on=starts_on,
        until=until_on,
    )
    _tell(organization, person, actor, now)
    return grant


@transaction.atomic
def revoke_role(*, grant_id: uuid.UUID, until_on: datetime.date, actor: Person | None, now: datetime.datetime) -> None:
    """`until_on` is the first day without the role."""
    organization, grant = lock_with(RoleGrant, grant_id, actor=actor)
    person = grant.person
    require(may_grant_role(actor, organization, grant.role, on=organization.today(now)))
    if until_on < grant.starts_on:
        raise EndsBeforeStart
    if grant.role == RoleGrant.Role.ADMINISTRATOR:
        keep_an_administrator(organization, on=until_on, apart_from=Q(pk=grant.pk))
    grant.until_on = until_on
    grant.save(update_fields=["until_on"])
    note(
        organization=organization,
        actor=actor,
        action="people.role.revoked",
        subject=person,
        now=now,
        role=grant.role,
        on=until_on,
    )
    _tell(organization, person, actor, now)


def _tell(organization: Organization, person: Person, actor: Person | None, now: datetime.datetime) -> None:
    forget_roles(person)
    events.publish(
        RolesChanged(organization_id=organization.pk, person_id=person.pk, actor_id=actor.pk if actor else None, at=now)
    )
