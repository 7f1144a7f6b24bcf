from django.utils import timezone
from django_tasks import task

from aizuchi.single_sign_on.models import PendingSignIn, SeenOnce


@task()
def forget_what_is_over() -> None:
    """Every hour: sign-ins nobody came back from, and what nobody would take a second time anyway."""
    now = timezone.now()
    PendingSignIn.objects.filter(ends_at__lt=now).delete()
    SeenOnce.objects.filter(ends_at__lt=now).delete()
