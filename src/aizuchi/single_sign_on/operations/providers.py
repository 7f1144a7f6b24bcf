"""Entering a provider, changing it, putting it on offer and taking it back."""

import datetime
import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.kernel.keys import destroy_data_key
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person
from aizuchi.single_sign_on.domain_proofs import make_token
from aizuchi.single_sign_on.events import ChangedPart, FactorLeftToProvider, LinksEnded, ProviderChanged
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount, ProviderDomain
from aizuchi.single_sign_on.operations.domains import check_is_free, lock_all_organizations
from aizuchi.single_sign_on.operations.provider_change import DECISIVE, ProviderChange, ProviderState
from aizuchi.single_sign_on.policies import may_keep_providers
from aizuchi.single_sign_on.queries import is_only_way_in, next_provider_id
from aizuchi.single_sign_on.sealed_settings import SealedSettings, SettingsLost, open_settings, seal_settings
from aizuchi.single_sign_on.tied_sessions import end_sessions_begun_by, end_sessions_by

MOST_PROVIDERS = 20
# The last two vouch for nobody: where browsers are sent, and whether a factor is asked there. Whoever changes them
# has just shown that it is them.
PLAIN = ("name", "metadata_url", *DECISIVE, "sign_in_url", "is_strong")


class TakenName(Refusal):
    field = "name"
    sentence = _("Another provider has this name already.")


class TooManyProviders(Refusal):
    sentence = _("There are many providers already. Please remove one that nobody uses.")


class SecretWanted(Refusal):
    field = "client_secret"
    sentence = _(
        "With another issuer or client ID, please type the secret as well: the one that is kept stays where it was."
    )


class OnlyWayIn(Refusal):
    sentence = _("Your people come in by this provider only. Please let them use passwords or passkeys again first.")


class OtherAddresses(Refusal):
    sentence = _(
        "You entered another provider meanwhile, so this one gets other addresses than you saw. "
        "Please enter at the provider those that stand below now, and save it once more."
    )


class NotTried(Refusal):
    sentence = _("Please try it first: then you know that it lets you in, and it can be put on offer.")


@transaction.atomic
def add_provider(
    *,
    actor: Person,
    kind: str,
    settings: dict[str, Any],
    now: datetime.datetime,
    shown_id: uuid.UUID | None = None,
) -> IdentityProvider:
    """Not on offer yet. `shown_id`: with which its addresses were shown before it was there.

    Raises TakenName, TakenDomain, TooManyProviders or OtherAddresses.
    """
    organization = _lock(actor, now=now)
    if organization.identity_providers.count() >= MOST_PROVIDERS:
        raise TooManyProviders
    key = next_provider_id(actor)
    if shown_id not in (None, key):
        raise OtherAddresses
    provider = IdentityProvider(pk=key, organization=organization, kind=kind, created_at=now)
    _fill(provider, settings)
    sealed = _with_certificates(SealedSettings(client_secret=settings.get("client_secret", "")), settings)
    seal_settings(provider, sealed, now=now)
    provider.save()
    _set_domains(provider, settings["domains"], now=now)
    entered = ProviderState.of(provider, sealed, settings["domains"]).describe()
    _note(actor, "added", provider, now=now, detail=entered | _tell_of_factor(actor, provider, False, now=now))
    return provider


@transaction.atomic
def change_provider(
    *, actor: Person, provider_id: uuid.UUID, settings: dict[str, Any], now: datetime.datetime
) -> IdentityProvider:
    """What decides about anybody changed: it wants another trial, and is off until then.

    A secret left empty stays. Another one alone takes nothing off: it waits for its trial, and the former one goes on.

    Raises TakenName, TakenDomain, and SecretWanted where a kept secret would be told to somebody else.

    Where another may vouch from now on, nobody comes in by what the former one vouched for.
    """
    _lock(actor, now=now)
    provider = access_provider(actor, provider_id)
    provider.was_tried = provider.was_tried or provider.tried_at is not None or provider.accounts.exists()
    domains = provider.domains.values_list("domain", flat=True)
    before, was_strong, was_on = (
        ProviderState.of(provider, _open(provider), domains),
        provider.is_strong,
        provider.is_on,
    )
    _fill(provider, settings)
    sealed = _with_certificates(before.sealed, settings)
    change = ProviderChange(before, ProviderState.of(provider, sealed, settings["domains"]))
    secret = settings.get("client_secret", "")
    if before.keeps_secret and change.has_another_client and not secret:
        raise SecretWanted
    if change.wants_trial or change.added_domains:
        provider.tried_at, provider.tried_by, provider.is_on = None, None, False
        provider.version += 1
    if provider.was_tried and change.wants_own_proof:
        provider.wants_own_proof = True
    change = change.keeping(_with_secret(sealed, secret, waits=provider.tried_at is not None))
    seal_settings(provider, change.after.sealed, now=now)
    provider.save()
    if change.is_another:
        _let_go_of_all(actor, provider, now=now)
    _set_domains(provider, settings["domains"], now=now)
    factor = _tell_of_factor(actor, provider, was_strong, now=now)
    _note(actor, "changed", provider, now=now, detail=change.describe() | factor)
    _tell_of_change(actor, provider, change, was_on=was_on, now=now)
    return provider


