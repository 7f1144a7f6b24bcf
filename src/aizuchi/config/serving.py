"""What this server is just doing, for `/readyz` and for systemd: starting, serving, or on its way out."""

import os
import socket
from dataclasses import dataclass
from enum import StrEnum

from aizuchi.kernel.jobs.process import JobProcess

FIRST_SOCKET = 3
"""systemd hands over what it listens on from this descriptor on."""


class Phase(StrEnum):
    STARTING = "starting"
    SERVING = "serving"
    DRAINING = "draining"


@dataclass
class Serving:
    phase: Phase = Phase.SERVING
    """Serving, too, where somebody else's server runs the application and tells us nothing."""
    jobs: JobProcess | None = None


serving = Serving()


def take_handed_over_sockets() -> list[socket.socket]:
    """What systemd (or whoever speaks its protocol) already listens on. Their number is told once, to this process."""
    if os.environ.pop("LISTEN_PID", "") != str(os.getpid()):
        return []
    count = int(os.environ.pop("LISTEN_FDS", "0"))
    os.environ.pop("LISTEN_FDNAMES", None)
    taken = [socket.socket(fileno=number) for number in range(FIRST_SOCKET, FIRST_SOCKET + count)]
    for one in taken:
        one.set_inheritable(False)  # else the process that does the jobs would keep it open
    return taken


def tell_systemd(state: str) -> None:
    """READY=1, STOPPING=1. Does nothing where nobody asked to be told."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        try:
            out.sendto(state.encode(), address.replace("@", "\0", 1) if address.startswith("@") else address)
        except OSError:
            return  # systemd then waits for its own time limit; that is no reason not to serve
