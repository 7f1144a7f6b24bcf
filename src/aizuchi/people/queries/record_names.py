"""What keys in the record are called today; apps above bring the names of what is theirs."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from aizuchi.people.models import Organization


@dataclass(frozen=True)
class RecordNames:
    """Names, in the reader's language and time, of those of these keys that are the app's own."""

    find: Callable[[Organization, Collection[uuid.UUID]], dict[uuid.UUID, str]]