def _tell_of_change(
    actor: Person, provider: IdentityProvider, change: ProviderChange, *, was_on: bool, now: datetime.datetime
) -> None:
    off = (ChangedPart.SWITCHED_OFF,) if was_on and not provider.is_on else ()
    parts, added, removed = (*change.list_parts(), *off), change.added_domains, change.removed_domains
    if parts or added or removed:
        _tell(actor, provider, *parts, now=now, added_domains=added, removed_domains=removed)


def _tell(
    actor: Person,
    provider: IdentityProvider,
    *parts: ChangedPart,
    now: datetime.datetime,
    added_domains: tuple[str, ...] = (),
    removed_domains: tuple[str, ...] = (),
) -> None:
    """All administrators hear of it."""
    events.publish(
        ProviderChanged(
            organization_id=provider.organization_id,
            provider_id=provider.pk,
            name=provider.name,
            parts=parts,
            added_domains=added_domains,
            removed_domains=removed_domains,
            actor_id=actor.pk,
            at=now,
        )
    )


def _tell_of_factor(
    actor: Person, provider: IdentityProvider, was_strong: bool, *, now: datetime.datetime
) -> dict[str, bool]:
    """For the record, where it changed; all administrators hear of what opens accounts with less."""
    if provider.is_strong == was_strong:
        return {}
    if provider.is_strong:
        events.publish(FactorLeftToProvider(provider_id=provider.pk, actor_id=actor.pk, at=now))
    return {"asked_factor_itself": was_strong, "asks_factor_itself": provider.is_strong}


def _let_go_of_all(actor: Person, provider: IdentityProvider, *, now: datetime.datetime) -> None:
    """Whoever is on the way comes back to nothing. Sessions by it end, but for that of whoever changes it."""
    provider.pending.all().delete()
    accounts = list(provider.accounts.all())
    if not accounts:
        return
    for account in accounts:
        if account.person_id != actor.pk:
            end_sessions_begun_by(account)
    provider.accounts.all().delete()
    people = tuple(account.person_id for account in accounts)
    record(
        organization_id=provider.organization_id,
        actor=actor,
        action="single_sign_on.provider.unlinked",
        subject_id=provider.pk,
        now=now,
        detail={"provider": provider.name, "people": len(people)},
    )
    events.publish(LinksEnded(provider_id=provider.pk, people=people, actor_id=actor.pk, at=now))


@transaction.atomic
def offer_provider(*, actor: Person, provider_id: uuid.UUID, is_on: bool, now: datetime.datetime) -> IdentityProvider:
    """Raises NotTried and OnlyWayIn."""
    _lock(actor, now=now)
    provider = access_provider(actor, provider_id)
    if is_on and provider.tried_at is None:
        raise NotTried
    if not is_on:
        _check_way_in(provider)
    if provider.is_on != is_on:
        provider.is_on = is_on
        provider.save(update_fields=["is_on"])
        part = ChangedPart.SWITCHED_ON if is_on else ChangedPart.SWITCHED_OFF
        _note(actor, part.value, provider, now=now)
        _tell(actor, provider, part, now=now)
    return provider


@transaction.atomic
def remove_provider(*, actor: Person, provider_id: uuid.UUID, now: datetime.datetime) -> None:
    """Whose account is whose is forgotten, sessions by it end, and its secret is destroyed. Raises OnlyWayIn."""
    _lock(actor, now=now)
    provider = access_provider(actor, provider_id)
    _check_way_in(provider)
    for account in provider.accounts.all():
        end_sessions_by(account)
    kept = ProviderState.of(provider, _open(provider), provider.domains.values_list("domain", flat=True)).describe()
    _note(actor, "removed", provider, now=now, detail=kept)
    _tell(actor, provider, ChangedPart.REMOVED, now=now)
    key = provider.pk
    provider.delete()
    destroy_data_key(owner=key, now=now)


