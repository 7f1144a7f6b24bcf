"""Two real nodes on one database, joined by a Redis of our own that comes and goes."""

import shutil
import subprocess

import pytest

from aizuchi.notes.tests.redis import Redis
from aizuchi.notes.tests.server import Server, Stage
from aizuchi.notes.tests.yclient import YClient

pytestmark = [
    pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed"),
    pytest.mark.own_server,
]


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    redis = Redis(str(tmp_path_factory.mktemp("redis")))
    redis.start()
    yield redis
    redis.stop()


@pytest.fixture(scope="module")
def nodes(redis, staged):
    first, stage = staged
    first.options["AIZUCHI_REDIS_URL"] = f"redis://127.0.0.1:{redis.port}/0"
    second = Server(first.home, options=first.options)
    first.start()
    second.start()
    yield first, second, stage
    first.stop()
    second.stop()


@pytest.fixture
def here(nodes) -> Server:
    return nodes[0]


@pytest.fixture
def there(nodes) -> Server:
    return nodes[1]


@pytest.fixture
def stage(nodes) -> Stage:
    return nodes[2]


async def test_two_on_different_nodes_see_each_others_words(here, there, stage):
    note = stage.fresh()
    async with (
        YClient(here, stage.sessions["member"], note).connected() as member,
        YClient(there, stage.sessions["manager"], note).connected() as manager,
    ):
        await member.synced()
        await manager.synced()
        for number in range(10):
            await member.write(f"あ{number}")
            await manager.write(f"も{number}")

        both = {f"{sign}{number}" for sign in "あも" for number in range(10)}
        await member.until(lambda: set(member.lines) == both)
        await manager.until(lambda: set(manager.lines) == both)
        assert member.lines == manager.lines
        await member.all_stored()
        await manager.until(lambda: manager.authors.get(str(member.doc.client_id)) == stage.people["member"])


async def test_they_see_each_other_come_and_go(here, there, stage):
    note = stage.fresh()
    async with YClient(there, stage.sessions["manager"], note).connected() as manager:
        async with YClient(here, stage.sessions["member"], note).connected() as member:
            me = member.doc.client_id
            await member.show({"cursor": 1})
            await manager.until(lambda: manager.seen.get(me) == b'{"cursor": 1}')
        await manager.until(lambda: manager.seen.get(me) == b"null")


async def test_who_comes_later_learns_who_is_on_the_other_node(here, there, stage):
    note = stage.fresh()
    async with YClient(here, stage.sessions["member"], note).connected() as member:
        await member.synced()
        await member.show({"cursor": 1})
        async with YClient(there, stage.sessions["manager"], note).connected() as manager:
            await manager.until(lambda: member.doc.client_id in manager.seen)


async def test_after_redis_was_away_they_converge_without_a_reload(here, there, stage, redis):
    await live_through_an_outage(here, there, stage, redis)


async def live_through_an_outage(here: Server, there: Server, stage: Stage, redis: Redis) -> None:
    note = stage.fresh()
    async with (
        YClient(here, stage.sessions["member"], note).connected() as member,
        YClient(there, stage.sessions["manager"], note).connected() as manager,
    ):
        await member.synced()
        await manager.synced()
        await member.write("まえ")
        await manager.until(lambda: manager.lines == ["まえ"])
        redis.stop()
        await member.write("あいだ（こちら）")
        await manager.write("あいだ（むこう）")
        await member.all_stored()
        await manager.all_stored()
        redis.start()

        await member.until(lambda: len(member.lines) == 3, timeout=15)
        await manager.until(lambda: len(manager.lines) == 3, timeout=15)
        await manager.write("あと")
        await member.until(lambda: "あと" in member.lines)
        await manager.until(lambda: manager.lines == member.lines)


async def test_a_note_opens_while_redis_is_away(here, stage, redis):
    note = stage.fresh()
    redis.stop()
    try:
        async with YClient(here, stage.sessions["member"], note).connected() as member:
            await member.synced()
            await member.write("それでも書ける")
            await member.all_stored()
    finally:
        redis.start()


async def test_redis_never_sees_the_words(here, there, stage, redis):
    note = stage.fresh()
    listener = subprocess.Popen(
        ["redis-cli", "-p", str(redis.port), "psubscribe", "*"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    async with (
        YClient(here, stage.sessions["member"], note).connected() as member,
        YClient(there, stage.sessions["manager"], note).connected() as manager,
    ):
        await member.synced()
        await manager.synced()
        await member.write("honeysuckle")
        await manager.until(lambda: manager.lines == ["honeysuckle"])
    listener.terminate()
    heard, _ = listener.communicate(timeout=10)

    assert b"aizuchi:notes:" in heard
    assert b"honeysuckle" not in heard
