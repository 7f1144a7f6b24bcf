"""Back to where somebody came from, and never to another host."""

from urllib.parse import urlsplit

from django.http import HttpRequest

from aizuchi.kernel.addresses import is_own_page


def where_to_return(request: HttpRequest, *, otherwise: str = "/") -> str:
    """The form's `next`, or the page the form stood on."""
    for place in (request.POST.get("next", ""), request.headers.get("referer", "")):
        if is_own_page(place, request) and is_own_page(path := _path_of(place), request):
            return path
    return otherwise


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
