"""What people noted of themselves ends as their private notes do: so many years after their last day."""

import datetime

from django.db import transaction

from aizuchi.kernel.days import day_after, midnight
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.notes.retention import Rule, rule_of
from aizuchi.people.models import Organization, Person
from aizuchi.surveys.models import ClarityReading, OwnCurvePause, OwnCurveShare, OwnReading

OF_A_PERSON = (OwnReading, ClarityReading, OwnCurveShare, OwnCurvePause)


def destroy_old_curves(*, now: datetime.datetime) -> None:
    """An organization that breaks keeps no other's alive. Raises SomeFailed."""
    aside = FailedItems()
    for_each(Organization.objects.order_by("pk"), lambda one: _destroy_in(one, now=now), aside=aside)
    aside.tell()


@transaction.atomic
def _destroy_in(organization: Organization, *, now: datetime.datetime) -> None:
    rule = rule_of(organization.pk)
    left = Person.objects.filter(organization=organization, left_on__lt=now.date())  # any wall: looked at closely below
    over = [pk for pk, day in left.values_list("pk", "left_on") if day and _ends_at(rule, day) <= now]
    for table in OF_A_PERSON:
        table.objects.filter(person__in=over).delete()


def _ends_at(rule: Rule, left_on: datetime.date) -> datetime.datetime:
    return rule.ends_at(midnight(day_after(left_on), datetime.UTC))
