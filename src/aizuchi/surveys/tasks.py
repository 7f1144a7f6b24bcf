import datetime

from django.utils import timezone
from django_tasks import task

from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.surveys.models import PulsePlan, Survey
from aizuchi.surveys.operations import close_survey, old_curves, open_round, open_survey


@task()
def open_and_close_due_surveys() -> None:
    """Each by itself: one that cannot be read stops no other."""
    now, aside = timezone.now(), FailedItems()
    for_each(Survey.objects.due_to_open(now), lambda one: open_survey(survey_id=one.pk, now=now), aside=aside)
    for_each(Survey.objects.due_to_close(now), lambda one: close_survey(survey_id=one.pk, now=now), aside=aside)
    aside.tell()


@task()
def open_rounds_of_plans() -> None:
    """Each by itself. Wherever on earth: what is not due there yet is passed over."""
    now, aside = timezone.now(), FailedItems()
    lately = (now + datetime.timedelta(days=1)).date()  # any wall: looked at closely by the operation
    for_each(PulsePlan.objects.due_by(lately), lambda one: open_round(plan_id=one.pk, now=now), aside=aside)
    aside.tell()


@task()
def destroy_old_curves() -> None:
    """Every day."""
    old_curves.destroy_old_curves(now=timezone.now())
