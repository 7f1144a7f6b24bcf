"""What happens to how people's weeks suit them."""

import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PreparationTimeChanged(Event):
    """Somebody wants more or less time to get ready before a 1on1."""

    person_id: uuid.UUID
