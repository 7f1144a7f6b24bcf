"""Where a note comes from. Notes know nothing of what they are written for; apps above bring that."""

import datetime
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Origin:
    kind: str
    """What sort of text it is, in the reader's language."""
    at: datetime.datetime | None = None
    """When that took place; None where it has no date."""
    partner: Person | None = None
    topic: str = ""
    topic_icon: str = ""
    response: str = ""
    response_icon: str = ""


@dataclass(frozen=True)
class DocumentOrigins:
    """Of those documents that are the app's own: where each comes from, as far as this viewer may know."""

    find: Callable[[Collection[uuid.UUID], Person], dict[uuid.UUID, Origin]]


def find_origins(document_ids: Collection[uuid.UUID], *, viewer: Person) -> dict[uuid.UUID, Origin]:
    found: dict[uuid.UUID, Origin] = {}
    for origins in gather(DocumentOrigins):
        found |= origins.find(document_ids, viewer)
    return found
