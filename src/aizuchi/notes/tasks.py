import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.notes import compaction, retention
from aizuchi.notes.sync.outside import forget_old_writes


@task()
def compact_notes() -> int:
    try:
        return compaction.compact_notes(now=timezone.now())
    finally:
        forget_old_writes(now=timezone.now())


@task()
def compact_note(document_id: str) -> bool:
    return compaction.compact_note(uuid.UUID(document_id), now=timezone.now(), settled=compaction.settled_after())


@task()
def destroy_old_notes() -> int:
    return retention.destroy_due(now=timezone.now())
