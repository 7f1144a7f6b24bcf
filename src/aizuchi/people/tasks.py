import datetime
import logging
import uuid

from django.utils import timezone
from django_tasks import TaskContext, task

from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.people.events import ImportConfirmed
from aizuchi.people.models import AddressChange, Organization, StoredImport
from aizuchi.people.operations.address import forget_unanswered, let_hold_by_itself, list_due_changes
from aizuchi.people.operations.stored_import import take_over, tidy_imports
from aizuchi.people.operations.taken import PersonExists
from aizuchi.people.operations.units import rename_due_units

TRIES = 3
logger = logging.getLogger(__name__)


@task(takes_context=True, attempts=TRIES, timeout=datetime.timedelta(minutes=30))
def take_over_import(context: TaskContext, import_id: str) -> None:
    """Nothing, if the file was forgotten in the meantime."""
    stored = StoredImport.objects.select_related("organization", "actor").filter(pk=uuid.UUID(import_id)).first()
    if stored:
        take_over(stored=stored, now=timezone.now(), is_last_try=context.attempt >= TRIES)


@task()
def settle_address_changes() -> None:
    """Every hour: what had its time holds, what nobody answered is forgotten. Each change by itself."""
    now, aside = timezone.now(), FailedItems()

    def let_hold(change: AddressChange) -> None:
        try:
            let_hold_by_itself(change_id=change.pk, now=now)
        except (PersonExists, AddressChange.DoesNotExist):
            logger.warning("a change of address could not take effect: the address belongs to somebody else")

    for_each(list_due_changes(now=now), let_hold, aside=aside)
    forget_unanswered(now=now)
    aside.tell()


def begin_import(event: ImportConfirmed) -> None:
    take_over_import.enqueue(str(event.import_id))


@task()
def forget_imports() -> None:
    tidy_imports(now=timezone.now())


@task()
def rename_units() -> None:
    """Names that were planned hold from their day on."""
    now, aside = timezone.now(), FailedItems()
    planned = Organization.objects.filter(units__planned_names__starts_on__lte=now + datetime.timedelta(days=1))
    for_each(planned.distinct(), lambda one: rename_due_units(organization_id=one.pk, now=now), aside=aside)
    aside.tell()
