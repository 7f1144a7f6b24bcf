"""Over https every cookie of ours carries `__Host-` before its name, in the browser and nowhere else.

A browser lets nobody but this very host, over https, write a cookie of such a name. Without it a page of a neighbouring
host, or whoever sits in the network and answers over http, could lay a session of their own into somebody's browser.
It is done here, once, so that no cookie can be forgotten: inside, all have their usual names.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

PREFIX = b"__Host-"


class HostCookies:
    """Around pages and sockets."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not settings.SESSION_COOKIE_SECURE or "headers" not in scope:
            await self._application(scope, receive, send)
            return

        async def send_out(message: Any) -> None:
            if "headers" in message:
                message = {**message, "headers": [_send_out(*header) for header in message["headers"]]}
            await send(message)

        await self._application({**scope, "headers": _let_in(scope["headers"])}, receive, send_out)


def _let_in(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Cookies of ours under their usual names; without the prefix anybody may have written them."""
    kept, cookies = [], []
    for name, value in headers:
        if name.lower() == b"cookie":
            cookies += [part.strip() for part in value.split(b";")]
        else:
            kept.append((name, value))
    ours = [cookie.removeprefix(PREFIX) for cookie in cookies if cookie.startswith(PREFIX)]
    return [*kept, (b"cookie", b"; ".join(ours))] if ours else kept


def _send_out(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Django deletes a cookie without saying Secure, and a browser then keeps one of such a name."""
    if name.lower() != b"set-cookie":
        return name, value
    attributes = [part.strip().lower() for part in value.split(b";")[1:]]
    return name, PREFIX + value + (b"" if b"secure" in attributes else b"; Secure")
