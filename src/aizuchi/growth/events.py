import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SparkChanged(Event):
    """Words to keep in mind, or what became of them, are no longer what the two have on their screens."""

    pair_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ThankYouNoteChanged(Event):
    """A letter was written, taken back or put with what the other keeps."""

    pair_id: uuid.UUID
