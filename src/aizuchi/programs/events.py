"""Facts about programs, and how people of one find each other."""

import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ProgramOpened(Event):
    """People can join."""

    program_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ProgramTakenBack(Event):
    """It is a draft again; nobody had joined."""

    program_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ProgramEnded(Event):
    """Nobody joins any more. What becomes of its pairs is theirs to say."""

    program_id: uuid.UUID


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


@dataclass(frozen=True, kw_only=True)
class MatchesPublished(Event):
    """The two of each begin, and are told why. Many at once: a whole program."""

    organization_id: uuid.UUID
    program_id: uuid.UUID
    match_ids: tuple[uuid.UUID, ...]
