"""A plan becomes rows: thousands at a time, audited one by one, told to the other rooms as one fact each."""

import datetime
import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from aizuchi.audit.operations import Record, record_many
from aizuchi.kernel import events
from aizuchi.kernel.models import Validity
from aizuchi.people.events import PeopleJoined, PeopleLeft, PeopleMoved, SupervisorChange, SupervisorsChanged
from aizuchi.people.importing.person_plan import PersonPlan
from aizuchi.people.importing.planning import ImportPlan, make_plan
from aizuchi.people.importing.state import State, load_state
from aizuchi.people.importing.undo import Undo
from aizuchi.people.importing.unit_plan import UnitChange
from aizuchi.people.models import Employment, Membership, Person, ReportingLine, Unit, UnitPlacement
from aizuchi.people.operations.address import ask_for_address, tell_former
from aizuchi.people.operations.leaving import people_leave, person_returns, undo_leaving
from aizuchi.people.operations.person import EDITED
from aizuchi.people.operations.units import bring_unit_forward, move_unit, plan_unit_name, rename_unit
from aizuchi.people.ranges import earliest
from aizuchi.people.search import refresh_search_text

CHUNK = 500
Progress = Callable[[str, int, int], None]


@dataclass(kw_only=True)
class Import:
    """One run: who does it, when, and what is to be written down about it."""

    plan: ImportPlan
    actor: Person | None
    now: datetime.datetime
    progress: Progress
    today: datetime.date
    undo: Undo = field(default_factory=Undo)
    records: list[Record] = field(default_factory=list)
    beginnings: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)

    @property
    def organization_id(self) -> uuid.UUID:
        return self.plan.state.organization.pk

    def note(self, action: str, subject: Person | Unit, **detail: Any) -> None:
        """Where somebody new begins belongs to the entry that says they are new."""
        if subject.pk in self.beginnings:
            self.beginnings[subject.pk].update(detail)
        else:
            self.records.append(Record(action=action, subject_id=subject.pk, detail=detail))

    def note_added(self, person: Person, **detail: Any) -> None:
        self.records.append(Record(action="people.person.added", subject_id=person.pk, detail=detail))
        self.beginnings[person.pk] = detail

    def publish(self, kind: Callable[..., events.Event], **facts: Any) -> None:
        actor_id = self.actor.pk if self.actor else None
        events.publish(kind(organization_id=self.organization_id, actor_id=actor_id, at=self.now, **facts))


def apply_plan(run: Import) -> None:
    """Inside a transaction that has locked the organization."""
    added = [plan for plan in run.plan.people if plan.is_new]
    _write_units(run)
    _write_people(run, added)
    dated = run.plan
    if _write_departures(run):  # ranges have ended or gone on meanwhile: look again before dating anything
        state = load_state(run.plan.state.organization, on=run.plan.state.on, today=run.today, actor=run.actor)
        dated = make_plan(run.plan.sheet, state, keeps_endings=run.plan.keeps_endings)
    present = [plan for plan in dated.people if plan.is_present]
    _write_dates(run, dated, present)
    _write_audit(run)
    for plan in dated.people:
        if plan.asks_for_address:
            ask_for_address(person_id=plan.person.pk, address=plan.address, actor=run.actor, now=run.now)
    if added:
        run.publish(PeopleJoined, person_ids=tuple(plan.person.pk for plan in added))
    _tell_dates(run, present)
    leaving = tuple((plan.person.pk, plan.leaves_on) for plan in added if plan.leaves_on)
    if leaving:
        run.publish(PeopleLeft, departures=leaving)


def _write_units(run: Import) -> None:
    changes: list[UnitChange] = run.plan.changed_units
    new = [change for change in changes if change.is_new]
    Unit.objects.bulk_create([change.unit for change in new], batch_size=CHUNK)
    UnitPlacement.objects.bulk_create(
        [
            UnitPlacement(unit=change.unit, parent_id=change.parent_id, starts_on=change.unit.starts_on)
            for change in new
        ],
        batch_size=CHUNK,
    )
    for change in new:
        run.note("people.unit.added", change.unit, parent=change.parent_id, on=change.unit.starts_on)
    _write_audit(run)
    edited = sorted((change for change in changes if not change.is_new), key=lambda change: len(change.path))
    with run.undo.watch_units(edited, new):
        for change in edited:
            _edit_unit(run, change)


