import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.people.events import ImportConfirmed
from aizuchi.people.models import StoredImport
from aizuchi.people.operations.stored_import import take_over


@task()
def take_over_import(import_id: str) -> None:
    """Nothing, if the file was forgotten in the meantime."""
    stored = StoredImport.objects.select_related("organization", "actor").filter(pk=uuid.UUID(import_id)).first()
    if stored:
        take_over(stored=stored, now=timezone.now())


def begin_import(event: ImportConfirmed) -> None:
    take_over_import.enqueue(str(event.import_id))
