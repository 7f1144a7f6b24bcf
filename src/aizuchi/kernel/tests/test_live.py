import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.sockets import Socket

from aizuchi.accounts.models import Session
from aizuchi.config.asgi import application
from aizuchi.kernel import live, live_consumer
from aizuchi.kernel.sockets import Seats
from aizuchi.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The member and the manager may follow "room:1", and nobody anything else."""
    cast = make_cast()
    allowed = {cast.member.pk, cast.manager.pk}
    room = live.LiveTopic("room", lambda person, key: key == "1" and person.pk in allowed)
    monkeypatch.setattr(live, "gather", lambda kind: (room,))
    return cast


Follow = Callable[..., Any]


@pytest.fixture
def follow(client_for: Callable[[Person], Client]) -> Follow:
    @asynccontextmanager
    async def open_socket(
        person: Person | None, topic: str = "room:1", origin: str = "http://testserver"
    ) -> AsyncIterator[Socket]:
        headers = [(b"origin", origin.encode())]
        if person:
            client = await sync_to_async(client_for)(person)
            headers.append((b"cookie", f"sessionid={client.cookies['sessionid'].value}".encode()))
        socket = Socket(application, f"/ws/live/{topic}", headers)
        socket.accepted = await socket.connect()
        yield socket
        await socket.disconnect()

    return open_socket


def names_in(message: dict[str, Any]) -> set[str]:
    return {person["name"] for person in message["who"]}


@sync_to_async
def announce(*parts: str) -> None:
    live.announce("room:1", *parts)


async def test_a_screen_is_told_to_look_again(cast: Cast, follow: Follow) -> None:
    async with follow(cast.member) as screen:
        assert names_in(await screen.receive()) == {"小野寺さん"}

        await announce("agenda", "actions")

        assert await screen.receive() == {"parts": ["agenda", "actions"]}


async def test_nothing_is_told_of_what_was_rolled_back(cast: Cast, follow: Follow) -> None:
    @sync_to_async
    def announce_and_roll_back() -> None:
        with transaction.atomic():
            live.announce("room:1", "agenda")
            transaction.set_rollback(True)

    async with follow(cast.member) as screen:
        await screen.receive()

        await announce_and_roll_back()

        assert await screen.receive_nothing()


async def test_the_two_see_each_other_come_and_go(cast: Cast, follow: Follow) -> None:
    async with follow(cast.member) as hers:
        await hers.receive()
        async with follow(cast.manager) as his:
            assert names_in(await hers.receive()) == {"小野寺さん", "森川さん"}
            names = set()
            while len(names) < 2:
                names = names_in(await his.receive())

        assert names_in(await hers.receive()) == {"小野寺さん"}


async def test_a_screen_that_asks_whether_the_line_stands_is_answered(cast: Cast, follow: Follow) -> None:
    async with follow(cast.member) as screen:
        await screen.receive()

        await screen.send("?")

        assert await screen.receive() == {}


async def test_whatever_else_a_screen_says_is_not_listened_to(cast: Cast, follow: Follow) -> None:
    async with follow(cast.member) as screen:
        await screen.receive()

        await screen.send("!" * 1000)

        assert await screen.receive_nothing()


async def test_a_second_screen_of_the_same_person_is_no_second_person(cast: Cast, follow: Follow) -> None:
    async with follow(cast.member) as first:
        await first.receive()
        async with follow(cast.member):
            assert await first.receive_nothing()


@pytest.mark.parametrize("topic", ["room:2", "room", "secret:1", "room:1" + "1" * 200])
async def test_a_topic_that_is_not_ones_own_is_closed(cast: Cast, follow: Follow, topic: str) -> None:
    async with follow(cast.member, topic) as screen:
        assert await screen.receive_close() == live_consumer.NOT_YOURS


@pytest.mark.parametrize("who", ["colleague", "hr", "administrator", "stranger"])
async def test_others_are_sent_away(cast: Cast, follow: Follow, who: str) -> None:
    async with follow(getattr(cast, who)) as screen:
        assert await screen.receive_close() == live_consumer.NOT_YOURS


async def test_who_is_not_signed_in_is_sent_away(cast: Cast, follow: Follow) -> None:
    async with follow(None) as screen:
        assert await screen.receive_close() == live_consumer.SIGNED_OUT


async def test_another_site_cannot_open_a_socket(cast: Cast, follow: Follow) -> None:
    async with follow(cast.member, origin="https://elsewhere.example") as screen:
        assert not screen.accepted


async def test_signing_out_closes_the_socket(cast: Cast, follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_consumer, "CHECK_EVERY", 0.05)
    async with follow(cast.member) as screen:
        await screen.receive()

        await Session.objects.all().adelete()

        assert await screen.receive_close() == live_consumer.SIGNED_OUT


def leave(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(left_on=timezone.localdate() - datetime.timedelta(days=2))


def take_another_password(person: Person) -> None:
    person.set_password("a long one, and another")
    person.save(update_fields=["password"])


@pytest.mark.parametrize("happens", [leave, take_another_password])
async def test_who_left_or_took_another_password_is_out(
    cast: Cast, follow: Follow, happens: Callable[[Person], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_consumer, "CHECK_EVERY", 0.05)
    async with follow(cast.member) as screen:
        await screen.receive()

        await sync_to_async(happens)(cast.member)

        assert await screen.receive_close() == live_consumer.SIGNED_OUT


async def test_losing_access_closes_the_socket(cast: Cast, follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_consumer, "CHECK_EVERY", 0.05)
    async with follow(cast.member) as screen:
        await screen.receive()

        monkeypatch.setattr(live, "gather", lambda kind: ())

        assert await screen.receive_close() == live_consumer.NOT_YOURS


async def test_a_screen_that_fell_silent_is_forgotten(
    cast: Cast, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_consumer, "CHECK_EVERY", 0.05)
    monkeypatch.setattr(live_consumer, "FORGET_AFTER", 0.2)
    ghost = {"type": "live.here", "channel": "lost", "person": "0", "names": {"ja": "影さん", "en": "Ghost"}}
    async with follow(cast.member) as screen:
        await screen.receive()
        await live.get_channel_layer().group_send(live.group_of("room:1"), ghost)
        assert names_in(await screen.receive()) == {"影さん", "小野寺さん"}

        assert names_in(await screen.receive(3)) == {"小野寺さん"}


def test_a_broken_channel_layer_never_undoes_the_change(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class BrokenLayer:
        async def group_send(self, group: str, message: dict[str, Any]) -> None:
            raise ConnectionError

    monkeypatch.setattr(live, "get_channel_layer", BrokenLayer)

    live.announce("room:1", "agenda")


async def test_nobody_holds_more_screens_than_there_are_seats_for_one(
    cast: Cast, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_consumer, "seats", Seats(2, kind="live"))
    async with follow(cast.member) as first, follow(cast.manager):
        await first.receive()
        async with follow(cast.member), follow(cast.member) as third:
            assert await third.receive_close() == live_consumer.TOO_MANY

    async with follow(cast.member) as again:
        assert names_in(await again.receive())


async def test_a_screen_that_asks_without_end_is_not_answered_without_end(
    cast: Cast, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_consumer, "MOST_ASKED", 1)
    async with follow(cast.member) as screen:
        await screen.receive()
        await screen.send("?")
        await screen.send("?")

        assert await screen.receive() == {}
        assert await screen.receive_nothing()
