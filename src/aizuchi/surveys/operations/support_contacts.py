"""HR names whom people can turn to; everybody may read it."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import SupportContact
from aizuchi.surveys.refusals import TooManyContacts

MOST_CONTACTS = 8
"""Whoever looks for help chooses among few."""


@transaction.atomic
def keep_support_contact(
    *,
    actor: Person,
    contact_id: uuid.UUID | None,
    kind: str,
    name: str,
    words: str,
    reached_at: str,
    now: datetime.datetime,
) -> SupportContact:
    """A new one, or that one changed. Raises Http404, PermissionDenied, TooManyContacts."""
    require(policies.may_name_contacts(actor, on=actor.organization.today(now)))
    of_organization = SupportContact.objects.select_for_update().filter(organization_id=actor.organization_id)
    if contact_id:
        contact = get_object_or_404(of_organization, pk=contact_id)
    elif len(of_organization) >= MOST_CONTACTS:
        raise TooManyContacts(MOST_CONTACTS)
    else:
        contact = SupportContact(organization_id=actor.organization_id, created_at=now)
    contact.kind, contact.name, contact.words, contact.reached_at = kind, name, words, reached_at
    contact.save()
    _record(contact, "changed", actor, now)
    return contact


@transaction.atomic
def remove_support_contact(*, actor: Person, contact_id: uuid.UUID, now: datetime.datetime) -> None:
    """Raises Http404, PermissionDenied."""
    require(policies.may_name_contacts(actor, on=actor.organization.today(now)))
    contact = get_object_or_404(SupportContact, organization_id=actor.organization_id, pk=contact_id)
    _record(contact, "removed", actor, now)
    contact.delete()


def _record(contact: SupportContact, step: str, actor: Person, now: datetime.datetime) -> None:
    record(
        organization_id=contact.organization_id,
        actor=actor,
        action=f"surveys.contact.{step}",
        subject_id=contact.pk,
        detail={"kind": contact.kind},
        now=now,
    )
