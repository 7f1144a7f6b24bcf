"""What units are called on a day: today's name, unless another one is planned to hold by then."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from aizuchi.people.models import Organization, PlannedUnitName, Unit, UnitPlacement


def names_on(
    units: Iterable[Unit], *, organization: Organization, on: datetime.date
) -> dict[uuid.UUID, tuple[str, str]]:
    """The Japanese and the English name of each."""
    planned = planned_names_of(organization, on=on)
    return {unit.pk: planned.get(unit.pk, (unit.name, unit.name_en)) for unit in units}


def planned_names_of(organization: Organization, *, on: datetime.date) -> dict[uuid.UUID, tuple[str, str]]:
    """Only of units that will be called something else by that day."""
    planned = PlannedUnitName.objects.filter(unit__organization=organization, starts_on__lte=on)
    return {row.unit_id: (row.name, row.name_en) for row in planned.order_by("starts_on")}


def with_planned_names(placements: QuerySet[UnitPlacement], *, on: datetime.date) -> QuerySet[Any]:
    """The same within a query of placements: `planned_name` and `planned_name_en`, or nothing."""
    planned = PlannedUnitName.objects.filter(unit=OuterRef("unit"), starts_on__lte=on).order_by("-starts_on")
    return placements.annotate(
        planned_name=Subquery(planned.values("name")[:1]), planned_name_en=Subquery(planned.values("name_en")[:1])
    )
