"""Hostile frames into live notes of a real server: is it up, what was refused, were others served?

python -m bench.hostile.frames [--mutated 1000]
"""

import argparse
import asyncio
import os
import random
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import django
from websockets.exceptions import ConnectionClosed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")
os.environ.setdefault("AIZUCHI_HOME", tempfile.mkdtemp(prefix="aizuchi-hostile-"))
django.setup()  # the frames come from the tests, which stand on the models

from aizuchi.notes.sync.protocol import Sync, sync_frame  # noqa: E402
from aizuchi.notes.tests.server import Server, Stage, set_stage  # noqa: E402
from aizuchi.notes.tests.test_bad_input import UPDATE  # noqa: E402
from aizuchi.notes.tests.test_walker import HOSTILE  # noqa: E402
from aizuchi.notes.tests.yclient import YClient  # noqa: E402

FRAMES = {name: sync_frame(Sync.UPDATE, update) for name, update in HOSTILE.items()} | {
    "a state of a billion clients": b"\x00\x00\x05\x80\x94\xeb\xdc\x03",
    "presence that is no JSON": b"\x01\x06\x01\x05\x01\x02\x5b\x5b",
    "no frame": b"\xff" * 100,
}


async def main(mutated: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server, stage = set_stage(Path(folder) / "home")
        server.start()
        try:
            for name, frame in FRAMES.items():
                print(f"{name}: {await send(server, stage, stage.shared[0], 'member', frame)}", flush=True)
            told = await asyncio.gather(*(mutate(server, stage, name, mutated) for name in ("member", "manager")))
            print(f"mutated updates of two: {dict(sum(told, Counter()))}")
            print(f"others served: {await is_served(server, stage)}")
            print(f"up: {server.process is not None and server.process.poll() is None}")
        finally:
            server.stop()


async def mutate(server: Server, stage: Stage, name: str, count: int) -> Counter[str]:
    dice, told = random.Random(name), Counter[str]()
    for _ in range(count):
        damaged = bytearray(UPDATE)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        told[await send(server, stage, stage.shared[1], name, sync_frame(Sync.UPDATE, bytes(damaged)))] += 1
    return told


async def send(server: Server, stage: Stage, note: str, name: str, frame: bytes) -> str:
    """A connection of its own for each, as it ends with what is refused."""
    client = YClient(server, stage.sessions[name], note)
    with suppress(ConnectionClosed):
        async with client.connected():
            await client.synced()
            client.sent += 1
            await client.say(frame)
            with suppress(TimeoutError):
                await client.until(lambda: client.close_code or client.stored == client.sent, timeout=5)
    return f"closed with {client.close_code}" if client.close_code else "taken" if client.stored else "waits"


async def is_served(server: Server, stage: Stage) -> bool:
    client = YClient(server, stage.sessions["manager"], stage.shared[2])
    async with client.connected():
        await client.synced()
        await client.write("ほかの人のメモ")
        await client.all_stored()
    return True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutated", type=int, default=1000)
    asyncio.run(main(parser.parse_args().mutated))
