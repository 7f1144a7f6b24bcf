import datetime

from django.utils import timezone
from django_tasks import task

from aizuchi.gateway.models import ConnectorChange, HeldChange, Misfit

KEEP = datetime.timedelta(days=30)


@task()
def forget_old_changes() -> None:
    before = timezone.now() - KEEP
    ConnectorChange.objects.filter(at__lt=before).delete()
    HeldChange.objects.filter(at__lt=before).delete()
    Misfit.objects.filter(latest_at__lt=before).delete()
