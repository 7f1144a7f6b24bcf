"""Who may open a socket: a page of ours, and no page of another scheme, host or port."""

from functools import lru_cache
from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings

from aizuchi.kernel.web_addresses import NotAWebAddress, WebAddress, read_web_address

SCHEMES = ("http", "https")
HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0", "::")  # the latter two: on all of its addresses  # noqa: S104


class OwnOrigin:
    """A browser says truthfully where a page came from, and sends its cookies from wherever that is."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        told = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), "")
        answer = self._application if is_own_origin(told) else WebsocketDenier()
        return await answer(scope, receive, send)


def is_own_origin(told: str) -> bool:
    """As PUBLIC_URL says; on one's own machine by any of its names."""
    return _are_one_origin(told, settings.PUBLIC_URL)


@lru_cache(100)
def _are_one_origin(told: str, our_address: str) -> bool:
    try:
        theirs = read_web_address(told, schemes=SCHEMES)
        ours = read_web_address(our_address, schemes=SCHEMES)
    except NotAWebAddress:
        return False
    return _origin(theirs) == _origin(ours)


def _origin(address: WebAddress) -> tuple[str, str, int]:
    host = HERE[0] if address.scheme == "http" and address.host in HERE else address.host
    return address.scheme, host, address.port
