"""Identifiers."""

import uuid

from django.http import Http404
from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A time-ordered UUIDv7. Where order would give somebody away, use uuid.uuid4 instead."""
    return uuid7()


def read_key(text: object) -> uuid.UUID | None:
    """None for what is no key."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def read_known_key(text: object) -> uuid.UUID:
    """Of what a page of ours offered; Http404 for anything else."""
    key = read_key(text)
    if key is None:
        raise Http404
    return key
