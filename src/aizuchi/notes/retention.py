"""How long words are kept, and their end: the key is destroyed, and with it every copy of what it sealed.

The clock of a pair's notes begins when their circle is closed, that of a person's own notes on their last day.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.kernel import keys
from aizuchi.kernel.days import day_after, midnight
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.kernel.permissions import require
from aizuchi.kernel.remains import wipe_remains
from aizuchi.notes import policies
from aizuchi.notes.models import Circle, CircleMember, Document, Retention, Snapshot, Update
from aizuchi.people.models import Organization, Person

YEARS = (1, 2, 3, 5, 10)
USUAL_YEARS = 2
# Whoever shortens the time by mistake, or against the will of those it is about, can still be stopped.
GRACE = datetime.timedelta(days=30)
LATELY = datetime.timedelta(days=1)


class UnknownTime(ValueError):
    """Not one of the times that can be chosen."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    years: int
    changed_at: datetime.datetime | None

    def ends_at(self, closed_at: datetime.datetime) -> datetime.datetime:
        if closed_at.year + self.years > datetime.MAXYEAR:
            return datetime.datetime.max.replace(tzinfo=datetime.UTC)  # whoever wrote such a day meant: never
        end = closed_at + relativedelta(years=self.years)
        return max(end, self.changed_at + GRACE) if self.changed_at else end


@dataclass(frozen=True, kw_only=True)
class Due:
    """Words that will be destroyed, and when; whose they are is nobody's business here."""

    circle_id: uuid.UUID
    organization_id: uuid.UUID
    is_private: bool
    closed_at: datetime.datetime
    ends_at: datetime.datetime


def rule_of(organization_id: uuid.UUID) -> Rule:
    row = Retention.objects.filter(organization_id=organization_id).first()
    return Rule(years=row.years if row else USUAL_YEARS, changed_at=row.changed_at if row else None)


@transaction.atomic
def set_retention(*, actor: Person, years: int, now: datetime.datetime) -> None:
    require(policies.may_set_retention(actor, on=actor.organization.today(now)))
    if years not in YEARS:
        raise UnknownTime
    before = rule_of(actor.organization_id).years
    if years == before:
        return
    Retention.objects.update_or_create(
        organization_id=actor.organization_id, defaults={"years": years, "changed_at": now}
    )
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action="notes.retention_changed",
        subject_id=None,
        now=now,
        detail={"years": years, "before": before},
    )


def list_due(*, until: datetime.datetime) -> list[Due]:
    """What the rules destroy by that moment, the earliest first."""
    found = (due for organization in Organization.objects.all() for due in _due_in(organization))
    return sorted((due for due in found if due.ends_at <= until), key=lambda due: due.ends_at)


def _due_in(organization: Organization) -> Iterator[Due]:
    rule = rule_of(organization.pk)
    living = Circle.objects.filter(organization_id=organization.pk, destroyed_at=None)
    ended = living.filter(owner=None, closed_at__isnull=False).values_list("pk", "closed_at")
    left = living.filter(owner__left_on__isnull=False).values_list("pk", "owner__left_on")
    closed = [(pk, at, False) for pk, at in ended if at]
    closed += [(pk, _end_of(day), True) for pk, day in left if day]
    for pk, at, is_private in closed:
        yield Due(
            circle_id=pk,
            organization_id=organization.pk,
            is_private=is_private,
            closed_at=at,
            ends_at=rule.ends_at(at),
        )


def _end_of(day: datetime.date) -> datetime.datetime:
    return midnight(day_after(day), datetime.UTC)


def destroy_due(*, now: datetime.datetime) -> int:
    """Can be broken off at any point and run again. Returns how many circles lost their words.

    Raises `SomeFailed` after all others are done and nothing remains of them.
    """
    due, aside = list_due(until=now), FailedItems()
    for_each(due, lambda one: _destroy(one, now=now), aside=aside)
    if due or Circle.objects.filter(destroyed_at__gt=now - LATELY).exists():  # whoever destroyed may have died then
        wipe_remains("kernel_datakey", "notes_update", "notes_snapshot")
    aside.tell()
    return len(due)


@transaction.atomic
def _destroy(due: Due, *, now: datetime.datetime) -> None:
    circle = Circle.objects.select_for_update().get(pk=due.circle_id)
    if circle.destroyed_at or (circle.closed_at is None and not circle.is_private):
        return
    keys.destroy_data_key(owner=circle.pk, now=now)
    documents = Document.objects.filter(circle=circle)
    Update.objects.filter(document__in=documents).delete()
    Snapshot.objects.filter(document__in=documents).delete()
    CircleMember.objects.filter(circle=circle).update(may_write=False)
    Circle.objects.filter(pk=circle.pk).update(destroyed_at=now, closed_at=due.closed_at)
    record(
        organization_id=due.organization_id,
        actor=None,
        action="notes.destroyed",
        subject_id=circle.pk,
        now=now,
        detail={"documents": documents.count(), "closed_at": due.closed_at, "is_private": due.is_private},
    )
