import signal

from django.utils.translation import gettext as _

from aizuchi.config.commands.migrate import require_up_to_date
from aizuchi.config.commands.terminal import CommandFailed, say
from aizuchi.config.environment import environment
from aizuchi.config.metrics import listen_for_metrics
from aizuchi.config.one_server import FolderTaken, join_workers
from aizuchi.config.serving import tell_systemd
from aizuchi.config.watching import start_watching
from aizuchi.kernel.jobs.runner import JobRunner


def run(*, threads: int) -> int:
    start_watching()
    require_up_to_date()
    _join()
    told_to_stop = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, told_to_stop)  # before the threads start: they inherit it
    runner = JobRunner(threads=threads)
    runner.start()
    listen_for_metrics(environment().worker_metrics_listen)
    say(_("Doing jobs with %(threads)s threads. Ctrl+C stops.") % {"threads": threads})
    tell_systemd("READY=1")
    signal.sigwait(told_to_stop)
    tell_systemd("STOPPING=1")
    runner.stop()
    return 0


def _join() -> None:
    try:
        join_workers()
    except FolderTaken as error:
        raise CommandFailed(_("The database is being upgraded or restored. Start again when that is done.")) from error
