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
