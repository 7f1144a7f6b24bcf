import datetime
import uuid

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task

from aizuchi.feedback import mailbox
from aizuchi.feedback.models import Block
from aizuchi.feedback.operations.keys import ensure_keys_of_open_windows
from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.feedback.operations.tick import tick
from aizuchi.people.models import Organization


@task(timeout=datetime.timedelta(hours=1))  # type: ignore[call-overload]  # the backend's own patience
def release_what_groups_said() -> None:
    """Every week."""
    tick(now=timezone.now())


@task()
def settle_mailbox() -> None:
    """Every hour."""
    mailbox.settle()


@task(timeout=datetime.timedelta(minutes=30))  # type: ignore[call-overload]
def make_window_keys() -> int:
    """Ahead of whoever comes to answer, so that nobody waits for it."""
    return ensure_keys_of_open_windows(now=timezone.now())


@task()
def sum_up_all_strengths() -> None:
    """Every night; what a quarter's release enqueues at once is the same for one organization."""
    having = Exists(Block.objects.filter(organization=OuterRef("pk")))
    for organization in Organization.objects.filter(having):
        sum_up_strengths(organization=organization, now=timezone.now())


@task()
def sum_up_strengths_of(organization_id: str) -> None:
    organization = Organization.objects.get(pk=uuid.UUID(organization_id))
    sum_up_strengths(organization=organization, now=timezone.now())
