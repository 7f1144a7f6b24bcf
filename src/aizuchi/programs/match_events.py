import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MatchesPublished(Event):
    """The two of each begin, and are told why. Many at once: a whole program."""

    organization_id: uuid.UUID
    program_id: uuid.UUID
    match_ids: tuple[uuid.UUID, ...]
