"""Who may see the facts of holding: that a pair met and when, never what about."""

import datetime

from aizuchi.kernel.models import ValidityQuerySet
from aizuchi.people.models import Person, ReportingLine, RoleGrant
from aizuchi.people.policies import has_role


def may_see_holding(viewer: Person, today: datetime.date) -> bool:
    return sees_all_holding(viewer, today) or leads_leaders(viewer, today)


def sees_all_holding(viewer: Person, today: datetime.date) -> bool:
    return has_role(viewer, RoleGrant.Role.HR, on=today)


def leads_leaders(viewer: Person, today: datetime.date) -> bool:
    """Somebody below has people of their own: there are supervisor pairs one is not part of."""
    return lines_below_leaders(viewer, today).exists()


def lines_below_leaders(viewer: Person, today: datetime.date) -> ValidityQuerySet[ReportingLine]:
    leaders = ReportingLine.objects.on(today).filter(supervisor=viewer).values("person")
    return ReportingLine.objects.on(today).filter(supervisor__in=leaders)
