"""Whether a mail domain is an organization's own, on a server where others live beside it.

By a TXT record that only whoever keeps the domain can set, or by the word of whoever runs the machine.
"""

import datetime
import secrets

from aizuchi.people.models import Organization
from aizuchi.single_sign_on.domains import domain_of
from aizuchi.single_sign_on.models import DomainQuerySet, FirstProvider, IdentityProvider, ProviderDomain

_PREFIX = "_aizuchi."


def make_token() -> str:
    return secrets.token_urlsafe(32)


def record_name_of(domain: str) -> str:
    return f"{_PREFIX}{domain}"


def needs_proof() -> bool:
    """One organization alone has nobody beside it whom it could lead astray."""
    return Organization.objects.count() > 1


def trusted_domains(*, now: datetime.datetime) -> DomainQuerySet:
    domains = ProviderDomain.objects.all()
    return domains.proved(now) if needs_proof() else domains


def list_unproved(*, now: datetime.datetime) -> DomainQuerySet:
    """None where nothing has to be proved."""
    if not needs_proof():
        return ProviderDomain.objects.none()
    return ProviderDomain.objects.exclude(pk__in=ProviderDomain.objects.proved(now).values("pk"))


def is_trusted_for(provider: IdentityProvider, address: str, *, now: datetime.datetime) -> bool:
    return trusted_domains(now=now).filter(provider=provider, domain=domain_of(address)).exists()


def is_first_for(provider: IdentityProvider, address: str) -> bool:
    """Whether no other of the organization was tried for this domain before, gone or not."""
    of_domain = FirstProvider.objects.filter(organization=provider.organization_id, domain=domain_of(address))
    return not of_domain.exclude(provider_key=provider.pk).exists()


def leads_people(provider: IdentityProvider, *, now: datetime.datetime) -> bool:
    """Whether whoever comes to the sign-in page may be shown it unasked."""
    return trusted_domains(now=now).filter(provider=provider).exists()
