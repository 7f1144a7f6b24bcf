import datetime

from django.utils import timezone
from django_tasks import task

from aizuchi.hints.models import Impression
from aizuchi.hints.operations.packs import forget_old_pack_files
from aizuchi.hints.operations.rank import update_scores

KEEP_SHOWINGS = datetime.timedelta(days=400)


@task()
def update_hint_scores() -> int:
    return update_scores(now=timezone.now())


@task()
def forget_old_impressions() -> int:
    """Their counts stay; who saw what on which day does not."""
    now = timezone.now()
    forget_old_pack_files(now=now)
    before = (now - KEEP_SHOWINGS).date()  # any wall: a day more or less is nobody's
    return Impression.objects.filter(day__lt=before).delete()[0]
