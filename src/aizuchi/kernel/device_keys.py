"""Seals what a browser keeps while the server is away, so that the next person at that device cannot read it."""

import hashlib
import hmac
import uuid

from django.conf import settings


def make_device_key(purpose: str, person_id: uuid.UUID) -> str:
    """In hexadecimal. The same for as long as the secret key is; given to nobody but that person."""
    told = f"{purpose} on a device:".encode() + person_id.bytes
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()
