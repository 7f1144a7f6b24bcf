import datetime

from django.utils import timezone
from django_tasks import task

from aizuchi.gateway.models import ConnectorChange, HeldChange, Misfit
from aizuchi.gateway.operations.scheduled_files import list_due_files, run_scheduled_file
from aizuchi.kernel.jobs.each import FailedItems, for_each

KEEP = datetime.timedelta(days=30)


@task()
def forget_old_changes() -> None:
    before = timezone.now() - KEEP
    ConnectorChange.objects.filter(at__lt=before).delete()
    HeldChange.objects.filter(at__lt=before).delete()
    Misfit.objects.filter(latest_at__lt=before).delete()


@task()
def fetch_due_files() -> None:
    """Each by itself: one that is slow or broken stops no other."""
    now, aside = timezone.now(), FailedItems()
    for_each(list_due_files(now=now), lambda one: run_scheduled_file(scheduled_id=one.pk, now=now), aside=aside)
    aside.tell()
