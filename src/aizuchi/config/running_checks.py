"""What is wrong with an installation that runs: late jobs, clocks apart, no backup, several machines without Redis."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.config.latest_backup import read_latest_backup
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.queue import read_clock
from aizuchi.kernel.jobs.readings import list_late
from aizuchi.kernel.problems import Problem, oneself
from aizuchi.notifications.mail_queue import is_mail_late
from aizuchi.people.models import Organization

MOST_APART = datetime.timedelta(seconds=2)
BACKUP_DAYS = 7
LATELY = datetime.timedelta(days=1)


def find_problems() -> Iterator[Problem]:
    now = timezone.now()
    yield from _check_clock(now)
    yield from _check_jobs(now)
    yield from _check_redis_is_there(now)
    yield from _check_backup(now)


def _check_clock(now: datetime.datetime) -> Iterator[Problem]:
    """Only where the database has a clock of its own."""
    apart = abs(read_clock() - now)
    if connection.vendor == "postgresql" and apart > MOST_APART:
        yield Problem(
            what=_("This machine's clock and the database's are %(seconds)d seconds apart.")
            % {"seconds": apart.total_seconds()},
            mend=_("Let both keep their time by NTP: apt install systemd-timesyncd"),
        )


def _check_jobs(now: datetime.datetime) -> Iterator[Problem]:
    late = list_late(now=now).count()
    if late:
        yield Problem(
            what=ngettext("%(count)d job is late.", "%(count)d jobs are late.", late) % {"count": late},
            mend=_("Look whether the server or `aizuchi worker` runs, and at the operator's page of jobs."),
        )
    given_up = Job.objects.filter(failed=True, finished_at__gt=now - LATELY).count()
    if given_up:
        yield oneself(
            what=ngettext(
                "%(count)d job was given up since yesterday.", "%(count)d jobs were given up since yesterday.", given_up
            )
            % {"count": given_up},
            mend=_("The operator's page of jobs says where they broke, and can try them again."),
        )
    if is_mail_late(now=now):
        yield oneself(
            what=_("Mails have been waiting for more than a quarter of an hour."),
            mend=_("Look whether the mail server takes them: the operator's page of jobs says what it answered."),
        )


def _check_redis_is_there(now: datetime.datetime) -> Iterator[Problem]:
    if settings.NOTES_REDIS_URL:
        return
    workers = Job.objects.filter(started_at__gt=now - LATELY).exclude(worker="").values_list("worker", flat=True)
    machines = {worker.partition(":")[0] for worker in workers.distinct()}
    mend = _("Name a Redis or Valkey in AIZUCHI_REDIS_URL that all of them reach.")
    if len(machines) > 1:
        yield Problem(
            what=_("Several machines do jobs (%(machines)s), and nothing joins them: screens miss what the others did.")
            % {"machines": ", ".join(sorted(machines))},
            mend=mend,
        )
    elif not settings.JOB_THREADS:
        yield oneself(
            what=_("Jobs are done apart, and without Redis open screens show what they did only when opened again."),
            mend=mend,
        )


def _check_backup(now: datetime.datetime) -> Iterator[Problem]:
    """Nobody is told in the first days, nor in a demo."""
    began = Organization.objects.filter(is_demo=False).aggregate(first=Min("created_at"))["first"]
    if settings.DEMO or began is None or now - began < datetime.timedelta(days=BACKUP_DAYS):
        return
    latest = read_latest_backup()
    days = (now - (latest or began)).days
    if days >= BACKUP_DAYS:
        yield Problem(
            what=ngettext("The latest backup is %(days)d day old.", "The latest backup is %(days)d days old.", days)
            % {"days": days}
            if latest
            else _("There has been no backup by `aizuchi backup` yet."),
            mend=_("Let a timer make one every night: docs/operating/backup.md."),
            is_serious=False,
        )
