"""Counts what a request carries, before any of it is kept in memory or on the disk.

Django writes a body away whole before it looks at the address. So it is counted on its way in, by what the view of that
address takes; beyond that nothing is kept, and the page that comes back says so.
"""

from collections.abc import Callable
from typing import Any

from channels.db import database_sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from aizuchi.kernel.bodies import MEGABYTE, USUAL
from aizuchi.kernel.sockets import read_person, read_session_key

TOO_LARGE = "aizuchi.too_large"


class CountedBodies:
    """Around the pages."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        if b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0":
            receive = _Counted(scope, receive, most=await _find_limit(scope), announced=_read_length(headers)).receive
        await self._application(scope, receive, send)


class _Counted:
    def __init__(self, scope: Any, receive: Any, *, most: int, announced: int) -> None:
        self._scope, self._receive, self._most = scope, receive, most
        self._count = 0
        self._is_cut = self._is_ended = False
        if announced > most:
            self._cut()

    def _cut(self) -> None:
        self._is_cut = True
        self._scope[TOO_LARGE] = self._most

    async def receive(self) -> Any:
        if self._is_cut:
            return await self._drop_the_rest()
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > self._most:
            self._cut()
            return await self._drop_the_rest()
        return message

    async def _drop_the_rest(self) -> Any:
        """A browser reads an answer only once it has sent what it began, so the rest is let in, and let go."""
        if not self._is_ended:
            self._is_ended = True
            return {"type": "http.request", "body": b"", "more_body": False}
        while (message := await self._receive())["type"] == "http.request":
            pass
        return message


class TooLargeMiddleware:
    """Stands last, so that the sentence comes in the person's own language, and before anything reads what was cut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most: int = getattr(request, "scope", {}).get(TOO_LARGE, 0)
        if not most:
            return self.get_response(request)
        return render(request, "413.html", {"megabytes": max(most // MEGABYTE, 1)}, status=413)


async def _find_limit(scope: Any) -> int:
    try:
        most: int = getattr(resolve(scope["path"]).func, "most_bytes", USUAL)
    except Resolver404:
        return USUAL
    return most if most <= USUAL or await database_sync_to_async(_is_signed_in)(scope) else USUAL


def _is_signed_in(scope: Any) -> bool:
    session_key = read_session_key(scope)
    return bool(session_key) and read_person(session_key) is not None


def _read_length(headers: dict[bytes, bytes]) -> int:
    """A server hands on only numbers here."""
    told = headers.get(b"content-length", b"0")
    return int(told) if told.isdigit() and len(told) < 20 else 0
