from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import open_and_close_due_pairs
from aizuchi.people.models import Organization


@task()
def open_and_close_all_due_pairs() -> None:
    """Midnight comes at another hour for each organization, so this looks often and mostly finds nothing."""
    now, aside = timezone.now(), FailedItems()
    having = Organization.objects.filter(Exists(Pair.objects.filter(organization=OuterRef("pk"))))
    for_each(having, lambda one: open_and_close_due_pairs(organization=one, actor=None, now=now), aside=aside)
    aside.tell()
