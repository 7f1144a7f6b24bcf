import datetime
import uuid

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from aizuchi.feedback import mailbox
from aizuchi.feedback.models import AnswerWindow, Block
from aizuchi.feedback.operations.keys import ensure_key, ensure_keys_of_open_windows
from aizuchi.feedback.operations.run_release import run_release
from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.feedback.operations.units import keep_unit_results
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.people.models import Organization


@task(timeout=datetime.timedelta(hours=1))
def release_what_groups_said() -> None:
    """Every week."""
    run_release(now=timezone.now())


@task()
def settle_mailbox() -> None:
    """Every hour."""
    mailbox.settle()


@task(timeout=datetime.timedelta(minutes=30))
def make_window_keys() -> int:
    """Ahead of whoever comes to answer, so that nobody waits for it."""
    return ensure_keys_of_open_windows(now=timezone.now())


@task()
def make_window_key(window_id: str, mentor_id: str) -> None:
    """As soon as somebody may answer about a mentor."""
    window = AnswerWindow.objects.get(pk=uuid.UUID(window_id))
    if window.takes_answers_on(window.organization.today(timezone.now())):
        ensure_key(window_id=window.pk, mentor_id=uuid.UUID(mentor_id), now=timezone.now())


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
