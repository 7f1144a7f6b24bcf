"""A secret by which somebody is recognised, kept so that whoever reads the database cannot use it."""

import base64
import hashlib
from typing import Any

from django.db import models


class StoredKey(str):
    """What the database holds; only from there, never from a cookie."""

    __slots__ = ()


def stored_key(secret: str) -> StoredKey:
    if isinstance(secret, StoredKey):
        return secret
    digest = hashlib.sha256(secret.encode(errors="replace")).digest()[:30]
    return StoredKey(base64.urlsafe_b64encode(digest).decode())


class StoredKeyField(models.CharField[str, str]):
    """Hashed in writes and in look-ups alike; long random secrets only, so that one round is enough."""

    def get_prep_value(self, value: Any) -> Any:
        return stored_key(value) if isinstance(value, str) else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> StoredKey | None:
        return None if value is None else StoredKey(value)

    def deconstruct(self) -> Any:
        name, _path, options, more = super().deconstruct()
        return name, "django.db.models.CharField", options, more
