from django.utils import timezone
from django_tasks import task

from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.single_sign_on.models import PendingSignIn, SeenOnce
from aizuchi.single_sign_on.operations.domains import list_proved, look_again


@task()
def forget_what_is_over() -> None:
    """Every hour: sign-ins nobody came back from, and what nobody would take a second time anyway."""
    now = timezone.now()
    PendingSignIn.objects.filter(ends_at__lt=now).delete()
    SeenOnce.objects.filter(ends_at__lt=now).delete()


@task()
def look_at_domains() -> None:
    """Every day: whether the records are still there by which mail domains were proved."""
    now, aside = timezone.now(), FailedItems()
    for_each(list_proved(), lambda claim_id: look_again(claim_id, now=now), aside=aside)
    aside.tell()
