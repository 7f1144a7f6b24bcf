"""Proving mail domains, and looking again whether they still are."""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person
from aizuchi.single_sign_on.domain_proofs import record_name_of
from aizuchi.single_sign_on.events import DomainMissing
from aizuchi.single_sign_on.models import MISSING_FOR, DomainQuerySet, ProviderDomain
from aizuchi.single_sign_on.policies import may_keep_providers
from aizuchi.single_sign_on.txt_records import NobodyCouldSay, list_txt


class TakenDomain(Refusal):
    field = "domains"

    def __init__(self, domain: str) -> None:
        super().__init__(_("“%(domain)s” belongs to another organization on this server.") % {"domain": domain})


class NotEntered(Refusal):
    sentence = _("None of this organization's providers has this domain.")


class NoSuchRecord(Refusal):
    sentence = _("The record is not there yet. It can take an hour until a new one is seen everywhere.")


class NoAnswer(Refusal):
    sentence = _("The domain's name servers did not answer. Please try again in a few minutes.")


def prove_domain(*, actor: Person, provider_id: uuid.UUID, domain: str, now: datetime.datetime) -> None:
    """Asks DNS. Raises NotEntered, NoSuchRecord, NoAnswer or TakenDomain."""
    organization = actor.organization
    require(may_keep_providers(actor, organization, on=organization.today(now)))
    claim = _claims(organization.pk, domain).filter(provider=provider_id).first()
    if claim is None:
        raise NotEntered
    try:
        is_there = _is_there(claim)
    except NobodyCouldSay as error:
        raise NoAnswer from error
    if not is_there:
        raise NoSuchRecord
    _hold(organization.pk, domain, token=claim.token, actor=actor, now=now)


def confirm_domain(*, organization: Organization, domain: str, now: datetime.datetime) -> None:
    """By whoever runs the machine, for houses without DNS of their own. Raises NotEntered or TakenDomain."""
    _hold(organization.pk, domain, token=None, actor=None, now=now)


def list_proved() -> list[uuid.UUID]:
    """One of each domain whose record is looked at daily."""
    found = ProviderDomain.objects.filter(proved_at__isnull=False, is_confirmed=False).order_by("pk")
    claims = found.values_list("provider__organization", "domain", "pk")
    return list({(organization, domain): pk for organization, domain, pk in claims}.values())


def look_again(claim_id: uuid.UUID, *, now: datetime.datetime) -> None:
    """Where nobody could say, all stays as it is. A record that is gone is told at once, and counts for a week yet."""
    claim = ProviderDomain.objects.select_related("provider").filter(pk=claim_id).first()
    if claim is None:
        return
    try:
        is_there = _is_there(claim)
    except NobodyCouldSay:
        return
    with transaction.atomic():
        _note(claim, is_there=is_there, now=now)


def _note(seen: ProviderDomain, *, is_there: bool, now: datetime.datetime) -> None:
    organization_id = seen.provider.organization_id
    lock_all_organizations()
    claims = _claims(organization_id, seen.domain).filter(proved_at__isnull=False, is_confirmed=False)
    claim = claims.first()
    if claim is None:
        return
    if is_there:
        claims.update(missing_since=None)
    elif claim.missing_since is None:
        claims.update(missing_since=now)
        until = now + MISSING_FOR
        events.publish(
            DomainMissing(provider_id=claim.provider_id, domain=claim.domain, until=until, actor_id=None, at=now)
        )
    elif claim.missing_since <= now - MISSING_FOR:
        claims.update(proved_at=None, missing_since=None)
        _record("lost", claim, actor=None, now=now)


@transaction.atomic
def _hold(
    organization_id: uuid.UUID, domain: str, *, token: str | None, actor: Person | None, now: datetime.datetime
) -> None:
    """With a token: unless it was taken out meanwhile and entered anew."""
    lock_all_organizations()
    claims = _claims(organization_id, domain)
    claim = (claims if token is None else claims.filter(token=token)).first()
    if claim is None:
        raise NotEntered
    check_is_free([domain], organization_id=organization_id, now=now)
    confirmed = {"is_confirmed": True} if token is None else {}
    claims.update(proved_at=now, missing_since=None, **confirmed)
    _record("confirmed" if token is None else "proved", claim, actor=actor, now=now)


def check_is_free(domains: list[str], *, organization_id: uuid.UUID, now: datetime.datetime) -> None:
    """Whoever entered it only keeps nobody from it; whoever proved it does. Raises TakenDomain."""
    others = ProviderDomain.objects.proved(now).exclude(provider__organization=organization_id)
    if taken := others.filter(domain__in=domains).first():
        raise TakenDomain(taken.domain)


def _is_there(claim: ProviderDomain) -> bool:
    """Raises NobodyCouldSay."""
    return bool(claim.token) and claim.token in list_txt(record_name_of(claim.domain))


def _claims(organization_id: uuid.UUID, domain: str) -> DomainQuerySet:
    """Of several providers at once: what is the organization's own is so for all of them."""
    return ProviderDomain.objects.filter(provider__organization=organization_id, domain=domain).order_by("pk")


def lock_all_organizations() -> None:
    """Whose a domain is concerns all of them."""
    list(Organization.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _record(what: str, claim: ProviderDomain, *, actor: Person | None, now: datetime.datetime) -> None:
    record(
        organization_id=claim.provider.organization_id,
        actor=actor,
        action=f"single_sign_on.domain.{what}",
        subject_id=claim.provider_id,
        now=now,
        detail={"domain": claim.domain},
    )
