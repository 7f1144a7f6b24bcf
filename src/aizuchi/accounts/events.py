"""Facts about how people come in."""

import datetime
import uuid
from dataclasses import dataclass
from enum import StrEnum

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """HR asked somebody in; again if the first mail went astray. Many go out over some hours: `due_at` tells when."""

    person_id: uuid.UUID
    due_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class FactorsChanged(Event):
    """Of what protects somebody's account: another factor, other recovery codes or one used up, another password."""

    person_id: uuid.UUID
    what: str


@dataclass(frozen=True, kw_only=True)
class FactorsReset(Event):
    """Lost factors were taken off by somebody else: their owner gets a link to set up new ones."""

    person_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class SignedOutByOther(Event):
    """An administrator ended all sessions of somebody else."""

    person_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class CameInBehindGlass(Event):
    """By a password or a passkey of ours, although everybody else has to come in by the company's own sign-in."""

    person_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class PasswordForgotten(Event):
    """Somebody who may sign in asked for a new password."""

    person_id: uuid.UUID


class Weaker(StrEnum):
    """In what the sign-in policy keeps less out than before."""

    FACTOR = "factor"
    COMPANY = "company"
    GLASS = "glass"


@dataclass(frozen=True, kw_only=True)
class PolicyWeakened(Event):
    """An administrator asks less of those who sign in: all others hear of it."""

    organization_id: uuid.UUID
    weaker: tuple[Weaker, ...]


@dataclass(frozen=True, kw_only=True)
class NamedBehindGlass(Event):
    """Comes in by themselves from now on, also where all others need the company's sign-in."""

    person_id: uuid.UUID
