from django.utils import timezone
from django_tasks import task

from aizuchi.notes import compaction


@task()
def compact_notes() -> int:
    return compaction.compact_notes(now=timezone.now())
