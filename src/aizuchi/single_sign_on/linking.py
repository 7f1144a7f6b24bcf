"""Who of us it is that a provider vouches for. Nobody is made here: people come by import, by hand or by SCIM."""

import datetime
import logging

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.people.models import Person
from aizuchi.single_sign_on.domains import domain_of
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount, ProviderDomain, SeenOnce
from aizuchi.single_sign_on.proofs import Proof
from aizuchi.single_sign_on.refusals import (
    AddressOfOthers,
    AddressUnproved,
    GoneFromHere,
    LinkedToAnother,
    NobodyKnown,
    NotLetIn,
    UsedBefore,
)

logger = logging.getLogger(__name__)


@transaction.atomic
def find_account(provider: IdentityProvider, proof: Proof, *, now: datetime.datetime) -> ProviderAccount:
    """By what never changes; the first time by the proved address of somebody of that organization and those domains.

    An address that is another at the provider later moves nobody. Raises the kinds of NotLetIn.
    """
    IdentityProvider.objects.select_for_update().get(pk=provider.pk)  # of two at once, the second finds the first's
    known = ProviderAccount.objects.select_related("person__organization").filter(provider=provider, uid=proof.uid)
    account = known.first() or _link(provider, proof, now=now)
    if not account.person.is_active:
        raise GoneFromHere
    return account


def _link(provider: IdentityProvider, proof: Proof, *, now: datetime.datetime) -> ProviderAccount:
    person = _find_by_address(provider, proof)
    if ProviderAccount.objects.filter(provider=provider, person=person).exists():
        raise LinkedToAnother
    account = ProviderAccount.objects.create(provider=provider, person=person, uid=proof.uid, linked_at=now)
    record(
        organization_id=provider.organization_id,
        actor=person,
        action="single_sign_on.account.linked",
        subject_id=person.pk,
        now=now,
        detail={"provider": provider.pk},
    )
    return account


def _find_by_address(provider: IdentityProvider, proof: Proof) -> Person:
    domain = domain_of(proof.address)
    if not proof.address:
        raise AddressUnproved("no address")
    if not ProviderDomain.objects.filter(provider=provider, domain=domain).exists():
        raise AddressOfOthers
    if not (proof.is_address_proved or provider.trusts_addresses):
        raise AddressUnproved("email_verified")
    person: Person | None = (
        Person.objects.select_related("organization")
        .filter(organization=provider.organization_id, email=proof.address)
        .first()
    )
    if person is None:
        raise NobodyKnown
    return person


def take_once(provider: IdentityProvider, mark: str, *, until: datetime.datetime) -> None:
    """Raises UsedBefore the second time."""
    _row, is_new = SeenOnce.objects.get_or_create(provider=provider, mark=mark, defaults={"ends_at": until})
    if not is_new:
        raise UsedBefore


def note_problem(provider: IdentityProvider, refusal: NotLetIn, *, now: datetime.datetime) -> None:
    """For whoever looks after the provider: which kind of fault, when; never whose and never the answer itself."""
    logger.warning("company sign-in refused: provider %s, %s (%s)", provider.pk, refusal.code, refusal.detail or "-")
    IdentityProvider.objects.filter(pk=provider.pk).update(problem=refusal.code, problem_at=now)
