"""The days of an organization: whose holidays it keeps, and where it does otherwise."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy

from aizuchi.audit.operations import record
from aizuchi.availability import policies
from aizuchi.availability.models import DayRules, OrganizationDay
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person

Kind = OrganizationDay.Kind


@dataclass(frozen=True, kw_only=True)
class Day:
    date: datetime.date
    kind: str = Kind.OFF
    name: str = ""
    name_en: str = ""


class NoDays(Refusal):
    sentence = gettext_lazy("We found no days in it. One line per day works, such as 2026-12-29,年末休み.")


@transaction.atomic
def set_days(*, actor: Person, days: Sequence[Day], now: datetime.datetime) -> int:
    """Says of some days what they are; the same day said again is changed. Raises NoDays."""
    organization = _begin(actor, now)
    if not days:
        raise NoDays
    rows = {
        day.date: OrganizationDay(
            organization=organization, date=day.date, kind=day.kind, name=day.name[:80], name_en=day.name_en[:80]
        )
        for day in days
    }
    OrganizationDay.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["organization", "date"],
        update_fields=["kind", "name", "name_en"],
    )
    _note(organization, "set", actor, now, days=sorted(rows))
    return len(rows)


@transaction.atomic
def forget_day(*, actor: Person, date: datetime.date, now: datetime.datetime) -> None:
    """The day is again what the calendar says."""
    organization = _begin(actor, now)
    deleted, _rows = OrganizationDay.objects.filter(organization=organization, date=date).delete()
    if deleted:
        _note(organization, "forgotten", actor, now, days=[date])


@transaction.atomic
def choose_country(*, actor: Person, country: str, now: datetime.datetime) -> None:
    """Whose public holidays hold; empty: none."""
    organization = _begin(actor, now)
    DayRules.objects.update_or_create(organization=organization, defaults={"country": country})
    _note(organization, "country", actor, now, kind=country)


def _begin(actor: Person, now: datetime.datetime) -> Organization:
    organization = actor.organization
    require(policies.may_keep_days(actor, organization, on=organization.today(now)))
    return organization


def _note(organization: Organization, what: str, actor: Person, now: datetime.datetime, **detail: object) -> None:
    record(
        organization_id=organization.pk,
        actor=actor,
        action=f"availability.days.{what}",
        subject_id=organization.pk,
        detail=detail,
        now=now,
    )
