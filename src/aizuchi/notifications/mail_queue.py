"""How mails fare on their way out, in numbers: for whoever watches the machine."""

import datetime

from aizuchi.kernel.jobs.models import Job, JobQuerySet
from aizuchi.kernel.metrics import Reading
from aizuchi.notifications import tasks
from aizuchi.notifications.models import Channel, Delivery, DeliveryQuerySet

LATE_AFTER = datetime.timedelta(minutes=15)
"""Longer than a mail server that asks to be tried again a little later, as many do with strangers."""

ONE_MAIL_EACH = [
    task.module_path
    for task in (
        tasks.deliver_message,
        tasks.deliver_invitation,
        tasks.deliver_password_link,
        tasks.deliver_address_change,
        tasks.deliver_address_changed,
    )
]


def count_waiting_mails() -> int:
    return _list_jobs().count() + _list_notices().count()


def is_mail_late(*, now: datetime.datetime) -> bool:
    since = now - LATE_AFTER
    late_jobs, late_notices = (
        _list_jobs().filter(enqueued_at__lt=since),
        _list_notices().filter(notice__handed_out_at__lt=since),
    )
    return late_jobs.exists() or late_notices.exists()


def _list_jobs() -> JobQuerySet:
    return Job.objects.unfinished().filter(task__in=ONE_MAIL_EACH)


def _list_notices() -> DeliveryQuerySet:
    return Delivery.objects.undelivered().filter(channel=Channel.MAIL)


READINGS = (
    Reading("aizuchi_mails_waiting", "Mails that are still to be sent.", lambda: [((), count_waiting_mails())]),
)
