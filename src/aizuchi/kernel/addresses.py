"""Addresses for mails and other places outside a request."""

from django.conf import settings


def absolute(path: str) -> str:
    """How people reach a path of ours from wherever they are."""
    return f"{settings.PUBLIC_URL}{path}"
