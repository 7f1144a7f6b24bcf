"""What every change of people and units begins and ends with."""

import datetime
import uuid
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Leave, Membership, Organization, Person, PlannedUnitName, RoleGrant, Unit
from aizuchi.people.policies import may_edit_people

Row = TypeVar("Row", bound=Model)

_ORGANIZATION_OF: dict[type[Model], str] = {
    Person: "organization",
    Unit: "organization",
    Membership: "person__organization",
    Leave: "person__organization",
    RoleGrant: "person__organization",
    PlannedUnitName: "unit__organization",
}


def begin(*, actor: Person | None, organization_id: uuid.UUID, now: datetime.datetime) -> Organization:
    """One change at a time per organization, so that two of them cannot close a circle together."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    require(may_edit_people(actor, organization, on=organization.today(now)))
    return organization


def begin_with(
    model: type[Row], row_id: uuid.UUID, *, actor: Person | None, now: datetime.datetime
) -> tuple[Organization, Row]:
    """As `begin`, and the row to change as it stands then, held as well. Http404 for a row of others."""
    organization, row = lock_with(model, row_id, actor=actor)
    require(may_edit_people(actor, organization, on=organization.today(now)))
    return organization, row


def lock_with(model: type[Row], row_id: uuid.UUID, *, actor: Person | None) -> tuple[Organization, Row]:
    """For what others than HR may do; whether the actor may is still to be asked."""
    owner = _ORGANIZATION_OF[model]
    rows = model._default_manager.filter(pk=row_id, **({owner: actor.organization_id} if actor else {}))
    organization_id = rows.values_list(owner, flat=True).first()
    if organization_id is None:
        raise Http404
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    return organization, _hold(rows.select_related(owner))


def find_within(organization: Organization, model: type[Row], row_id: uuid.UUID) -> Row:
    """What belongs to another organization does not exist here: Http404."""
    return _hold(model._default_manager.filter(pk=row_id, **{_ORGANIZATION_OF[model]: organization}))


def _hold(rows: QuerySet[Row]) -> Row:
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise Http404
    return row


def note(
    *,
    organization: Organization,
    actor: Person | None,
    action: str,
    subject: Organization | Person | Unit,
    now: datetime.datetime,
    **detail: Any,
) -> None:
    record(organization_id=organization.pk, actor=actor, action=action, subject_id=subject.pk, detail=detail, now=now)


class PersonIsGone(Refusal):
    sentence = _("This person no longer works here on that day.")


def require_here(person: Person, on: datetime.date) -> None:
    """What is dated about somebody ends with their last day; nothing begins after it."""
    if person.gone_on and person.gone_on <= on:
        raise PersonIsGone
