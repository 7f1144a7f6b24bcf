"""/ws/notes/<document_id>: a plain ASGI application, so that nothing stands between a keystroke and the room.

Sign-in and the origin were checked around it; who may open which note is checked here, at every connection.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from aizuchi.notes.sync.connection import Connection, Send
from aizuchi.notes.sync.hub import Hub, hub
from aizuchi.notes.sync.protocol import LARGEST_FRAME, Close, ConnectionRefused
from aizuchi.notes.sync.room import Room

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


async def serve_note(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})  # a browser learns the reason only from an open socket's close
    user = scope["user"]
    if not user.is_authenticated or not user.is_active:
        await send({"type": "websocket.close", "code": int(Close.SIGNED_OUT), "reason": "signed out"})
        return
    connection = Connection(
        send=send,
        person_id=user.pk,
        session_key=scope["session"].session_key or "",
        password_mark=user.get_session_auth_hash(),
        speaks_ours=_speaks_ours(scope),
    )
    await _stay(hub(), scope["url_route"]["kwargs"]["document_id"], connection, receive)


async def _stay(notes: Hub, document_id: uuid.UUID, connection: Connection, receive: Receive) -> None:
    writer = asyncio.create_task(connection.deliver())
    reader = asyncio.create_task(_read(notes, document_id, connection, receive))
    connection.read_by(reader)
    await asyncio.wait({reader, writer}, return_when=asyncio.FIRST_COMPLETED)
    if connection.is_closing and not reader.cancelled():
        await asyncio.wait({writer}, timeout=5)
    for task in (reader, writer):
        task.cancel()
    await asyncio.gather(reader, writer, return_exceptions=True)


async def _read(notes: Hub, document_id: uuid.UUID, connection: Connection, receive: Receive) -> None:
    room: Room | None = None
    try:
        room = await notes.enter(document_id, connection)
        while (event := await receive())["type"] == "websocket.receive":
            _check_size(data := event.get("bytes") or b"")
            room.receive(connection, data)
    except ConnectionRefused as refusal:
        connection.close(refusal.code, str(refusal))
    finally:
        if room:
            notes.leave(room, connection)


def _check_size(data: bytes) -> None:
    if not data:
        raise ConnectionRefused(Close.MALFORMED, "malformed frame")
    if len(data) > LARGEST_FRAME:
        raise ConnectionRefused(Close.TOO_BIG, "too big")


def _speaks_ours(scope: MutableMapping[str, Any]) -> bool:
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v") == ["1"]
