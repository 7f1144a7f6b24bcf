import datetime

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from aizuchi.kernel.jobs.models import Job

KEEP_DONE = datetime.timedelta(days=1)
KEEP_FAILED = datetime.timedelta(days=14)


@task()
def forget_finished_jobs() -> int:
    """Periodic jobs stay as long as the failed ones: their row is the proof that the period was served."""
    now = timezone.now()
    is_plain = Q(period__isnull=True, failed=False)
    old = Job.objects.filter(
        Q(is_plain, finished_at__lt=now - KEEP_DONE) | Q(finished_at__lt=now - KEEP_FAILED),
    )
    return old.delete()[0]
