from django.utils import timezone
from django_tasks import task

from aizuchi.kernel.files.orphans import remove_orphans
from aizuchi.kernel.jobs.each import FailedItems


@task()
def remove_orphaned_files() -> int:
    aside = FailedItems()
    count = remove_orphans(now=timezone.now(), aside=aside)
    aside.tell()
    return count
