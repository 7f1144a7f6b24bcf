import uuid

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from aizuchi.anonymous_answers.tasks import (
    make_window_key,
    make_window_keys,
    release_what_groups_said,
    settle_mailbox,
)
from aizuchi.feedback.models import Block
from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.feedback.operations.units import keep_unit_results
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.people.models import Organization

# Jobs that an earlier version enqueued are looked for here.
MOVED = (make_window_key, make_window_keys, release_what_groups_said, settle_mailbox)


@task()
def sum_up_all_feedback() -> None:
    """Every night; what a quarter's release enqueues at once is the same for one organization."""
    having = Exists(Block.objects.filter(organization=OuterRef("pk")))
    aside = FailedItems()
    for_each(Organization.objects.filter(having), _sum_up, aside=aside)
    aside.tell()


@task()
def sum_up_feedback_of(organization_id: str) -> None:
    _sum_up(Organization.objects.get(pk=uuid.UUID(organization_id)))


def _sum_up(organization: Organization) -> None:
    """For the mentors, and for HR whatever quarter is not kept yet."""
    sum_up_strengths(organization=organization, now=timezone.now())
    quarters = Block.objects.filter(organization=organization).order_by("quarter_on")
    for quarter_on in quarters.values_list("quarter_on", flat=True).distinct():
        keep_unit_results(organization=organization, quarter_on=quarter_on)
