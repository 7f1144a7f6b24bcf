"""A Yjs client in Python: what a browser says to the server, and what it makes of the answers."""

import asyncio
import json
from contextlib import asynccontextmanager, suppress

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from aizuchi.notes.sync.protocol import (
    Frame,
    Reader,
    Sighting,
    Sync,
    awareness_frame,
    read_awareness,
    sync_frame,
)
from aizuchi.notes.tests.server import Server


class YClient:
    """Keeps its document over reconnects, like a browser tab."""

    def __init__(self, server: Server, session: str | None, document: str, *, query: str = "?v=1") -> None:
        self.server, self.session, self.document, self.query = server, session, document, query
        self.doc: Doc = Doc()
        self.fragment = self.doc.get("prosemirror", type=XmlFragment)
        self.sent = self.stored = 0
        self.authors: dict[str, str] = {}
        self.access: dict = {}
        self.seen: dict[int, bytes] = {}
        self.is_synced = False
        self.close_code: int | None = None
        self.close_reason = ""
        self._news = asyncio.Condition()
        self._outgoing: list[bytes] = []
        self._remote = False
        self._subscription = self.doc.observe(self._note_change)

    def _note_change(self, event) -> None:
        if not self._remote:
            self._outgoing.append(event.update)

    @asynccontextmanager
    async def connected(self):
        async with self.dial() as self.socket:
            self.sent = self.stored = 0
            self.is_synced, self.close_code = False, None
            self._outgoing.clear()  # what was not sent goes out in answer to the server's state
            listening = asyncio.create_task(self._listen())
            with suppress(ConnectionClosed):  # a refusal may be faster than our first word
                await self.say(sync_frame(Sync.STATE, self.doc.get_state()))
            try:
                yield self
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening

    def dial(self, **headers: str):
        cookies = {"Cookie": f"sessionid={self.session}"} if self.session else {}
        return connect(
            f"ws://127.0.0.1:{self.server.port}/ws/notes/{self.document}{self.query}",
            additional_headers={"Origin": f"http://127.0.0.1:{self.server.port}", **cookies, **headers},
            max_size=None,
            compression=None,
        )

    async def say(self, frame: bytes) -> None:
        await self.socket.send(frame)

    async def _listen(self) -> None:
        try:
            async for frame in self.socket:
                await self._take(frame)
        except ConnectionClosed:
            pass
        self.close_code, self.close_reason = self.socket.close_code, self.socket.close_reason
        async with self._news:
            self._news.notify_all()

    async def _take(self, frame: bytes) -> None:
        reader = Reader(frame)
        kind = reader.number()
        if kind == Frame.SYNC:
            await self._take_sync(reader.number(), reader.chunk())
        elif kind == Frame.AWARENESS:
            self.seen.update({seen.client: seen.state for seen in read_awareness(reader.chunk())})
        elif kind == Frame.STORED:
            self.stored = reader.number()
        elif kind == Frame.AUTHORS:
            self.authors |= json.loads(reader.chunk())
        elif kind == Frame.STANDING:
            self.access = json.loads(reader.chunk())
        async with self._news:
            self._news.notify_all()

    async def _take_sync(self, kind: int, data: bytes) -> None:
        if kind == Sync.STATE:
            self.sent += 1
            await self.say(sync_frame(Sync.MISSING, self.doc.get_update(data)))
            return
        self._remote = True
        self.doc.apply_update(data)
        self._remote = False
        self.is_synced = self.is_synced or kind == Sync.MISSING

    async def until(self, condition, timeout: float = 10) -> None:
        async with asyncio.timeout(timeout), self._news:
            await self._news.wait_for(condition)

    async def synced(self) -> "YClient":
        await self.until(lambda: self.is_synced and self.sent)
        return self

    async def write(self, text: str) -> None:
        """A line of its own at the end."""
        with self.doc.transaction():
            paragraph = XmlElement("paragraph")
            self.fragment.children.append(paragraph)
            paragraph.children.append(XmlText(text))
        await self.flush()

    async def flush(self) -> None:
        while self._outgoing:
            self.sent += 1
            await self.say(sync_frame(Sync.UPDATE, self._outgoing.pop(0)))

    async def all_stored(self) -> None:
        await self.until(lambda: self.stored == self.sent)

    async def show(self, state: dict, clock: int = 1) -> None:
        await self.say(awareness_frame([Sighting(self.doc.client_id, clock, json.dumps(state).encode())]))

    @property
    def lines(self) -> list[str]:
        return ["".join(str(child) for child in line.children) for line in self.fragment.children]
