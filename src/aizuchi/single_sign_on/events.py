"""Facts about company accounts."""

import datetime
import uuid
from dataclasses import dataclass

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


@dataclass(frozen=True, kw_only=True)
class LinksEnded(Event):
    """Another vouches by that provider from now on: whoever was linked has to show once more that it is them."""

    provider_id: uuid.UUID
    people: tuple[uuid.UUID, ...]
