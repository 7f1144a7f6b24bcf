"""Real providers of others, as processes beside us: npm's oidc-provider and samlp."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aizuchi.calendars.tests.servers import free_port

SCRIPT = Path(__file__).with_name("peers.mjs")
NODE = shutil.which("node")
IS_THERE = bool(NODE) and (Path(__file__).parents[4] / "node_modules" / "oidc-provider").exists()


@contextlib.contextmanager
def running_peer(kind: str, port: int | None = None, **settings: Any) -> Iterator[str]:
    port = port or free_port()
    command = [str(NODE), "--no-deprecation", str(SCRIPT), kind, str(port), json.dumps(settings)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        greeting = []
        while "ready\n" not in greeting:  # it warns first
            greeting.append(process.stdout.readline())
            assert greeting[-1], greeting
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # what is called node may be a door to node
        process.communicate(timeout=10)
