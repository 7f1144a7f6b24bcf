from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import turn_over_pairs
from aizuchi.people.models import Organization


@task()
def turn_over_all_pairs() -> None:
    """Midnight comes at another hour for each organization, so this looks often and mostly finds nothing."""
    now = timezone.now()
    for organization in Organization.objects.filter(Exists(Pair.objects.filter(organization=OuterRef("pk")))):
        turn_over_pairs(organization=organization, actor=None, now=now)
