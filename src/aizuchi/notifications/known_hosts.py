"""Addresses that people hand us, and whether the server may call them."""

from collections.abc import Iterable
from urllib.parse import SplitResult

from django.conf import settings


def is_at(parts: SplitResult, hosts: Iterable[str]) -> bool:
    """Whether an address belongs to one of these hosts; ".example.com" stands for whatever lies below it."""
    host = (parts.hostname or "").lower()
    is_known = any(host == known or (known.startswith(".") and host.endswith(known)) for known in hosts)
    return is_known and parts.scheme in settings.CHAT_SCHEMES
