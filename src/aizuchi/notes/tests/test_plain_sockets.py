"""Live notes come to the same with our own WebSocket and with uvicorn's, which other ASGI servers are like."""

import contextlib
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed

from aizuchi.notes.sync.protocol import Sync, sync_frame
from aizuchi.notes.tests.server import Server, Stage
from aizuchi.notes.tests.yclient import YClient


@pytest.fixture(scope="module", params=["our own", "uvicorn's"])
def server(staged: tuple[Server, Stage], request: pytest.FixtureRequest) -> Iterator[Server]:
    server, _ = staged
    server.has_plain_sockets = request.param == "uvicorn's"
    server.start()
    yield server
    server.stop()


async def test_two_write_a_third_may_not_and_what_is_too_large_is_refused(server: Server, stage: Stage) -> None:
    note = stage.fresh()
    async with (
        YClient(server, stage.sessions["member"], note).connected() as member,
        YClient(server, stage.sessions["manager"], note).connected() as manager,
    ):
        await member.synced()
        await manager.synced()
        await member.write("道を並べてみる")
        await manager.until(lambda: manager.lines == ["道を並べてみる"])
        await manager.write("長" * 100_000)
        await member.until(lambda: [len(line) for line in member.lines] == [7, 100_000])
        await member.all_stored()
        await manager.all_stored()

        with contextlib.suppress(ConnectionClosed):
            await member.say(sync_frame(Sync.UPDATE, b"x" * (5 * 1024 * 1024)))
        await member.until(lambda: member.close_code)
        await manager.write("まだ書ける")
        await manager.all_stored()

        assert member.close_code == 1009

    assert (await server.run_async("read", note)).endswith("まだ書ける")


async def test_who_is_not_of_the_circle_is_turned_away(server: Server, stage: Stage) -> None:
    async with YClient(server, stage.sessions["stranger"], stage.fresh()).connected() as stranger:
        await stranger.until(lambda: stranger.close_code)

        assert not stranger.lines
