import datetime
import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.operations.exchange import exchange_replies
from aizuchi.anonymous_answers.operations.keys import ensure_key, ensure_keys_of_open_windows
from aizuchi.anonymous_answers.operations.release_window import release_closed
from aizuchi.anonymous_answers.operations.run_release import run_release


@task(timeout=datetime.timedelta(hours=1), is_untimed=True)
def release_what_groups_said() -> None:
    """Every week."""
    run_release(now=timezone.now())


@task(timeout=datetime.timedelta(hours=1), is_untimed=True)
def release_closed_windows() -> None:
    """Every day."""
    release_closed(now=timezone.now())


@task(timeout=datetime.timedelta(hours=1), is_untimed=True)
def exchange_written_replies() -> None:
    """Every week."""
    exchange_replies(now=timezone.now())
    make_window_keys.enqueue()


@task(is_untimed=True)
def settle_mailbox() -> None:
    """Every hour."""
    mailbox.settle()


@task(timeout=datetime.timedelta(minutes=30))
def make_window_keys() -> int:
    """Ahead of whoever comes to answer, so that nobody waits for it."""
    return ensure_keys_of_open_windows(now=timezone.now())


@task()
def make_window_key(window_id: str, subject_id: str) -> None:
    """As soon as somebody may answer about a person."""
    window = AnswerWindow.objects.get(pk=uuid.UUID(window_id))
    if window.takes_answers_on(window.organization.today(timezone.now())):
        ensure_key(window_id=window.pk, subject_id=uuid.UUID(subject_id), now=timezone.now())
