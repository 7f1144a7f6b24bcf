"""What was planned for a coming day is taken back before it comes: what held until then goes on."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel import events
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import LeaveRecorded, PeopleMoved, RolesChanged, SupervisorChange, SupervisorsChanged
from aizuchi.people.models import (
    Employment,
    Leave,
    Membership,
    Organization,
    Person,
    PlannedUnitName,
    ReportingLine,
    RoleGrant,
    Unit,
    UnitPlacement,
)
from aizuchi.people.operations.editing import begin, note
from aizuchi.people.operations.leave import LeaveOverlaps, end_leave_of_absence
from aizuchi.people.operations.leaving import stay_away, undo_leaving
from aizuchi.people.operations.memberships import end_membership, require_standing
from aizuchi.people.operations.reporting import ReportingCircle, lines_above
from aizuchi.people.operations.roles import revoke_role
from aizuchi.people.operations.units import UnitCircle, close_unit, drop_planned_name, placements_above
from aizuchi.people.policies import forget_roles, may_grant_role
from aizuchi.people.ranges import Edge, closes_circle, earliest, holds_after


class NotPlanned(Refusal):
    sentence = _("This is no longer planned: its day has come, or somebody has taken it back.")


class Run(NamedTuple):
    organization: Organization
    actor: Person | None
    now: datetime.datetime

    @property
    def today(self) -> datetime.date:
        return self.organization.today(self.now)

    @property
    def who_and_when(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now}

    @property
    def facts(self) -> dict[str, Any]:
        actor_id = self.actor.pk if self.actor else None
        return {"organization_id": self.organization.pk, "actor_id": actor_id, "at": self.now}

    def note(self, subject: Person | Unit, day: datetime.date, **detail: Any) -> None:
        note(
            organization=self.organization,
            action="people.plan.dropped",
            subject=subject,
            on=day,
            **self.who_and_when,
            **detail,
        )


@transaction.atomic
def take_back_planned(
    *, organization_id: uuid.UUID, kind: str, row_id: uuid.UUID, actor: Person | None, now: datetime.datetime
) -> None:
    """`kind` is one of `queries.planned.KINDS`, `row_id` the row that it names."""
    run = Run(begin(actor=actor, organization_id=organization_id, now=now), actor, now)
    _TAKE_BACK[kind](run, row_id)


def _joining(run: Run, row_id: uuid.UUID) -> None:
    person = _find(Person.objects.filter(organization=run.organization), row_id)
    led = ReportingLine.objects.filter(holds_after(run.today), supervisor=person, starts_on__gt=run.today)
    for line in led.exclude(person=person):  # they stay with whom they have
        _supervisor(run, line.pk)
    stay_away(person_id=person.pk, **run.who_and_when)


def _leaving(run: Run, row_id: uuid.UUID) -> None:
    person = _find(Person.objects.filter(organization=run.organization), row_id)
    if person.left_on is None or person.left_on < run.today:
        raise NotPlanned
    undo_leaving(person_id=person.pk, **run.who_and_when)


def _move(run: Run, row_id: uuid.UUID) -> None:
    row = _coming(run, Membership, row_id)
    mine = Membership.objects.filter(person=row.person)
    former = _former(mine.filter(is_main=True), row)
    if former:
        require_standing(former.unit, row.starts_on)
        for beside in mine.filter(holds_after(row.starts_on), is_main=False, unit=former.unit):
            _save(beside, max(beside.starts_on, row.starts_on))
    _hand_back(row, former, row.person.gone_on, former and former.unit.until_on)
    for beside in mine.filter(is_main=False, unit=row.unit, until_on=row.starts_on, starts_on__lt=row.starts_on):
        _save(beside, earliest(row.person.gone_on, row.unit.until_on))
    run.note(row.person, row.starts_on, unit=row.unit_id)
    if former:
        events.publish(PeopleMoved(moves=((row.person_id, former.unit_id, row.starts_on),), **run.facts))


def _supervisor(run: Run, row_id: uuid.UUID) -> None:
    row = _coming(run, ReportingLine, row_id)
    former = _former(ReportingLine.objects.filter(person=row.person), row)
    _hand_back(row, former, row.person.gone_on, former and former.supervisor.gone_on)
    if former:
        _refuse_circle(former)
    run.note(row.person, row.starts_on, supervisor=row.supervisor_id)
    change = SupervisorChange(row.person_id, former.supervisor_id if former else None, row.starts_on)
    events.publish(SupervisorsChanged(changes=(change,), **run.facts))


def _supervisor_end(run: Run, row_id: uuid.UUID) -> None:
    row, day = _ending(run, ReportingLine, row_id)
    _go_on(row, ReportingLine.objects.filter(person=row.person), row.person.gone_on, row.supervisor.gone_on)
    _refuse_circle(row)
    run.note(row.person, day, supervisor=row.supervisor_id)
    change = SupervisorChange(row.person_id, row.supervisor_id, day)
    events.publish(SupervisorsChanged(changes=(change,), **run.facts))


def _refuse_circle(line: ReportingLine) -> None:
    edge = Edge(line.person_id, line.supervisor_id, line.starts_on, line.until_on)
    if closes_circle(edge, edges_above=lines_above):
        raise ReportingCircle


def _work(run: Run, row_id: uuid.UUID) -> None:
    row = _coming(run, Employment, row_id)
    _hand_back(row, _former(Employment.objects.filter(person=row.person), row), row.person.gone_on)
    run.note(row.person, row.starts_on)


def _post(run: Run, row_id: uuid.UUID) -> None:
    row = _coming(run, Membership, row_id)
    end_membership(membership_id=row.pk, until_on=row.starts_on, **run.who_and_when)


def _post_end(run: Run, row_id: uuid.UUID) -> None:
    row, day = _ending(run, Membership, row_id)
    require_standing(row.unit, day)
    same = Membership.objects.filter(person=row.person, unit=row.unit)
    _go_on(row, same, row.person.gone_on, row.unit.until_on)
    run.note(row.person, day, unit=row.unit_id)


def _absence(run: Run, row_id: uuid.UUID) -> None:
    row = _coming(run, Leave, row_id)
    end_leave_of_absence(leave_id=row.pk, until_on=row.starts_on, **run.who_and_when)


def _absence_end(run: Run, row_id: uuid.UUID) -> None:
    row, day = _ending(run, Leave, row_id)
    if Leave.objects.filter(holds_after(day), person=row.person).exclude(pk=row.pk).exists():
        raise LeaveOverlaps
    _save(row, row.person.gone_on)
    run.note(row.person, day)
    events.publish(LeaveRecorded(person_id=row.person_id, starts_on=row.starts_on, until_on=row.until_on, **run.facts))


def _role(run: Run, row_id: uuid.UUID) -> None:
    row = _coming(run, RoleGrant, row_id)
    revoke_role(grant_id=row.pk, until_on=row.starts_on, **run.who_and_when)


def _role_end(run: Run, row_id: uuid.UUID) -> None:
    row, day = _ending(run, RoleGrant, row_id)
    require(may_grant_role(run.actor, run.organization, row.role, on=run.today))
    _go_on(row, RoleGrant.objects.filter(person=row.person, role=row.role), row.person.gone_on)
    run.note(row.person, day, role=row.role)
    forget_roles(row.person)
    events.publish(RolesChanged(person_id=row.person_id, **run.facts))


def _unit_new(run: Run, row_id: uuid.UUID) -> None:
    unit = _find(Unit.objects.filter(organization=run.organization), row_id)
    if unit.starts_on <= run.today:
        raise NotPlanned
    close_unit(unit_id=unit.pk, until_on=unit.starts_on, **run.who_and_when)
    PlannedUnitName.objects.filter(unit=unit).delete()


def _unit_name(run: Run, row_id: uuid.UUID) -> None:
    planned = _find(PlannedUnitName.objects.filter(unit__organization=run.organization), row_id)
    drop_planned_name(planned_id=planned.pk, **run.who_and_when)


def _unit_place(run: Run, row_id: uuid.UUID) -> None:
    row = _find(UnitPlacement.objects.filter(unit__organization=run.organization), row_id)
    former = _former(UnitPlacement.objects.filter(unit=row.unit), row)
    if row.starts_on <= run.today or former is None:
        raise NotPlanned
    if former.parent:
        require_standing(former.parent, row.starts_on)
    _hand_back(row, former, row.unit.until_on)
    _refuse_circle_of_units(former)
    run.note(row.unit, row.starts_on, parent=row.parent_id)


def _unit_end(run: Run, row_id: uuid.UUID) -> None:
    unit = _find(Unit.objects.filter(organization=run.organization), row_id)
    day = unit.until_on
    if day is None or day <= run.today:
        raise NotPlanned
    place = UnitPlacement.objects.filter(unit=unit, until_on=day).order_by("-starts_on").first()
    if place and place.parent:
        require_standing(place.parent, day)
    unit.until_on = None
    unit.version += 1
    unit.save(update_fields=["until_on", "version"])
    if place:
        _save(place, None)
        _refuse_circle_of_units(place)
    run.note(unit, day)


def _refuse_circle_of_units(place: UnitPlacement) -> None:
    if place.parent_id and closes_circle(
        Edge(place.unit_id, place.parent_id, place.starts_on, place.until_on), edges_above=placements_above
    ):
        raise UnitCircle


_TAKE_BACK: Mapping[str, Callable[[Run, uuid.UUID], None]] = {
    "joining": _joining,
    "leaving": _leaving,
    "unit": _move,
    "head": _move,
    "supervisor": _supervisor,
    "supervisor-end": _supervisor_end,
    "work": _work,
    "post": _post,
    "post-end": _post_end,
    "absence": _absence,
    "absence-end": _absence_end,
    "role": _role,
    "role-end": _role_end,
    "unit-new": _unit_new,
    "unit-name": _unit_name,
    "unit-place": _unit_place,
    "unit-end": _unit_end,
}


def _find(rows: QuerySet[Any], row_id: uuid.UUID) -> Any:
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise NotPlanned
    return row


def _of_people(run: Run, model: type[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(person__organization=run.organization)
    return rows.select_related("person__organization")


def _coming(run: Run, model: type[Any], row_id: uuid.UUID) -> Any:
    row = _find(_of_people(run, model), row_id)
    if row.starts_on <= run.today or row.until_on == row.starts_on:
        raise NotPlanned
    return row


def _ending(run: Run, model: type[Any], row_id: uuid.UUID) -> tuple[Any, datetime.date]:
    row = _find(_of_people(run, model), row_id)
    if row.until_on is None or row.until_on <= run.today or row.until_on == row.starts_on:
        raise NotPlanned
    return row, row.until_on


def _former(same: QuerySet[Any], row: Any) -> Any:
    """What the planned row would have followed."""
    return same.filter(until_on=row.starts_on).exclude(until_on=F("starts_on")).exclude(pk=row.pk).first()


def _hand_back(row: Any, former: Any, *ends: datetime.date | None) -> None:
    """The planned row never holds; what it would have followed goes on in its stead."""
    until_on = row.until_on
    _save(row, row.starts_on)
    if former:
        _save(former, earliest(until_on, *ends))


def _go_on(row: Any, same: QuerySet[Any], *ends: datetime.date | None) -> None:
    """Until the next of its kind, or until one of these."""
    following = same.filter(holds_after(row.starts_on), starts_on__gte=row.until_on).exclude(pk=row.pk)
    later = following.order_by("starts_on").values_list("starts_on", flat=True).first()
    _save(row, earliest(later, *ends))


def _save(row: Any, until_on: datetime.date | None) -> None:
    row.until_on = until_on
    row.save(update_fields=["until_on"])
