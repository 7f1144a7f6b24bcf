"""The hardest of the promises once more with servers on PostgreSQL; runs where the tests themselves do."""

import os
import shutil
from collections.abc import Iterator

import pytest
from tests.installations import copy_of

from aizuchi.notes.tests.redis import Redis
from aizuchi.notes.tests.server import Server, Stage, set_stage
from aizuchi.notes.tests.test_durability import live_through_kills
from aizuchi.notes.tests.test_nodes import live_through_an_outage
from aizuchi.notes.tests.yclient import YClient

ROUNDS = int(os.environ.get("AIZUCHI_KILL_ROUNDS", "1"))

pytestmark = [
    pytest.mark.database,
    pytest.mark.skipif(
        not os.environ.get("AIZUCHI_DATABASE_URL"),
        reason="not on PostgreSQL: python scripts/services.py python -m pytest",
    ),
]


@pytest.fixture(scope="module")
def on_postgres(_migrated_template, tmp_path_factory) -> Iterator[tuple[Server, Stage]]:
    with copy_of(_migrated_template, tmp_path_factory.mktemp("postgres") / "home") as copy:
        yield set_stage(copy.home, AIZUCHI_DATABASE_URL=copy.database_url)


async def test_nothing_called_stored_is_lost_when_the_server_is_killed(on_postgres):
    await live_through_kills(*on_postgres, rounds=ROUNDS)


@pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed")
async def test_two_nodes_converge_after_redis_was_away_and_destroyed_words_are_gone(on_postgres, tmp_path):
    here, stage = on_postgres
    redis = Redis(str(tmp_path))
    redis.start()
    here.options["AIZUCHI_REDIS_URL"] = f"redis://127.0.0.1:{redis.port}/0"
    there = Server(here.home, options=here.options)
    try:
        here.start()
        there.start()
        await live_through_an_outage(here, there, stage, redis)
        await _see_it_destroyed(there, stage)
    finally:
        here.stop()
        there.stop()
        redis.stop()


async def _see_it_destroyed(server: Server, stage: Stage) -> None:
    note = stage.fresh()
    async with YClient(server, stage.sessions["member"], note).connected() as member:
        await member.synced()
        await member.write("すいかずら")
        await member.all_stored()
        await server.run_async("close", note)
        assert int(await server.run_async("destroy")) >= 1
        await member.until(lambda: member.close_code, timeout=3)
        assert member.close_code == 4410
