"""What was called stored is still there after the power went, every time.

Hundreds of times by hand: AIZUCHI_KILL_ROUNDS=200 python -m pytest src/aizuchi/notes/tests/test_durability.py
"""

import asyncio
import os
import random

from websockets.exceptions import ConnectionClosed

from aizuchi.notes.tests.server import Server, Stage
from aizuchi.notes.tests.yclient import YClient

ROUNDS = int(os.environ.get("AIZUCHI_KILL_ROUNDS", "2"))
SEED = int(os.environ.get("AIZUCHI_KILL_SEED", "20261120"))
ROUNDS_PER_NOTE = 20


class Typist:
    """Types lines until the connection breaks, and remembers which of them the server called stored."""

    def __init__(self, client: YClient, name: str) -> None:
        self.client, self.name = client, name
        self.count = 0
        self.promised: set[str] = set()

    async def type_until_it_breaks(self, dice: random.Random) -> None:
        typed: list[tuple[int, str]] = []
        waiting = self.name_lines_not_promised()
        try:
            async with self.client.connected():
                await self.client.synced()
                typed += [(self.client.sent, line) for line in waiting]
                while self.client.close_code is None:
                    self.count += 1
                    line = f"{self.name}{self.count}"
                    await self.client.write(line)
                    typed.append((self.client.sent, line))
                    await asyncio.sleep(dice.uniform(0, 0.02))
        except (ConnectionClosed, OSError, TimeoutError):
            pass
        self.promised |= {line for number, line in typed if number <= self.client.stored}

    def name_lines_not_promised(self) -> list[str]:
        return [f"{self.name}{n}" for n in range(1, self.count + 1) if f"{self.name}{n}" not in self.promised]


async def test_nothing_called_stored_is_lost_when_the_server_is_killed(staged):
    await live_through_kills(*staged, rounds=ROUNDS)


async def live_through_kills(server: Server, stage: Stage, *, rounds: int) -> None:
    """Two type while the server is killed again and again; every so often they begin a new note."""
    dice, killed = random.Random(SEED), 0
    while killed < rounds:
        killed += await _sit_down(server, stage.fresh(), stage, dice, min(rounds - killed, ROUNDS_PER_NOTE))


async def _sit_down(server: Server, note: str, stage: Stage, dice: random.Random, rounds: int) -> int:
    typists = [Typist(YClient(server, stage.sessions[name], note), name) for name in ("member", "manager")]
    for number in range(1, rounds + 1):
        server.start()
        typing = [asyncio.create_task(typist.type_until_it_breaks(dice)) for typist in typists]
        await asyncio.sleep(dice.uniform(0.3, 1.2))
        server.kill()
        await asyncio.gather(*typing)
        if number % 4 and number < rounds:
            continue  # what was promised stays promised, so looking now and then misses nothing
        on_disk = set((await server.run_async("read", note)).splitlines())
        for typist in typists:
            assert typist.promised
            assert typist.promised <= on_disk
    server.start()
    await _converge(typists)
    server.stop()
    return rounds


async def _converge(typists: list[Typist]) -> None:
    """Everybody comes back with what they had typed meanwhile, and all hold the same document."""
    first, second = (typist.client for typist in typists)
    everything = {f"{typist.name}{n}" for typist in typists for n in range(1, typist.count + 1)}
    async with first.connected(), second.connected():
        await first.until(lambda: set(first.lines) == everything)
        await second.until(lambda: set(second.lines) == everything)
        assert first.lines == second.lines
