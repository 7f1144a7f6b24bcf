"""uvicorn, ending so that nobody who already knocked is left outside."""

import asyncio
import signal
import socket
from types import FrameType

import uvicorn

from aizuchi.config.serving import Phase, serving, tell_systemd

LAST_LOOK_SECONDS = 0.3
"""Between no longer accepting and closing what is silent: a connection accepted just now still says what it wants."""


class DrainingServer(uvicorn.Server):
    """Told to stop, it answers `/readyz` with 503 for a while, so that a load balancer sends new people elsewhere."""

    def __init__(self, config: uvicorn.Config, *, drain_seconds: float) -> None:
        super().__init__(config)
        self._drain_seconds = drain_seconds
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl+C, and whoever says it twice, does not wait."""
        is_patient = sig == signal.SIGTERM and self._drain_seconds and serving.phase is Phase.SERVING
        serving.phase = Phase.DRAINING
        tell_systemd("STOPPING=1")
        if not (is_patient and self._loop):
            super().handle_exit(sig, frame)
            return
        self._captured_signals.append(sig)
        self._loop.call_soon_threadsafe(self._loop.call_later, self._drain_seconds, self._stop)

    def _stop(self) -> None:
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        serving.phase = Phase.DRAINING
        for server in self.servers:
            server.close()
        await asyncio.sleep(LAST_LOOK_SECONDS)
        await super().shutdown(sockets)
