"""Addresses for mails and other places outside a request."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def absolute(path: str) -> str:
    """How people reach a path of ours from wherever they are."""
    return f"{settings.PUBLIC_URL}{path}"


def is_own_page(address: str | None, request: HttpRequest) -> bool:
    """Whether a form or a link may send somebody there: a path of ours, or one with our host before it.

    A word alone would be taken for a page's name by some and for a path beside the present one by others.
    """
    if not address or not address.startswith(("/", "https://", "http://")) or not address.isprintable():
        return False
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
