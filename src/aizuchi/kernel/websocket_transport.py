"""WebSockets without a detour, for applications that live on many small messages.

Between a socket and an ASGI application stand a queue, a task that has to wake up, and for every message a stop and a
start of reading. Around a keystroke that is most of the work. Under our own server an application can instead be
called the moment a message is there, and write at once; under any other it gets the same by ASGI's own means.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, Protocol

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

try:
    from websockets.speedups import apply_mask
except ImportError:  # built without its part in C
    from websockets.utils import apply_mask

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Hear = Callable[[bytes], None]

_EXTENSION = "aizuchi.websocket_transport"
_WHOLE_BINARY_MESSAGE = 0x82
_MASKED = 0x80
_FAREWELL_SECONDS = 5.0
_LARGE = 16 * 1024
_SLOWEST = 32 * 1024
"""Bytes a second: a slow telephone. What is larger than a keystroke is given time by this."""
_MOST_PARTS = 1_000


class WebSocketTransport(Protocol):
    """An accepted socket."""

    @property
    def backlog(self) -> int:
        """Bytes that the other side has not taken yet."""

    def write(self, message: bytes) -> None: ...

    def close(self, code: int, reason: str) -> None:
        """What was written before still goes out, if the other side takes it within seconds."""

    def cut(self) -> None:
        """Ends it at once, whatever is still waiting."""

    async def listen(self, hear: Hear) -> None:
        """Calls `hear` with each binary message, with nothing for one of text, until the socket is closed."""


def transport_of(scope: Scope, receive: Receive, send: Send) -> WebSocketTransport:
    own: WebSocketProtocol | None = scope.get("extensions", {}).get(_EXTENSION)
    return _DirectTransport(own, receive) if own else _AsgiTransport(receive, send)


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket with a short way for whole binary messages. Everything else goes the long, careful way."""

    _hear: Hear | None = None
    _rest = b""
    """What came of a frame that is not whole yet, as long as that is little."""
    _gathered: bytearray
    """The same once its length is known: grows as pieces come, and is looked at again when it is whole."""
    _missing = 0
    """How much of that frame is still to come."""
    _is_beyond_measure = False
    _busy_until = 0.0
    """As long as something large may still be under way, a pong waits behind it."""
    _limit: asyncio.TimerHandle | None = None
    """When the frame that is under way has to be whole."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: dict[Any, Any] = self.scope["extensions"] or {}
            extensions[_EXTENSION] = self

    def hear_by(self, hear: Hear) -> None:
        """From now on messages are told to `hear`, beginning with those that came before."""
        for event in [self.queue.get_nowait() for _ in range(self.queue.qsize())]:
            if event["type"] == "websocket.receive":
                hear(event.get("bytes") or b"")
            else:
                self.queue.put_nowait(event)
        self._hear = hear
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def write(self, message: bytes) -> None:
        if not self.close_sent and not self.transport.is_closing():
            self.transport.write(_head_of(message) + message)
            if len(message) > _LARGE:
                self._allow_time_for(len(message))

    def data_received(self, data: bytes) -> None:
        if not self.handshake_initiated or self._is_beyond_measure:
            super().data_received(data)
            return
        if self._missing > len(data):
            self._gathered += data
            self._missing -= len(data)
            return
        data = bytes(self._gathered + data) if self._missing else self._rest + data
        self._missing, begin = 0, 0
        if self._limit:
            self._limit.cancel()
            self._limit = None
        while span := _find_payload(data, begin):
            start, end = span
            if end - start > self.config.ws_max_size:  # the long way knows how to refuse
                self._is_beyond_measure = True
                super().data_received(data[begin:])
                return
            if end > len(data):
                self._rest, self._gathered, self._missing = b"", bytearray(data[begin:]), end - len(data)
                self._await_the_rest()
                return
            self._take_frame(data, begin, start, end)
            begin = end
        self._rest = data[begin:]

    def _await_the_rest(self) -> None:
        """Of one frame. Nothing else can come in between, not even a pong, so it has its own time to be whole in."""
        self._allow_time_for(self._missing)
        self._limit = self.loop.call_later(self.ping_timeout or _FAREWELL_SECONDS, self._look_after_the_rest)

    def _look_after_the_rest(self) -> None:
        left = self._busy_until - self.loop.time()
        if left > 0:
            self._limit = self.loop.call_later(left, self._look_after_the_rest)
        else:
            self._limit = None
            self.transport.abort()

    def _allow_time_for(self, size: int) -> None:
        self._busy_until = max(self._busy_until, self.loop.time()) + size / _SLOWEST

    def keepalive_timeout(self) -> None:
        """A large message, of theirs or of ours, holds a pong up; a line that is dead takes no farewell either."""
        left = self._busy_until - self.loop.time()
        if left > 0:
            self.pong_timer = self.loop.call_later(left, self.keepalive_timeout)
            return
        super().keepalive_timeout()
        self.loop.call_later(_FAREWELL_SECONDS, self.transport.abort)

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= _MOST_PARTS:  # a browser cuts into parts of many kilobytes
            self.transport.abort()
            return
        super().handle_cont(event)

    def _take_frame(self, data: bytes, begin: int, start: int, end: int) -> None:
        is_simple = data[begin] == _WHOLE_BINARY_MESSAGE and data[begin + 1] & _MASKED and not self.frames
        if self._hear is None or not is_simple:
            super().data_received(data[begin:end])
        elif not self.close_sent:
            self._hear(apply_mask(data[start:end], data[start - 4 : start]))

    def send_receive_event_to_app(self) -> None:
        if self._hear is None:
            super().send_receive_event_to_app()
            return
        message, self.frames = b"".join(self.frames), []
        if not self.close_sent:
            self._hear(message if self.curr_msg_data_type == "bytes" else b"")

    def connection_lost(self, exc: Exception | None) -> None:
        self._hear, self._gathered = None, bytearray()
        if self._limit:
            self._limit.cancel()
        super().connection_lost(exc)


def _find_payload(data: bytes, begin: int) -> tuple[int, int] | None:
    """Where the payload of the frame that begins here starts and ends; None if too little of it is there to know."""
    if len(data) - begin < 2:
        return None
    length, start = data[begin + 1] & 0x7F, begin + 2
    if length >= 126:
        start += 2 if length == 126 else 8
        if len(data) < start:
            return None
        length = int.from_bytes(data[begin + 2 : start], "big")
    if data[begin + 1] & _MASKED:
        start += 4
    return start, start + length


def _head_of(message: bytes) -> bytes:
    length = len(message)
    if length < 126:
        return bytes((_WHOLE_BINARY_MESSAGE, length))
    if length < 0x10000:
        return bytes((_WHOLE_BINARY_MESSAGE, 126)) + length.to_bytes(2, "big")
    return bytes((_WHOLE_BINARY_MESSAGE, 127)) + length.to_bytes(8, "big")


class _DirectTransport:
    __slots__ = ("_protocol", "_receive", "write")

    def __init__(self, protocol: WebSocketProtocol, receive: Receive) -> None:
        self._protocol, self._receive = protocol, receive
        self.write = protocol.write

    @property
    def backlog(self) -> int:
        return self._protocol.transport.get_write_buffer_size()

    def close(self, code: int, reason: str) -> None:
        protocol = self._protocol
        farewell = protocol.loop.create_task(self._part(code, reason))
        protocol.tasks.add(farewell)
        farewell.add_done_callback(protocol.tasks.discard)

    async def _part(self, code: int, reason: str) -> None:
        with suppress(ClientDisconnected, RuntimeError):  # gone, or taking leave already
            try:
                async with asyncio.timeout(_FAREWELL_SECONDS):
                    await self._protocol.send({"type": "websocket.close", "code": code, "reason": reason})
            except TimeoutError:
                self.cut()
            else:  # one who takes nothing must not stay until the operating system gives up
                self._protocol.loop.call_later(3 * _FAREWELL_SECONDS, self.cut)

    def cut(self) -> None:
        self._protocol.transport.abort()

    async def listen(self, hear: Hear) -> None:
        self._protocol.hear_by(hear)
        while (event := await self._receive())["type"] == "websocket.receive":
            hear(event.get("bytes") or b"")


class _AsgiTransport:
    """By a queue and a task, as under any ASGI server."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._waiting: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._farewell: MutableMapping[str, Any] | None = None
        self._reader: asyncio.Task[None] | None = None
        self.backlog = 0

    def write(self, message: bytes) -> None:
        self._waiting.append(message)
        self.backlog += len(message)
        self._wake.set()

    def close(self, code: int, reason: str) -> None:
        self._farewell = {"type": "websocket.close", "code": code, "reason": reason}
        self._wake.set()

    def cut(self) -> None:
        if self._reader:
            self._reader.cancel()

    async def listen(self, hear: Hear) -> None:
        self._reader, writer = asyncio.create_task(self._read(hear)), asyncio.create_task(self._deliver())
        await asyncio.wait({self._reader, writer}, return_when=asyncio.FIRST_COMPLETED)
        if self._farewell and not self._reader.cancelled():
            await asyncio.wait({writer}, timeout=_FAREWELL_SECONDS)
        for task in (self._reader, writer):
            task.cancel()
        await asyncio.gather(self._reader, writer, return_exceptions=True)

    async def _read(self, hear: Hear) -> None:
        while (event := await self._receive())["type"] == "websocket.receive":
            if not self._farewell:
                hear(event.get("bytes") or b"")

    async def _deliver(self) -> None:
        while True:
            while self._waiting:
                message = self._waiting.popleft()
                self.backlog -= len(message)
                await self._send({"type": "websocket.send", "bytes": message})
            if self._farewell:
                await self._send(self._farewell)
                return
            self._wake.clear()
            await self._wake.wait()
