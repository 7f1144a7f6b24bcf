"""Lets open screens know that something changed. Nothing of value travels here: it only says "look again".

A topic is "KIND:KEY", such as "meeting:0197…"; who may follow which, apps say by a LiveTopic in their manifests.
"""

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from aizuchi.kernel.manifests import gather

log = structlog.get_logger()

MayFollow = Callable[[Any, str], bool]
Way = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True)
class LiveTopic:
    """All topics of one kind: "meeting:KEY" asks `may_follow(person, KEY)`."""

    kind: str
    may_follow: MayFollow


_server_loop: asyncio.AbstractEventLoop | None = None
_way: Way | None = None
_is_muted = False


def may_follow(person: Any, topic: str) -> bool:
    kind, _, key = topic.partition(":")
    return any(known.kind == kind and known.may_follow(person, key) for known in gather(LiveTopic))


def group_of(topic: str) -> str:
    """The channel layer allows no colon in a name."""
    return "live." + topic.replace(":", ".")


def group_of_person(person_id: uuid.UUID) -> str:
    """All screens of one person: told to ask at once whether their session still stands."""
    return f"live-person.{person_id.hex}"


def is_muted() -> bool:
    return _is_muted


def announce(topic: str, *parts: str) -> None:
    """Tells every screen that follows the topic to look again at these parts, once the change is committed.

    Never raises: the change itself is safe, and a screen that missed a word catches up when it next connects.
    """
    if _is_muted:
        return
    message = {"type": "live.parts", "parts": list(parts)}
    transaction.on_commit(partial(send, group_of(topic), message), robust=True)


@contextmanager
def muted() -> Iterator[None]:
    """For loading a whole history before anybody can be looking."""
    global _is_muted
    _is_muted = True
    try:
        yield
    finally:
        _is_muted = False


def serve_from(loop: asyncio.AbstractEventLoop | None) -> None:
    """The server's own loop: the in-memory channel layer can be reached from no other."""
    global _server_loop
    _server_loop = loop


def send_through(way: Way | None) -> None:
    """For a process that holds no sockets and no shared layer: its messages go this way."""
    global _way
    _way = way


def send(group: str, message: dict[str, Any]) -> None:
    """Never raises, like `announce`."""
    try:
        (_way or _send_by_layer)(group, message)
    except Exception as error:
        log.warning("live: nobody was told", error=type(error).__name__)


def _send_by_layer(group: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    if _server_loop and _server_loop.is_running():
        asyncio.run_coroutine_threadsafe(_sending(layer.group_send(group, message)), _server_loop)
    else:
        async_to_sync(layer.group_send)(group, message)


async def _sending(sent: Coroutine[Any, Any, None]) -> None:
    try:
        await sent
    except Exception as error:
        log.warning("live: nobody was told", error=type(error).__name__)
