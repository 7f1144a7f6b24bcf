"""Started by the server, and only by it: does the jobs in a process of its own. See `kernel/jobs/process.py`."""

import os
import signal
import threading

from aizuchi.config.loading import set_up_django


def main() -> None:
    # Both reach the whole group when somebody stops the server, who then says itself when to end.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")
    set_up_django()
    from aizuchi.kernel.jobs.process import serve_the_server

    serve_the_server(_do_jobs)


def _do_jobs(told_to_stop: threading.Event) -> None:
    from django.conf import settings

    from aizuchi.config.watching import start_watching
    from aizuchi.kernel.jobs.runner import JobRunner

    start_watching()  # what would fail here has failed in the server already

    runner = JobRunner(threads=settings.JOB_THREADS)
    runner.start()
    told_to_stop.wait()
    runner.stop()


if __name__ == "__main__":
    main()