@transaction.atomic
def let_go_of_account(*, actor: Person, account_id: uuid.UUID, now: datetime.datetime) -> None:
    """Whoever was made anew at the provider may be recognised by their address once more. Sessions by it end."""
    account = (
        ProviderAccount.objects.select_for_update(of=("self",))
        .select_related("provider")
        .get(pk=account_id, provider__organization=actor.organization_id)
    )
    require(may_keep_providers(actor, account.provider.organization, on=actor.organization.today(now)))
    _unlink(account, "let_go", actor=actor, now=now)


@transaction.atomic
def unlink_own_account(account_id: uuid.UUID, *, now: datetime.datetime) -> None:
    """By its owner, signed in or reading their mail. Their sessions end, however they began."""
    accounts = ProviderAccount.objects.select_for_update(of=("self",)).select_related("provider", "person")
    if account := accounts.filter(pk=account_id).first():
        _unlink(account, "unlinked", actor=account.person, now=now)


def _unlink(account: ProviderAccount, what: str, *, actor: Person, now: datetime.datetime) -> None:
    end_sessions_by(account)
    account.delete()
    record(
        organization_id=account.provider.organization_id,
        actor=actor,
        action=f"single_sign_on.account.{what}",
        subject_id=account.person_id,
        now=now,
        detail={"provider": account.provider_id},
    )


def access_provider(viewer: Person, provider_id: uuid.UUID) -> IdentityProvider:
    """Raises IdentityProvider.DoesNotExist for another organization's."""
    return IdentityProvider.objects.visible_to(viewer).select_related("organization").get(pk=provider_id)


def _lock(actor: Person, *, now: datetime.datetime) -> Organization:
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    require(may_keep_providers(actor, organization, on=organization.today(now)))
    return organization


def _fill(provider: IdentityProvider, settings: dict[str, Any]) -> None:
    """Raises TakenName."""
    for name in PLAIN:
        if name in settings:
            setattr(provider, name, settings[name])
    others = IdentityProvider.objects.filter(organization=provider.organization_id, name=provider.name)
    if others.exclude(pk=provider.pk).exists():
        raise TakenName
    if "certificates" in settings:
        provider.certificates_until = settings["certificates_until"]


def _with_certificates(sealed: SealedSettings, settings: dict[str, Any]) -> SealedSettings:
    return replace(sealed, certificates=tuple(settings.get("certificates", sealed.certificates)))


def _with_secret(sealed: SealedSettings, secret: str, *, waits: bool) -> SealedSettings:
    """The present one typed once more takes a waiting one back."""
    if not secret:
        return sealed
    if waits and secret != sealed.client_secret:
        return replace(sealed, next_client_secret=secret)
    return sealed.using(secret)


def _open(provider: IdentityProvider) -> SealedSettings:
    try:
        return open_settings(provider)
    except SettingsLost:
        return SealedSettings()


def _set_domains(provider: IdentityProvider, domains: Collection[str], *, now: datetime.datetime) -> None:
    """What another provider of the organization proved already is proved for this one too. Raises TakenDomain."""
    lock_all_organizations()
    check_is_free(list(domains), organization_id=provider.organization_id, now=now)
    provider.domains.exclude(domain__in=domains).delete()
    own = ProviderDomain.objects.filter(provider__organization=provider.organization_id, domain__in=domains)
    for claim in own.filter(token=""):  # entered by the version before, while it ran beside this one
        own.filter(domain=claim.domain).update(token=make_token())
    before = {claim.domain: claim for claim in own.all()}
    claims = [_claim(provider, domain, before.get(domain)) for domain in domains]
    ProviderDomain.objects.bulk_create(claims, ignore_conflicts=True)


def _claim(provider: IdentityProvider, domain: str, before: ProviderDomain | None) -> ProviderDomain:
    if before is None:
        return ProviderDomain(provider=provider, domain=domain, token=make_token())
    return ProviderDomain(
        provider=provider,
        domain=domain,
        token=before.token,
        proved_at=before.proved_at,
        is_confirmed=before.is_confirmed,
        missing_since=before.missing_since,
    )


def _check_way_in(provider: IdentityProvider) -> None:
    if is_only_way_in(provider):
        raise OnlyWayIn


def _note(
    actor: Person,
    what: str,
    provider: IdentityProvider,
    *,
    now: datetime.datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    record(
        organization_id=provider.organization_id,
        actor=actor,
        action=f"single_sign_on.provider.{what}",
        subject_id=provider.pk,
        now=now,
        detail={"provider": provider.name, **(detail or {})},
    )
