"""A node of its own: runs jobs until it is told to stop, or killed."""

import datetime
import signal
import sys

import django

django.setup()

from aizuchi.kernel.jobs import schedule  # noqa: E402
from aizuchi.kernel.jobs.runner import JobRunner  # noqa: E402
from aizuchi.kernel.jobs.schedule import Every  # noqa: E402
from aizuchi.kernel.jobs.tests.tasks import count_period  # noqa: E402

if __name__ == "__main__":
    # Not those of the product, which would keep its two threads busy.
    own = (Every(datetime.timedelta(days=1), count_period),) if "--periodic" in sys.argv else ()
    schedule.gather = lambda kind: own
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    runner = JobRunner(threads=2)
    runner.start()
    signal.sigwait([signal.SIGTERM])
    runner.stop(grace=1)
