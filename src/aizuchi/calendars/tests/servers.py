"""A CalDAV server of its own for tests: Radicale, as a process beside us."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2

CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[logging]
level = critical
"""


@dataclass
class Radicale:
    url: str

    def client(self, name: str) -> httpx2.Client:
        """What the person does in their own calendar program."""
        return httpx2.Client(base_url=self.url, auth=(name, "pw"), timeout=20)

    def make_calendar(self, name: str, calendar: str = "work") -> str:
        path = f"/{name}/{calendar}/"
        body = (
            '<c:mkcalendar xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:set><d:prop>'
            f"<d:displayname>{calendar}</d:displayname></d:prop></d:set></c:mkcalendar>"
        )
        with self.client(name) as client:
            client.request("MKCALENDAR", path, content=body).raise_for_status()
        return self.url + path


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running_radicale(folder: Path, *users: str) -> Iterator[Radicale]:
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text("".join(f"{user}:pw\n" for user in users))
    (folder / "config").write_text(CONFIG.format(port=port, folder=folder))
    process = subprocess.Popen([sys.executable, "-m", "radicale", "--config", str(folder / "config")])
    try:
        _wait_for(port, process)
        yield Radicale(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("Radicale does not start")
