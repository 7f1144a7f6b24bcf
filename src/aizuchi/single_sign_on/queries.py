"""What administrators see of the ways in by company account."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.queries.policy import policy_of
from aizuchi.audit.queries import count_entries
from aizuchi.kernel.addresses import absolute
from aizuchi.people.models import Person
from aizuchi.single_sign_on.domain_proofs import list_unproved, needs_proof, record_name_of
from aizuchi.single_sign_on.labels import LABELS
from aizuchi.single_sign_on.models import MISSING_FOR, IdentityProvider, ProviderAccount
from aizuchi.single_sign_on.oidc.flow import redirect_uri_of
from aizuchi.single_sign_on.saml.metadata import answer_address_of, entity_id_of
from aizuchi.single_sign_on.sealed_settings import SettingsLost, open_settings

WARN_BEFORE = datetime.timedelta(days=30)
PROBLEMS_FOR = datetime.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class ProviderFacts:
    id: uuid.UUID
    kind: str
    kind_label: str
    name: str
    issuer: str
    client_id: str
    domains: tuple[str, ...]
    unproved: tuple[str, ...]
    groups_name: str
    is_on: bool
    is_strong: bool
    tried_at: datetime.datetime | None
    tried_by: Person | None
    people: int
    problem: str | Promise
    problem_at: datetime.datetime | None
    certificates_until: datetime.datetime | None
    certificate_has_ended: bool
    certificate_ends_soon: bool


@dataclass(frozen=True, kw_only=True)
class DomainFacts:
    """What proves it, or has to."""

    domain: str
    record_name: str
    token: str
    proved_at: datetime.datetime | None
    is_confirmed: bool
    ends_at: datetime.datetime | None
    """Its record is missing: until then it holds."""


@dataclass(frozen=True, kw_only=True)
class ProviderAddresses:
    """Ours, to be entered at the provider."""

    redirect_uri: str
    logout_uri: str = ""
    entity_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ProviderPage:
    facts: ProviderFacts
    claims: tuple[DomainFacts, ...]
    """Empty where nothing has to be proved."""
    help: "tuple[HelpFor, ...]"
    secret_waits: bool
    """A new one that was not tried yet."""
    addresses: "ProviderAddresses"


@dataclass(frozen=True, kw_only=True)
class ProvidersPage:
    providers: tuple[ProviderFacts, ...]


@dataclass(frozen=True)
class HelpFor:
    """Where at a well-known provider what is found and entered."""

    product: str
    steps: tuple[str | Promise, ...]


OIDC_HELP = (
    HelpFor(
        "Microsoft Entra ID",
        (
            _(
                "Entra admin center → App registrations → New registration. Accounts in "
                "this organizational directory only."
            ),
            _("Redirect URI: platform “Web”, and the address to come back to from this page."),
            _(
                "Issuer: https://login.microsoftonline.com/TENANT-ID/v2.0, with your "
                "Directory (tenant) ID. Client ID: the Application (client) ID."
            ),
            _("Certificates & secrets → New client secret; copy the Value, not the Secret ID."),
            _(
                "Entra says no “email_verified”: switch on that its addresses count as "
                "proved. Token configuration → add the optional claim “email”."
            ),
            _("For roles by group: Token configuration → Add groups claim; name of the claim: groups."),
        ),
    ),
    HelpFor(
        "Okta",
        (
            _("Admin console → Applications → Create App Integration → OIDC, Web Application."),
            _(
                "Sign-in redirect URI: the address to come back to. Grant type: "
                "Authorization Code only; “Require PKCE” may be on."
            ),
            _(
                "Issuer: https://YOUR-COMPANY.okta.com, without a slash at the end. Client "
                "ID and secret stand on the application's page."
            ),
            _("For roles by group: Sign On → OpenID Connect ID Token → Groups claim; name of the claim: groups."),
        ),
    ),
    HelpFor(
        "Google Workspace",
        (
            _("Google Cloud console → APIs & Services → OAuth consent screen: Internal."),
            _(
                "Credentials → Create OAuth client ID → Web application; Authorized "
                "redirect URI: the address to come back to."
            ),
            _("Issuer: https://accounts.google.com, without a slash at the end."),
            _("Google sends no groups: give roles here, or by SCIM."),
        ),
    ),
)


SAML_HELP = (
    HelpFor(
        "Microsoft Entra ID",
        (
            _(
                "Entra admin center → Enterprise applications → New application → Create "
                "your own, then Single sign-on → SAML."
            ),
            _("Identifier (Entity ID): our name, and Reply URL: the address to come back to, both from this page."),
            _("Address of the metadata: “App Federation Metadata Url”."),
            _("Attribute that never changes: http://schemas.microsoft.com/identity/claims/objectidentifier"),
            _("Attribute with the mail address: http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"),
        ),
    ),
    HelpFor(
        "Okta",
        (
            _("Admin console → Applications → Create App Integration → SAML 2.0."),
            _("Single sign-on URL: the address to come back to. Audience URI: our name."),
            _("Attribute statements: uid = user.id and mail = user.email; enter uid and mail here."),
            _("Address of the metadata: Sign On → Metadata URL."),
        ),
    ),
    HelpFor(
        "Google Workspace",
        (
            _(
                "Admin console → Apps → Web and mobile apps → Add custom SAML app; download "
                "the metadata and paste them here."
            ),
            _("ACS URL: the address to come back to. Entity ID: our name."),
            _("Attribute mapping: Employee ID → uid and Primary email → mail; enter uid and mail here."),
        ),
    ),
)


def read_help(kind: str) -> tuple[HelpFor, ...]:
    return SAML_HELP if kind == IdentityProvider.Kind.SAML else OIDC_HELP


def list_providers(viewer: Person, *, now: datetime.datetime) -> ProvidersPage:
    found = IdentityProvider.objects.visible_to(viewer).order_by("name")
    return ProvidersPage(providers=_read_facts(found, now=now))


def read_provider(viewer: Person, provider_id: uuid.UUID, *, now: datetime.datetime) -> ProviderPage:
    found = IdentityProvider.objects.visible_to(viewer).filter(pk=provider_id)
    provider = found.get()
    return ProviderPage(
        facts=_read_facts(found, now=now)[0],
        claims=_claims(provider, now=now) if needs_proof() else (),
        secret_waits=_has_next_secret(provider),
        addresses=addresses_of(provider),
        help=read_help(provider.kind),
    )


def _claims(provider: IdentityProvider, *, now: datetime.datetime) -> tuple[DomainFacts, ...]:
    still = set(provider.domains.proved(now).values_list("pk", flat=True))
    return tuple(
        DomainFacts(
            domain=claim.domain,
            record_name=record_name_of(claim.domain),
            token=claim.token,
            proved_at=claim.proved_at if claim.pk in still else None,
            is_confirmed=claim.is_confirmed,
            ends_at=claim.missing_since + MISSING_FOR if claim.missing_since and claim.pk in still else None,
        )
        for claim in provider.domains.order_by("domain")
    )


def _has_next_secret(provider: IdentityProvider) -> bool:
    try:
        return bool(open_settings(provider).next_client_secret)
    except SettingsLost:
        return False


def next_provider_id(actor: Person) -> uuid.UUID:
    """The key of the provider that they enter next, the same however often they look.

    Its addresses have to be registered at the provider before anything is kept here.
    """
    entered = count_entries(
        organization_id=actor.organization_id, actor_id=actor.pk, action="single_sign_on.provider.added"
    )
    said = salted_hmac("single_sign_on.next_provider", f"{actor.pk}:{entered}", algorithm="sha256").digest()
    return uuid.UUID(bytes=said[:16], version=4)


def addresses_of(provider: IdentityProvider) -> ProviderAddresses:
    """Also of one that is not kept yet."""
    if provider.kind == IdentityProvider.Kind.SAML:
        return ProviderAddresses(redirect_uri=answer_address_of(provider), entity_id=entity_id_of(provider))
    logout = absolute(reverse("single_sign_on:oidc_logout", args=[provider.pk]))
    return ProviderAddresses(redirect_uri=redirect_uri_of(provider), logout_uri=logout)


def _read_facts(found: QuerySet[IdentityProvider], *, now: datetime.datetime) -> tuple[ProviderFacts, ...]:
    """However many there are, in the same few statements."""
    providers = list(found.select_related("tried_by").prefetch_related("domains"))
    unproved = set(list_unproved(now=now).filter(provider__in=providers).values_list("pk", flat=True))
    accounts = ProviderAccount.objects.filter(provider__in=providers).values_list("provider")
    people = dict(accounts.annotate(Count("pk")))
    return tuple(
        _facts(provider, unproved=unproved, people=people.get(provider.pk, 0), now=now) for provider in providers
    )


def _facts(
    provider: IdentityProvider, *, unproved: Collection[uuid.UUID], people: int, now: datetime.datetime
) -> ProviderFacts:
    claims = sorted(provider.domains.all(), key=lambda claim: claim.domain)
    until = provider.certificates_until
    is_recent = provider.problem_at is not None and now - provider.problem_at < PROBLEMS_FOR
    return ProviderFacts(
        id=provider.pk,
        kind=provider.kind,
        kind_label=str(IdentityProvider.Kind(provider.kind).label),
        name=provider.name,
        issuer=provider.issuer,
        client_id=provider.client_id,
        domains=tuple(claim.domain for claim in claims),
        unproved=tuple(claim.domain for claim in claims if claim.pk in unproved),
        groups_name=provider.groups_name,
        is_on=provider.is_on,
        is_strong=provider.is_strong,
        tried_at=provider.tried_at,
        tried_by=provider.tried_by,
        people=people,
        problem=LABELS.get(provider.problem, "") if is_recent else "",
        problem_at=provider.problem_at,
        certificates_until=until,
        certificate_has_ended=until is not None and until <= now,
        certificate_ends_soon=until is not None and now < until <= now + WARN_BEFORE,
    )


def is_only_way_in(provider: IdentityProvider) -> bool:
    others = provider.organization.identity_providers.filter(is_on=True).exclude(pk=provider.pk)
    return provider.is_on and policy_of(provider.organization_id).only_company_sign_in and not others.exists()
