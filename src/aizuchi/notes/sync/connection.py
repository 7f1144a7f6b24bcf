"""One browser's end of a note: what goes out to it, in order and bounded."""

import asyncio
import uuid
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from aizuchi.notes.sync.protocol import Close, stored_frame

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_LARGEST_QUEUE = 8 * 1024 * 1024


class Connection:
    def __init__(
        self, *, send: Send, person_id: uuid.UUID, session_key: str, password_mark: str, speaks_ours: bool
    ) -> None:
        self.person_id = person_id
        self.session_key = session_key
        self.password_mark = password_mark
        self.speaks_ours = speaks_ours
        self.may_write = False
        self.received = 0
        self._send = send
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._wake = asyncio.Event()
        self._farewell: tuple[Close, str] | None = None
        self._reader: asyncio.Task[Any] | None = None

    @property
    def is_closing(self) -> bool:
        return self._farewell is not None

    def put(self, frame: bytes) -> None:
        """Queues a frame. A reader that cannot keep up loses its connection, never anybody else's time or memory."""
        if self._farewell:
            return
        self._queue.append(frame)
        self._queued += len(frame)
        self._wake.set()
        if self._queued > _LARGEST_QUEUE:
            self.close(Close.TOO_SLOW, "too slow")

    def tell_stored(self, count: int) -> None:
        if self.speaks_ours:
            self.put(stored_frame(count))

    def close(self, code: Close, reason: str) -> None:
        if self._farewell:
            return
        self._farewell = (code, reason)
        self._wake.set()
        if code is Close.TOO_SLOW:  # it would not read the farewell either
            self._queue.clear()
            if self._reader:
                self._reader.cancel()

    def read_by(self, task: asyncio.Task[Any] | None) -> None:
        self._reader = task

    async def deliver(self) -> None:
        """Sends what was queued until the connection is closed from our side."""
        while True:
            while self._queue:
                frame = self._queue.popleft()
                self._queued -= len(frame)
                await self._send({"type": "websocket.send", "bytes": frame})
            if self._farewell:
                code, reason = self._farewell
                await self._send({"type": "websocket.close", "code": int(code), "reason": reason})
                return
            self._wake.clear()
            await self._wake.wait()
