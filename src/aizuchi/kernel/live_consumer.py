"""The socket /ws/live/TOPIC: passes on what `live.announce` says, and who else is looking at the same thing."""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.utils import translation

from aizuchi.kernel import live
from aizuchi.kernel.sockets import Seats, read_person_behind

CHECK_EVERY = 20.0
FORGET_AFTER = 3 * CHECK_EVERY
MAX_TOPIC = 80
ARE_YOU_THERE = "?"

MOST_ASKED = 200
"""Within CHECK_EVERY: a screen asks every five seconds."""

SIGNED_OUT, NOT_YOURS, TOO_MANY = 4401, 4404, 4500
seats = Seats(100, kind="live")


@dataclass
class _Neighbour:
    """Another screen in the same topic. We hear from it now and then, or forget it."""

    person_id: str
    names: dict[str, str]
    heard_at: float


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """Screens greet each other over the channel layer, so that no list of who is present must be kept anywhere."""

    async def connect(self) -> None:
        self.neighbours: dict[str, _Neighbour] = {}
        self.told: list[dict[str, str]] | None = None
        self.checking: asyncio.Task[None] | None = None
        self.group = ""
        self.seat: str | None = None
        self.asked = 0
        self.topic = self.scope["url_route"]["kwargs"]["topic"]
        await self.accept()
        if refusal := await database_sync_to_async(self._reason_to_leave)():
            await self.close(refusal)  # after accepting, so that the screen learns the reason and stops trying
            return
        if not seats.take(self.person_id):
            await self.close(TOO_MANY)
            return
        self.seat = self.person_id
        self.group = live.group_of(self.topic)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.channel_layer.group_add(self.group_of_person, self.channel_name)
        await self._greet("live.hello")
        self.checking = asyncio.create_task(self._check_now_and_then())

    async def disconnect(self, code: int) -> None:
        if self.checking:
            self.checking.cancel()
        if self.seat:
            seats.give_back(self.seat)
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)
            await self.channel_layer.group_discard(self.group_of_person, self.channel_name)
            await self.channel_layer.group_send(self.group, {"type": "live.bye", "channel": self.channel_name})

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any) -> None:
        """Screens have nothing to say here, but to ask whether the line still stands: a cut one is silent."""
        if text_data == ARE_YOU_THERE and self.asked < MOST_ASKED:
            self.asked += 1
            await self.send_json({})

    async def live_parts(self, message: dict[str, Any]) -> None:
        await self.send_json({"parts": message["parts"]})

    async def live_check(self, message: dict[str, Any]) -> None:
        """Sessions of this person have ended: perhaps the one behind this screen."""
        if refusal := await database_sync_to_async(self._reason_to_leave)():
            await self.close(refusal, reason=message.get("why"))

    async def live_hello(self, message: dict[str, Any]) -> None:
        is_new = message["channel"] not in self.neighbours
        await self.live_here(message)
        if is_new and message["channel"] != self.channel_name:
            await self.channel_layer.send(message["channel"], self._card("live.here"))

    async def live_here(self, message: dict[str, Any]) -> None:
        self.neighbours[message["channel"]] = _Neighbour(message["person"], message["names"], time.monotonic())
        await self._tell_who()

    async def live_bye(self, message: dict[str, Any]) -> None:
        self.neighbours.pop(message["channel"], None)
        await self._tell_who()

    def _card(self, kind: str) -> dict[str, Any]:
        return {"type": kind, "channel": self.channel_name, "person": self.person_id, "names": self.names}

    async def _greet(self, kind: str) -> None:
        await self.channel_layer.group_send(self.group, self._card(kind))

    async def _tell_who(self) -> None:
        """Everybody once, however many screens they have open; only when it changed."""
        present = {seen.person_id: seen.names[self.language] for seen in self.neighbours.values()}
        who = [{"id": person, "name": name} for person, name in sorted(present.items())]
        if who != self.told:
            self.told = who
            await self.send_json({"who": who})

    async def _check_now_and_then(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(CHECK_EVERY)
                self.asked = 0
                if refusal := await database_sync_to_async(self._reason_to_leave)():
                    await self.close(refusal)
                    return
                await self._greet("live.hello")
                silent_since = time.monotonic() - FORGET_AFTER
                self.neighbours = {
                    name: seen for name, seen in self.neighbours.items() if seen.heard_at >= silent_since
                }
                await self._tell_who()

    def _reason_to_leave(self) -> int | None:
        """Asks anew each time: the session may be gone, the person may have left, the pair may have ended."""
        person = read_person_behind(self.scope)
        if person is None:
            return SIGNED_OUT
        if len(self.topic) > MAX_TOPIC or not live.may_follow(person, self.topic):
            return NOT_YOURS
        self.person_id, self.language = str(person.pk), person.language
        self.group_of_person = live.group_of_person(person.pk)
        self.names = {}
        for language, _ in settings.LANGUAGES:
            with translation.override(language):
                self.names[language] = person.short_name
        return None
