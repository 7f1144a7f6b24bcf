"""The tree of units grows, moves and is pruned."""

import datetime
import uuid
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.people.models import Membership, Person, PlannedUnitName, Unit, UnitPlacement
from aizuchi.people.operations.editing import begin, begin_with, find_within, note
from aizuchi.people.operations.memberships import require_standing
from aizuchi.people.ranges import Edge, EndsBeforeStart, closes_circle, earliest, holds_after, replace_from


class UnitExists(Refusal):
    sentence = _("Another unit has this code.")


class UnitCircle(Refusal):
    sentence = _("Then the unit would be below itself. Please choose another place.")


class UnitIsNotEmpty(Refusal):
    sentence = _("People or units still belong to it on that day. Please move them first.")

    def __init__(self, *, people: int, units: int) -> None:
        super().__init__()
        self.people, self.units = people, units


@transaction.atomic
def add_unit(
    *,
    organization_id: uuid.UUID,
    name: str,
    starts_on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
    name_en: str = "",
    code: str = "",
    parent_id: uuid.UUID | None = None,
) -> Unit:
    """A new unit under `parent`, or a root. Without a code it gets the next free one."""
    organization = begin(actor=actor, organization_id=organization_id, now=now)
    parent = find_within(organization, Unit, parent_id) if parent_id else None
    if parent:
        require_standing(parent, starts_on)
    if code and organization.units.filter(code=code).exists():
        raise UnitExists
    unit = Unit.objects.create(
        organization=organization,
        code=code or next(free_codes(set(organization.units.values_list("code", flat=True)))),
        name=name,
        name_en=name_en,
        starts_on=starts_on,
        until_on=None,
    )
    UnitPlacement.objects.create(unit=unit, parent=parent, starts_on=starts_on)
    note(
        organization=organization,
        actor=actor,
        action="people.unit.added",
        subject=unit,
        now=now,
        parent=parent_id,
        on=starts_on,
    )
    return unit


@transaction.atomic
def rename_unit(
    *, unit_id: uuid.UUID, name: str, name_en: str, version: int, actor: Person | None, now: datetime.datetime
) -> Unit:
    """Names are not dated: a unit is found under the name people use today, also in an old report."""
    organization, unit = begin_with(Unit, unit_id, actor=actor, now=now)
    if unit.version != version:
        raise Stale
    if (unit.name, unit.name_en) == (name, name_en):
        return unit
    before = unit.name
    unit.name, unit.name_en, unit.version = name, name_en, version + 1
    unit.save(update_fields=["name", "name_en", "version"])
    note(
        organization=organization,
        actor=actor,
        action="people.unit.renamed",
        subject=unit,
        now=now,
        name=name,
        previous=before,
    )
    return unit


@transaction.atomic
def plan_unit_name(
    *, unit_id: uuid.UUID, name: str, name_en: str, on: datetime.date, actor: Person | None, now: datetime.datetime
) -> None:
    """From that day the unit is called so; until then it keeps today's name everywhere."""
    organization, unit = begin_with(Unit, unit_id, actor=actor, now=now)
    PlannedUnitName.objects.update_or_create(unit=unit, starts_on=on, defaults={"name": name, "name_en": name_en})
    note(
        organization=organization,
        actor=actor,
        action="people.unit.name_planned",
        subject=unit,
        now=now,
        name=name,
        previous=unit.name,
        on=on,
    )


@transaction.atomic
def drop_planned_name(*, planned_id: uuid.UUID, actor: Person | None, now: datetime.datetime) -> None:
    """The unit keeps its name after all."""
    organization, planned = begin_with(PlannedUnitName, planned_id, actor=actor, now=now)
    unit = planned.unit
    name, day = planned.name, planned.starts_on
    planned.delete()
    note(
        organization=organization,
        actor=actor,
        action="people.unit.name_dropped",
        subject=unit,
        now=now,
        name=name,
        on=day,
    )


@transaction.atomic
def rename_due_units(*, organization_id: uuid.UUID, now: datetime.datetime) -> int:
    """Gives units the names whose day has come. Doing it again does nothing."""
    organization = begin(actor=None, organization_id=organization_id, now=now)
    due = PlannedUnitName.objects.filter(unit__organization=organization, starts_on__lte=organization.today(now))
    planned = list(due.select_related("unit").order_by("starts_on"))
    for row in planned:
        unit = Unit.objects.get(pk=row.unit_id)
        rename_unit(unit_id=unit.pk, name=row.name, name_en=row.name_en, version=unit.version, actor=None, now=now)
    due.filter(pk__in=[row.pk for row in planned]).delete()
    return len(planned)


