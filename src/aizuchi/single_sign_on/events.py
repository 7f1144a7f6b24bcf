"""Facts about company accounts."""

import datetime
import uuid
from dataclasses import dataclass
from enum import StrEnum

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountLinked(Event):
    """A company account opens somebody's account here from now on."""

    account_id: uuid.UUID
    address: str
    """The one they had then."""


@dataclass(frozen=True, kw_only=True)
class LinkAskedFor(Event):
    """Somebody says that a company account is theirs and that only their mail box can prove it."""

    person_id: uuid.UUID
    provider_id: uuid.UUID
    mark: str


@dataclass(frozen=True, kw_only=True)
class DomainMissing(Event):
    """The record is gone by which a mail domain was proved: nobody is led to the provider by it any more, soon."""

    provider_id: uuid.UUID
    domain: str
    until: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class FactorLeftToProvider(Event):
    """Whoever comes by that provider is asked for no second factor here from now on: it says it asks itself."""

    provider_id: uuid.UUID


class ChangedPart(StrEnum):
    """Of a provider: by what people come in, from now on."""

    SWITCHED_ON = "switched_on"
    SWITCHED_OFF = "switched_off"
    REMOVED = "removed"
    ASKED_WHERE = "asked_where"
    SENT_WHERE = "sent_where"
    READ_HOW = "read_how"
    ANOTHER_SECRET = "another_secret"  # nosec B105: no secret itself  # noqa: S105
    CERTIFICATES = "certificates"


@dataclass(frozen=True, kw_only=True)
class ProviderChanged(Event):
    """Whom it lets in, or how, may be another from now on. It may be gone by the time that anybody reads of it."""

    organization_id: uuid.UUID
    provider_id: uuid.UUID
    name: str
    parts: tuple[ChangedPart, ...]
    added_domains: tuple[str, ...] = ()
    removed_domains: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LinksEnded(Event):
    """Another vouches by that provider from now on: whoever was linked has to show once more that it is them."""

    provider_id: uuid.UUID
    people: tuple[uuid.UUID, ...]
