import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ActionsChanged(Event):
    """Something about a pair's actions is no longer what the two have on their screens."""

    pair_id: uuid.UUID