@transaction.atomic
def bring_unit_forward(
    *, unit_id: uuid.UUID, parent_id: uuid.UUID | None, on: datetime.date, actor: Person | None, now: datetime.datetime
) -> None:
    """A unit that was planned for later, or never stood, stands from `on`; what is planned for later stays."""
    organization, unit = begin_with(Unit, unit_id, actor=actor, now=now)
    planned = UnitPlacement.objects.filter(holds_after(on), unit=unit).order_by("starts_on").first()
    if planned and planned.parent_id == parent_id:
        planned.starts_on = on
        planned.save(update_fields=["starts_on"])
    else:
        until_on = planned.starts_on if planned else None
        UnitPlacement.objects.create(unit=unit, parent_id=parent_id, starts_on=on, until_on=until_on)
    unit.until_on = None if unit.until_on == unit.starts_on else unit.until_on
    unit.starts_on = on
    unit.version += 1
    unit.save(update_fields=["starts_on", "until_on", "version"])
    note(organization=organization, actor=actor, action="people.unit.earlier", subject=unit, now=now, on=on)


@transaction.atomic
def move_unit(
    *, unit_id: uuid.UUID, parent_id: uuid.UUID | None, on: datetime.date, actor: Person | None, now: datetime.datetime
) -> None:
    """From `on` the unit hangs under `parent`, with everything below it."""
    organization, unit = begin_with(Unit, unit_id, actor=actor, now=now)
    parent = find_within(organization, Unit, parent_id) if parent_id else None
    require_standing(unit, on)
    current = UnitPlacement.objects.on(on).filter(unit=unit).first()
    if current and current.parent_id == parent_id:
        return
    _, until_on = replace_from(UnitPlacement.objects.filter(unit=unit), on=on)
    if parent:
        require_standing(parent, on)
        if closes_circle(Edge(unit.pk, parent.pk, on, until_on), edges_above=placements_above):
            raise UnitCircle
    UnitPlacement.objects.create(unit=unit, parent=parent, starts_on=on, until_on=earliest(until_on, unit.until_on))
    note(
        organization=organization,
        actor=actor,
        action="people.unit.moved",
        subject=unit,
        now=now,
        parent=parent_id,
        previous=current.parent_id if current else None,
        on=on,
    )


@transaction.atomic
def close_unit(*, unit_id: uuid.UUID, until_on: datetime.date, actor: Person | None, now: datetime.datetime) -> None:
    """`until_on` is the first day without the unit. Its past stays; people and units move out first."""
    organization, unit = begin_with(Unit, unit_id, actor=actor, now=now)
    if until_on < unit.starts_on:
        raise EndsBeforeStart
    people = Membership.objects.filter(holds_after(until_on), unit=unit).values("person").distinct().count()
    units = UnitPlacement.objects.filter(holds_after(until_on), parent=unit).values("unit").distinct().count()
    if people or units:
        raise UnitIsNotEmpty(people=people, units=units)
    for placement in UnitPlacement.objects.filter(holds_after(until_on), unit=unit):
        placement.until_on = max(placement.starts_on, until_on)
        placement.save(update_fields=["until_on"])
    unit.until_on = until_on
    unit.version += 1
    unit.save(update_fields=["until_on", "version"])
    note(organization=organization, actor=actor, action="people.unit.closed", subject=unit, now=now, on=until_on)


@transaction.atomic
def set_meets_from(
    *, unit_id: uuid.UUID, on: datetime.date | None, actor: Person | None, now: datetime.datetime
) -> None:
    """From that day 1on1s here and below have a rhythm and are reminded of it; None: as in the unit above."""
    organization, unit = begin_with(Unit, unit_id, actor=actor, now=now)
    if unit.meets_from == on:
        return
    unit.meets_from = on
    unit.save(update_fields=["meets_from"])
    note(organization=organization, actor=actor, action="people.unit.meets", subject=unit, now=now, on=on)


def free_codes(taken: set[str]) -> Iterator[str]:
    """U001, U002 ... without those in use."""
    number = 0
    while True:
        number += 1
        code = f"U{number:03}"
        if code not in taken:
            yield code


def placements_above(unit_ids: Iterable[uuid.UUID]) -> list[Edge]:
    rows = UnitPlacement.objects.filter(holds_after(datetime.date.min), unit__in=list(unit_ids), parent__isnull=False)
    return [Edge(*row) for row in rows.values_list("unit", "parent", "starts_on", "until_on")]
