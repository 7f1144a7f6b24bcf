"""What every change of people and units begins and ends with."""

import datetime
import uuid
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.people.policies import may_edit_people


def begin(*, actor: Person | None, organization_id: uuid.UUID, now: datetime.datetime) -> Organization:
    """One change at a time per organization, so that two of them cannot close a circle together."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    require(may_edit_people(actor, organization, on=organization.today(now)))
    return organization


def stay_within(organization: Organization, *rows: Person | Unit | None) -> None:
    """What belongs to another organization does not exist here."""
    if any(row is not None and row.organization_id != organization.pk for row in rows):
        raise Http404


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
