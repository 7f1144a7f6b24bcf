"""Rotation as it happens: by command, in another process, while the server serves."""

import subprocess
import sys

from aizuchi.notes.tests.server import ROOT
from aizuchi.notes.tests.yclient import YClient


async def test_keys_are_rotated_while_two_are_writing(server, stage):
    note = stage.fresh()
    async with YClient(server, stage.sessions["member"], note).connected() as member:
        await member.synced()
        await member.write("まえ")
        await member.all_stored()
        before = (server.home / "note_keys").read_text()
        rotate(server)
        await member.write("あと")
        await member.all_stored()
        assert (server.home / "note_keys").read_text() != before

    assert await server.run_async("read", note) == "まえ\nあと"


def rotate(server) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aizuchi.config.cli", "keys", "rotate"],
        cwd=ROOT,
        env=server.environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
