"""What lives as long as the server: the job threads, and the loop that sockets are reached from."""

import asyncio
from typing import Any

from django.conf import settings

from aizuchi.config.one_server import FolderTaken, hold_folder, let_folder_go
from aizuchi.kernel import live
from aizuchi.kernel.jobs.runner import JobRunner


class Lifespan:
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        runner = JobRunner(threads=settings.JOB_THREADS) if settings.JOB_THREADS else None
        await receive()
        try:
            hold_folder()
        except FolderTaken as error:
            message = f"Another server serves from {error}. With AIZUCHI_REDIS_URL several can."
            await send({"type": "lifespan.startup.failed", "message": message})
            return
        live.serve_from(asyncio.get_running_loop())
        if runner:
            runner.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        live.serve_from(None)
        if runner:
            await asyncio.to_thread(runner.stop)
        let_folder_go()
        await send({"type": "lifespan.shutdown.complete"})