def _edit_unit(run: Import, change: UnitChange) -> None:
    who_and_when: dict[str, Any] = {"actor": run.actor, "now": run.now}
    on = run.plan.state.on
    if change.begins_earlier:
        bring_unit_forward(unit_id=change.unit.pk, parent_id=change.parent_id, on=on, **who_and_when)
        change.unit.refresh_from_db(fields=["starts_on", "until_on", "version"])
    if change.is_renamed and run.plan.state.is_planned:
        plan_unit_name(unit_id=change.unit.pk, name=change.name, name_en=change.name_en, on=on, **who_and_when)
    elif change.is_renamed:
        rename_unit(
            unit_id=change.unit.pk,
            name=change.name,
            name_en=change.name_en,
            version=change.unit.version,
            **who_and_when,
        )
    if change.is_moved:
        move_unit(unit_id=change.unit.pk, parent_id=change.parent_id, on=on, **who_and_when)


def _write_people(run: Import, added: Sequence[PersonPlan]) -> None:
    edited = [plan for plan in run.plan.people if not plan.is_new and plan.fields]
    for done, plan in enumerate([*added, *edited]):
        if not plan.is_new:
            run.undo.note_fields(plan.person, plan.fields)
        for key, value in plan.fields.items():
            setattr(plan.person, key, value)
        refresh_search_text(plan.person)
        if done % CHUNK == 0:
            run.progress("people", done, len(added) + len(edited))
    for plan in added:
        plan.person.password = UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20)  # as Django's, many times faster
        plan.person.created_at = run.now
        plan.person.time_zone = run.plan.state.organization.time_zone
        plan.person.left_on = plan.leaves_on
        run.note_added(plan.person, on=plan.starts_on)
        run.undo.note_added(plan.person, plan.starts_on)
    Person.objects.bulk_create([plan.person for plan in added], batch_size=CHUNK)
    _update_people(run, edited)


def _update_people(run: Import, edited: Sequence[PersonPlan]) -> None:
    keys = sorted({key for plan in edited for key in plan.fields})
    if not keys:
        return
    former = {plan.person.pk: run.undo.former_address(plan.person) for plan in edited if "email" in plan.fields}
    if "email" in keys:  # two people may be swapping addresses
        for chunk in _chunks([plan.person.pk for plan in edited if "email" in plan.fields]):
            Person.objects.filter(pk__in=chunk).update(email=None)
    for plan in edited:
        plan.person.version += 1
        run.note(EDITED, plan.person, fields=sorted(plan.fields), version=plan.person.version)
    Person.objects.bulk_update([plan.person for plan in edited], [*keys, "search_text", "version"], batch_size=100)
    for person_id, address in former.items():
        tell_former(person_id, address, actor=run.actor, now=run.now)


def _write_departures(run: Import) -> bool:
    """Whether anybody left, stays after all or comes back, who was here before."""
    moving = [plan for plan in run.plan.people if not plan.is_new and plan.left_on != plan.person.left_on]
    leaving = {plan.person.pk: plan.leaves_on for plan in moving if plan.leaves_on and not plan.comes_back}
    with run.undo.watch_people([plan.person for plan in moving]):
        for plan in moving:
            if plan.comes_back and plan.joined_on:
                _come_back(run, plan, plan.joined_on)
            elif plan.returns:
                undo_leaving(person_id=plan.person.pk, actor=run.actor, now=run.now)
        if leaving:
            people_leave(departures=leaving, actor=run.actor, now=run.now)
    return bool(moving)


def _come_back(run: Import, plan: PersonPlan, joined_on: datetime.date) -> None:
    person_returns(
        person_id=plan.person.pk,
        joined_on=joined_on,
        left_on=plan.left_on,
        actor=run.actor,
        now=run.now,
    )


