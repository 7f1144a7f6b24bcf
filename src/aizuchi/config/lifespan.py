"""What lives as long as the server: the process that does its jobs, and the loop that sockets are reached from."""

import asyncio
import gc
import sys
from typing import Any

from django.conf import settings

from aizuchi.config.environment import environment
from aizuchi.config.metrics import listen_for_metrics
from aizuchi.config.one_server import FolderTaken, hold_folder, let_folder_go
from aizuchi.config.serving import Phase, serving, tell_systemd
from aizuchi.kernel import live
from aizuchi.kernel.jobs.process import JobProcess
from aizuchi.kernel.write_behind import Writer


class Lifespan:
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        jobs = JobProcess([sys.executable, "-m", "aizuchi.config.job_process"]) if settings.JOB_THREADS else None
        writer = Writer()
        await receive()
        serving.phase = Phase.STARTING
        try:
            hold_folder()
        except FolderTaken as error:
            message = f"Another server serves from {error}. With AIZUCHI_REDIS_URL several can."
            await send({"type": "lifespan.startup.failed", "message": message})
            return
        live.serve_from(asyncio.get_running_loop())
        _settle_in()
        writer.start()
        if jobs:
            jobs.start()
        listen_for_metrics(environment().metrics_listen)
        serving.jobs, serving.phase = jobs, Phase.SERVING
        await send({"type": "lifespan.startup.complete"})
        tell_systemd("READY=1")
        await receive()
        serving.phase = Phase.DRAINING
        await asyncio.to_thread(writer.stop)
        if jobs:
            await asyncio.to_thread(jobs.stop)
        live.serve_from(None)
        let_folder_go()
        await send({"type": "lifespan.shutdown.complete"})


_TURN_SECONDS = 0.0005
_NEW_OBJECTS, _NEW_SEARCHES = 5_000, 5


def _settle_in() -> None:
    """Keystrokes are answered on one thread while others work beside it: nothing may keep it waiting for long."""
    sys.setswitchinterval(_TURN_SECONDS)
    gc.collect()
    gc.freeze()
    # With some hundred objects for each socket, looking through all of them takes tenths of a second. What comes and
    # goes with keystrokes and pages is gone long before so many are new; and where many stay, because many open notes,
    # a search through these takes some three milliseconds, and one through five times as many ten.
    gc.set_threshold(_NEW_OBJECTS, _NEW_SEARCHES, 10)
