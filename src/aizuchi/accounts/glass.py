"""Accounts behind glass come in although the company wants its own sign-in only: whenever one does, it is told."""

from allauth.account.internal.flows.login import get_authentication_records
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from aizuchi.accounts.events import CameInBehindGlass
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.queries.policy import is_behind_glass, policy_of
from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.people.models import Person


def wants_company_sign_in(person: Person) -> bool:
    """Whether nothing of ours opens for them, a password say."""
    return policy_of(person.organization_id).only_company_sign_in and not is_behind_glass(person)


@transaction.atomic
def note_entry_behind_glass(request: HttpRequest, user: Person, **_other: object) -> None:
    """Hears of every way of signing in."""
    if not policy_of(user.organization_id).only_company_sign_in or not is_behind_glass(user):
        return
    proofs = get_authentication_records(request, user)
    if proofs and proofs[-1]["method"] == ProvedBy.COMPANY:
        return
    now = timezone.now()
    record(organization_id=user.organization_id, actor=user, action="accounts.glass.used", subject_id=user.pk, now=now)
    events.publish(CameInBehindGlass(person_id=user.pk, actor_id=user.pk, at=now))
