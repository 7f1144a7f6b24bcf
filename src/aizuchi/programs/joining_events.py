"""Facts about how people of a program find each other by themselves."""

import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MentorsInvited(Event):
    """HR asks people whether they would listen."""

    participant_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ApplicationMade(Event):
    """A mentee asks one mentor."""

    application_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ApplicationAnswered(Event):
    """Yes, not this time, or taken back."""

    application_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class PlaceTaken(Event):
    """A mentee chose a mentor from the menu, and the two begin."""

    match_id: uuid.UUID