@dataclass(kw_only=True)
class Dates:
    """Rows that end and rows that begin, gathered for all people before anything is written."""

    gone_on: dict[uuid.UUID, datetime.date | None]
    undo: Undo
    ends: dict[type[Validity], dict[datetime.date, list[Any]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    begins: dict[type[Validity], list[Validity]] = field(default_factory=lambda: defaultdict(list))

    def begin(self, row: Any) -> None:
        self.begins[type(row)].append(row)
        self.undo.note_begun(row)

    def end(self, row: Any, on: datetime.date) -> None:
        if row:
            self.ends[type(row)][on].append(row.pk)
            self.undo.note_ended(row, on)


def _write_dates(run: Import, dated: ImportPlan, present: Sequence[PersonPlan]) -> None:
    dates = Dates(gone_on={plan.person.pk: plan.gone_on for plan in dated.people}, undo=run.undo)
    for plan in present:
        _date_main_unit(run, plan, dated.state, dates)
        _date_other_units(run, plan, dated.state, dates)
        _date_employment(run, plan, dated.state, dates)
        _date_supervisor(run, plan, dated.state, dates)
    for model, by_date in dates.ends.items():
        for date, keys in by_date.items():
            for chunk in _chunks(keys):
                model._default_manager.filter(pk__in=chunk).update(until_on=date)
    _create(run, dates)


def _date_main_unit(run: Import, plan: PersonPlan, state: State, dates: Dates) -> None:
    if plan.unit is None:
        return
    key, on = plan.person.pk, plan.starts_on
    dates.end(state.main.on(key, on), on)
    until_on = earliest(state.main.until(key, on), plan.gone_on, plan.unit.until_on)
    for beside in state.others.after(key, on):  # planned beside what is now the main unit
        if beside.unit_id == plan.unit.pk and (until_on is None or beside.starts_on < until_on):
            dates.end(beside, beside.starts_on)
    dates.begin(Membership(person_id=key, unit_id=plan.unit.pk, is_head=plan.is_head, starts_on=on, until_on=until_on))
    run.note("people.person.moved", plan.person, unit=plan.unit.pk, is_head=plan.is_head, on=on)


def _date_other_units(run: Import, plan: PersonPlan, state: State, dates: Dates) -> None:
    key, on = plan.person.pk, plan.starts_on
    for row in plan.others_ended:
        dates.end(row, on)
    planned = [*state.main.after(key, on), *state.others.after(key, on)]
    for unit, is_head in plan.others_added:
        until_on = earliest(plan.gone_on, unit.until_on, *(row.starts_on for row in planned if row.unit_id == unit.pk))
        dates.begin(
            Membership(person_id=key, unit_id=unit.pk, is_main=False, is_head=is_head, starts_on=on, until_on=until_on)
        )
    if plan.others_ended or plan.others_added:
        run.note("people.membership.changed", plan.person, on=on)


def _date_employment(run: Import, plan: PersonPlan, state: State, dates: Dates) -> None:
    if plan.employment is None:
        return
    key, on = plan.person.pk, plan.starts_on
    dates.end(state.employments.on(key, on), on)
    until_on = earliest(state.employments.until(key, on), plan.gone_on)
    dates.begin(Employment(person_id=key, starts_on=on, until_on=until_on, **vars(plan.employment)))
    run.note("people.employment.changed", plan.person, on=on)


def _date_supervisor(run: Import, plan: PersonPlan, state: State, dates: Dates) -> None:
    if not plan.changes_supervisor:
        return
    key, on, supervisor = plan.person.pk, plan.starts_on, plan.supervisor
    dates.end(state.lines.on(key, on), on)
    if supervisor:
        supervisor_gone_on = dates.gone_on.get(supervisor.pk, supervisor.gone_on)
        until_on = earliest(state.lines.until(key, on), plan.gone_on, supervisor_gone_on)
        dates.begin(ReportingLine(person_id=key, supervisor_id=supervisor.pk, starts_on=on, until_on=until_on))
    run.note("people.supervisor.changed", plan.person, supervisor=supervisor.pk if supervisor else None, on=on)


def _create(run: Import, dates: Dates) -> None:
    total = sum(map(len, dates.begins.values()))
    done = 0
    for model, created in dates.begins.items():
        for chunk in _chunks(created):
            model._default_manager.bulk_create(chunk)
            done += len(chunk)
            run.progress("dates", done, total)


def _write_audit(run: Import) -> None:
    if run.records:
        record_many(organization_id=run.organization_id, actor=run.actor, changes=run.records, now=run.now)
        run.records = []


def _tell_dates(run: Import, present: Iterable[PersonPlan]) -> None:
    moves = tuple((plan.person.pk, plan.unit.pk, plan.starts_on) for plan in present if plan.unit)
    if moves:
        run.publish(PeopleMoved, moves=moves)
    changes = tuple(
        SupervisorChange(plan.person.pk, plan.supervisor.pk if plan.supervisor else None, plan.starts_on)
        for plan in present
        if plan.changes_supervisor
    )
    if changes:
        run.progress("pairs", 0, 1)
        run.publish(SupervisorsChanged, changes=changes)
        run.progress("pairs", 1, 1)


def _chunks(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
