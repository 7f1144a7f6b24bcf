"""/ws/notes/<document_id>: a plain ASGI application, so that nothing stands between a keystroke and the room.

The origin was checked around it; who is signed in and may open which note is checked here, at every connection.
"""

import uuid
from functools import partial
from urllib.parse import parse_qs

from aizuchi.kernel.sockets import read_session_key
from aizuchi.kernel.websocket_transport import Receive, Scope, Send, transport_of
from aizuchi.notes.sync.connection import Connection
from aizuchi.notes.sync.hub import Hub, hub
from aizuchi.notes.sync.note_session import NoteSession
from aizuchi.notes.sync.protocol import LARGEST_FRAME, Close, ConnectionRefused


async def serve_note(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})  # a browser learns the reason only from an open socket's close
    notes, document_id = hub(), scope["url_route"]["kwargs"]["document_id"]
    connection = Connection(transport_of(scope, receive, send), speaks_ours=_speaks_ours(scope))
    session = await _enter(notes, document_id, connection, read_session_key(scope))
    try:
        await connection.wire.listen(partial(_hear, session, connection))
    finally:
        if session:
            notes.leave(session, connection)


async def _enter(notes: Hub, document_id: uuid.UUID, connection: Connection, session_key: str) -> NoteSession | None:
    try:
        return await notes.enter(document_id, connection, session_key)
    except ConnectionRefused as refusal:
        connection.close(refusal.code, str(refusal))
        return None


def _hear(session: NoteSession | None, connection: Connection, message: bytes) -> None:
    if session is None or connection.is_closing:
        return
    try:
        _check_size(message)
        if not connection.allowance.take(len(message)):
            raise ConnectionRefused(Close.TOO_MUCH, "too much at once")
        session.receive(connection, message)
    except ConnectionRefused as refusal:
        connection.close(refusal.code, str(refusal))


def _check_size(data: bytes) -> None:
    if not data:
        raise ConnectionRefused(Close.MALFORMED, "malformed frame")
    if len(data) > LARGEST_FRAME:
        raise ConnectionRefused(Close.TOO_BIG, "too big")


def _speaks_ours(scope: Scope) -> bool:
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("v") == ["1"]
