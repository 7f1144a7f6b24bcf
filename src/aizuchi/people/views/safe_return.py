"""Back to where somebody came from, and never to another host."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def where_to_return(request: HttpRequest, *, otherwise: str = "/") -> str:
    """The form's `next`, or the page the form stood on."""
    for place in (request.POST.get("next", ""), _path_of(request.headers.get("referer", ""))):
        if place and url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure()):
            return place
    return otherwise


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
