"""Identifiers."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A time-ordered UUIDv7. Where order would give somebody away, use uuid.uuid4 instead."""
    return uuid7()
