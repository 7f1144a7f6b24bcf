import datetime
import uuid

from django.utils import timezone
from django_tasks import TaskContext, task

from aizuchi.people.events import ImportConfirmed
from aizuchi.people.models import Organization, StoredImport
from aizuchi.people.operations.stored_import import take_over, tidy_imports
from aizuchi.people.operations.units import rename_due_units

TRIES = 3


@task(takes_context=True, attempts=TRIES, timeout=datetime.timedelta(minutes=30))
def take_over_import(context: TaskContext, import_id: str) -> None:
    """Nothing, if the file was forgotten in the meantime."""
    stored = StoredImport.objects.select_related("organization", "actor").filter(pk=uuid.UUID(import_id)).first()
    if stored:
        take_over(stored=stored, now=timezone.now(), is_last_try=context.attempt >= TRIES)


def begin_import(event: ImportConfirmed) -> None:
    take_over_import.enqueue(str(event.import_id))


@task()
def forget_imports() -> None:
    tidy_imports(now=timezone.now())


@task()
def rename_units() -> None:
    """Names that were planned hold from their day on."""
    now = timezone.now()
    planned = Organization.objects.filter(units__planned_names__starts_on__lte=now + datetime.timedelta(days=1))
    for organization in planned.distinct():
        rename_due_units(organization=organization, now=now)
