"""Between nodes: what happens in a note on one is passed on to the others that have it open, through Redis.

Redis carries news and keeps nothing. What gets lost on the way (an outage, a cut network) is in the log, and each node
reads it from there once it hears again. Envelopes are sealed with the key of the note's circle.
"""

import asyncio
import logging
import secrets
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.notes.sync.protocol import ConnectionRefused, Reader, chunk

logger = logging.getLogger(__name__)

_GATHER_SECONDS = 0.005
_NODE_BYTES = 8
_LONGEST_PAUSE = 3.0
_PREFIX = b"aizuchi:notes:"


class Kind(IntEnum):
    UPDATE = 0
    PRESENCE = 1
    WHO_IS_HERE = 2


@dataclass(frozen=True)
class News:
    kind: Kind
    author_id: uuid.UUID
    payload: bytes

    def as_bytes(self) -> bytes:
        return bytes((self.kind,)) + self.author_id.bytes + self.payload


Hear = Callable[[uuid.UUID, bytes, News], None]
Catch = Callable[[uuid.UUID], Awaitable[None]]


class Relay:
    """One per process. `hear` is told what other nodes said, `catch_up` to read a note's log again."""

    def __init__(self, url: str, *, hear: Hear, catch_up: Catch) -> None:
        from redis.asyncio import Redis  # an extra: one node needs none

        self._redis = Redis.from_url(url, socket_connect_timeout=2, socket_keepalive=True, health_check_interval=5)
        self._hear, self._catch_up = hear, catch_up
        self._node = secrets.token_bytes(_NODE_BYTES)
        self._keys: dict[uuid.UUID, bytes] = {}
        self._waiting: dict[uuid.UUID, tuple[bytes, list[News]]] = {}
        self._subscribed: dict[uuid.UUID, asyncio.Event] = {}
        self._channel: Any = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._start(self._listen())

    async def follow(self, document_id: uuid.UUID, *, key: bytes) -> None:
        """From now on hears of this note. Returns once it does, or after a moment if Redis is away."""
        self._keys[document_id] = key
        heard = self._subscribed.setdefault(document_id, asyncio.Event())
        try:
            if self._channel:
                await self._channel.subscribe(_channel_of(document_id))
            async with asyncio.timeout(1):
                await heard.wait()
        except (OSError, TimeoutError, _redis_error()):
            return
        self.send(document_id, News(Kind.WHO_IS_HERE, _NOBODY, b""))

    def leave(self, document_id: uuid.UUID) -> None:
        self._keys.pop(document_id, None)
        self._subscribed.pop(document_id, None)
        self._start(self._unsubscribe(document_id))

    def send(self, document_id: uuid.UUID, news: News, *, key: bytes | None = None) -> None:
        """Gathers a few milliseconds of news into one envelope. The key is known of notes that are open here."""
        key = key or self._keys.get(document_id)
        if key is None:
            return
        _, waiting = self._waiting.setdefault(document_id, (key, []))
        waiting.append(news)
        if len(waiting) == 1:
            asyncio.get_running_loop().call_later(_GATHER_SECONDS, self._send_gathered, document_id)

    def _send_gathered(self, document_id: uuid.UUID) -> None:
        key, gathered = self._waiting.pop(document_id)
        plain = b"".join(chunk(news.as_bytes()) for news in gathered)
        self._start(self._publish(document_id, self._node + seal(plain, key=key, place=_place(document_id))))

    async def _publish(self, document_id: uuid.UUID, envelope: bytes) -> None:
        try:
            await self._redis.publish(_channel_of(document_id), envelope)
        except (OSError, _redis_error()):
            logger.warning("notes: other nodes cannot be told, they will read it from the log")

    async def _unsubscribe(self, document_id: uuid.UUID) -> None:
        try:
            if self._channel:
                await self._channel.unsubscribe(_channel_of(document_id))
        except (OSError, _redis_error()):
            return  # without a connection nothing is subscribed either

    async def _listen(self) -> None:
        pause = 0.1
        while True:
            try:
                async with self._redis.pubsub() as self._channel:
                    await self._channel.subscribe(_PREFIX + b"all", *map(_channel_of, self._keys))
                    pause = 0.1
                    for document_id in list(self._keys):
                        self._start(self._catch_up_and_ask(document_id))
                    while True:
                        self._take(await self._channel.get_message(timeout=5.0))
            except (OSError, _redis_error()):
                self._channel = None
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _catch_up_and_ask(self, document_id: uuid.UUID) -> None:
        await self._catch_up(document_id)
        self.send(document_id, News(Kind.WHO_IS_HERE, _NOBODY, b""))

    def _take(self, message: dict[str, Any] | None) -> None:
        if message is None or not message["channel"].startswith(_PREFIX):
            return
        name = message["channel"].removeprefix(_PREFIX)
        document_id = uuid.UUID(bytes=name) if len(name) == 16 else _NOBODY
        if message["type"] == "subscribe" and document_id in self._subscribed:
            self._subscribed[document_id].set()
        elif message["type"] == "message" and document_id in self._keys:
            self._open(document_id, message["data"])

    def _open(self, document_id: uuid.UUID, envelope: bytes) -> None:
        node, sealed = envelope[:_NODE_BYTES], envelope[_NODE_BYTES:]
        if node == self._node:
            return
        try:
            plain = open_sealed(sealed, key=self._keys[document_id], place=_place(document_id))
            for news in _read_news(plain):
                self._hear(document_id, node, news)
        except (SealBroken, ConnectionRefused, ValueError):
            logger.warning("notes: an envelope from another node could not be opened")

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_NOBODY = uuid.UUID(int=0)


def _read_news(plain: bytes) -> Iterator[News]:
    reader = Reader(plain)
    while not reader.is_done:
        piece = reader.chunk()
        yield News(Kind(piece[0]), uuid.UUID(bytes=piece[1:17]), piece[17:])


def _channel_of(document_id: uuid.UUID) -> bytes:
    return _PREFIX + document_id.bytes


def _place(document_id: uuid.UUID) -> Place:
    return Place("notes_relay", str(document_id), "envelope")


def _redis_error() -> type[Exception]:
    from redis.exceptions import RedisError

    return RedisError
