"""Who of us it is that a provider vouches for. Nobody is made here: people come by import, by hand or by SCIM."""

import datetime
import logging
from dataclasses import dataclass

from django.db import transaction

from aizuchi.accounts.queries.policy import is_behind_glass
from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.people.models import Person
from aizuchi.single_sign_on.domains import domain_of
from aizuchi.single_sign_on.events import AccountLinked
from aizuchi.single_sign_on.labels import name_problem
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount, ProviderDomain, SeenOnce
from aizuchi.single_sign_on.own_proof import NEVER_USED
from aizuchi.single_sign_on.proofs import Proof
from aizuchi.single_sign_on.refusals import (
    AddressOfOthers,
    AddressUnproved,
    GoneFromHere,
    LinkedToAnother,
    NeverLinked,
    NobodyKnown,
    NotBegunHere,
    NotLetIn,
    UsedBefore,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Match:
    person: Person
    account: ProviderAccount | None
    """None: that company account has opened nothing here yet."""


def find_match(provider: IdentityProvider, proof: Proof) -> Match:
    """By what never changes; the first time by the proved address of somebody of that organization and those domains.

    An address that is another at the provider later moves nobody. Changes nothing. Raises the kinds of NotLetIn.
    """
    known = ProviderAccount.objects.select_related("person__organization").filter(provider=provider, uid=proof.uid)
    account = known.first()
    person = account.person if account else _find_by_address(provider, proof)
    if not person.is_active:
        raise GoneFromHere().of(person)
    if account is None:
        _check_is_first(provider, person)
    return Match(person, account)


@transaction.atomic
def link_account(
    provider: IdentityProvider, person: Person, uid: str, *, proved_by: str, now: datetime.datetime
) -> ProviderAccount:
    """Told to its owner by mail. Raises LinkedToAnother, NeverLinked, and NotBegunHere where settings are others."""
    # Of two at once, the second finds the first's.
    present = IdentityProvider.objects.select_for_update().get(pk=provider.pk)
    if present.version != provider.version:
        raise NotBegunHere("changed meanwhile")
    known = ProviderAccount.objects.select_related("person__organization").filter(provider=provider, uid=uid).first()
    if known and known.person_id != person.pk:
        raise LinkedToAnother("linked meanwhile").of(person)
    if known and (known.proved_by != NEVER_USED or proved_by == NEVER_USED):
        return known
    check_may_come_in(person)
    if known:
        known.proved_by = proved_by
        known.save(update_fields=["proved_by"])
        _note_link(known, now=now)
        return known
    _check_is_first(provider, person)
    account = ProviderAccount.objects.create(
        provider=provider, person=person, uid=uid, linked_at=now, proved_by=proved_by
    )
    _note_link(account, now=now)
    return account


def _note_link(account: ProviderAccount, *, now: datetime.datetime) -> None:
    """Told each time that it opens more than before: also once whoever was linked by a word alone has proved it."""
    person = account.person
    told = AccountLinked(account_id=account.pk, address=person.email or "", actor_id=person.pk, at=now)
    events.publish(told)
    record(
        organization_id=account.provider.organization_id,
        actor=account.person,
        action="single_sign_on.account.linked",
        subject_id=account.person_id,
        now=now,
        detail={"provider": account.provider_id, "proved_by": account.proved_by},
    )


def check_may_come_in(person: Person) -> None:
    """Raises NeverLinked: what opens when the provider does not must not hang on its word."""
    if is_behind_glass(person):
        raise NeverLinked().of(person)


def _check_is_first(provider: IdentityProvider, person: Person) -> None:
    if ProviderAccount.objects.filter(provider=provider, person=person).exists():
        raise LinkedToAnother().of(person)


def _find_by_address(provider: IdentityProvider, proof: Proof) -> Person:
    domain = domain_of(proof.address)
    if not proof.address:
        raise AddressUnproved("no_address", found=provider.mail_name or "email")
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
    IdentityProvider.objects.filter(pk=provider.pk).update(problem=name_problem(refusal), problem_at=now)
