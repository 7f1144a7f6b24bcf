"""The ways out of the house. Each sends one parcel at a time and says whether a failure is for good."""

import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from aizuchi.notifications.messages import Message
from aizuchi.people.models import Person


class Refused(Exception):
    """The other side will not take this, now or later."""


class Unreachable(Exception):
    """The other side did not answer, or asked for patience: try again later."""


@dataclass(frozen=True, kw_only=True)
class OutgoingMessage:
    """What one person is told at once: one message, or the several of a digest.

    `reference` stays the same when a parcel is sent again, so that a receiver can tell.
    """

    reference: uuid.UUID
    person: Person
    messages: tuple[Message, ...]
    stop_link: str

    @property
    def subject(self) -> str:
        return self.messages[0].subject


class Sender(Protocol):
    def send(self, outgoing: OutgoingMessage) -> None:
        """Raises Refused or Unreachable."""


class OpenSender(Protocol):
    """A channel: opened once for many parcels."""

    def __call__(self) -> AbstractContextManager[Sender]: ...
