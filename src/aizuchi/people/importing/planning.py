"""What a file would change: computed for the preview and, from the same rows, for the import itself."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aizuchi.people.importing.columns import EMPLOYMENT_KEYS, PERSON_KEYS
from aizuchi.people.importing.problems import Problem
from aizuchi.people.importing.reading import Row, Sheet
from aizuchi.people.importing.state import State
from aizuchi.people.importing.unit_plan import UnitPlan
from aizuchi.people.models import Membership, Person, Unit
from aizuchi.people.operations.employment import EmploymentFacts
from aizuchi.people.operations.person import hue_of

Date = datetime.date


@dataclass(frozen=True, kw_only=True)
class Change:
    """One value before and after; `key` is a column."""

    key: str
    before: Any
    after: Any


@dataclass(kw_only=True)
class PersonPlan:
    row: Row
    person: Person
    is_new: bool
    starts_on: Date
    changes: list[Change] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    unit: Unit | None = None
    is_head: bool = False
    others_ended: list[Membership] = field(default_factory=list)
    others_added: list[Unit] = field(default_factory=list)
    employment: EmploymentFacts | None = None
    changes_supervisor: bool = False
    supervisor: Person | None = None
    leaves_on: Date | None = None
    returns: bool = False

    @property
    def kind(self) -> str:
        if self.is_new:
            return "added"
        if self.leaves_on:
            return "ended"
        return "changed" if self.changes else "same"

    @property
    def gone_on(self) -> Date | None:
        left_on = self.row.cells.get("left_on", self.person.left_on)
        return left_on + datetime.timedelta(days=1) if left_on else None


@dataclass(kw_only=True)
class Plan:
    state: State
    sheet: Sheet
    units: UnitPlan
    people: list[PersonPlan]
    problems: list[Problem]

    @property
    def changes_nothing(self) -> bool:
        return not self.problems and not self.touched and not self.changed_units

    @property
    def touched(self) -> list[PersonPlan]:
        return [person for person in self.people if person.kind != "same"]

    @property
    def changed_units(self) -> list[Any]:
        changes = self.units.changes.values()
        return [change for change in changes if change.is_new or change.is_moved or change.is_renamed]


def make_plan(sheet: Sheet, state: State) -> Plan:
    units = UnitPlan(state=state)
    people = [_begin(row, state) for row in sheet.rows]
    present = [plan for plan in people if not (plan.gone_on and plan.gone_on <= plan.starts_on)]
    units.place_coded([plan.row for plan in present])
    problems: list[Problem] = list(sheet.problems)
    by_number = {plan.row.number: plan for plan in people}
    for plan in people:
        _plan_person(plan, state)
    for plan in present:
        _plan_units(plan, units, state, problems)
        _plan_employment(plan, state)
        _plan_supervisor(plan, by_number, sheet, state, problems)
    problems += units.problems
    problems += _taken_emails(people, state)
    if not problems:
        problems += _circles(present, state)
    return Plan(
        state=state, sheet=sheet, units=units, people=people, problems=sorted(problems, key=lambda found: found.line)
    )


def _begin(row: Row, state: State) -> PersonPlan:
    known = state.people.get(row.number) or state.unnumbered.get(row.cells.get("email") or "")
    joined_on = row.cells.get("joined_on") or (known.joined_on if known else None)
    person = known or Person(organization=state.organization, employee_number=row.number)
    return PersonPlan(row=row, person=person, is_new=known is None, starts_on=max(state.on, joined_on or state.on))


def _plan_person(plan: PersonPlan, state: State) -> None:
    person, cells = plan.person, plan.row.cells
    for key in PERSON_KEYS:
        if key in cells and cells[key] != getattr(person, key) and (key != "language" or cells[key]):
            plan.fields[key] = cells[key]
            plan.changes.append(Change(key=key, before=None if plan.is_new else getattr(person, key), after=cells[key]))
    if plan.is_new:
        plan.fields.setdefault("language", state.organization.language)
    elif not person.employee_number:
        plan.fields["employee_number"] = plan.row.number
        plan.changes.append(Change(key="employee_number", before="", after=plan.row.number))
    if plan.is_new:
        person.hue = hue_of(person.pk)
    if "left_on" in cells and cells["left_on"] != person.left_on:
        plan.leaves_on, plan.returns = cells["left_on"], cells["left_on"] is None
        plan.changes.append(Change(key="left_on", before=person.left_on, after=cells["left_on"]))


def _plan_units(plan: PersonPlan, units: UnitPlan, state: State, problems: list[Problem]) -> None:
    unit = units.resolve(plan.row)
    names_unit = plan.row.cells.get("unit") or plan.row.cells.get("unit_code")
    current = state.main.on(plan.person.pk, plan.starts_on)
    if unit is None and not names_unit and plan.is_new:
        problems.append(Problem(line=plan.row.line, column="unit", reason="no_unit"))
    here = unit or (state.units.get(current.unit_id) if current else None)
    if here is None:
        return
    stays = current is not None and current.unit_id == here.pk
    is_head = plan.row.cells.get("is_head", bool(current and current.is_head and stays))
    if not stays or (current and current.is_head != is_head):
        plan.unit, plan.is_head = here, is_head
        if not stays:
            before = state.units.get(current.unit_id) if current else None
            plan.changes.append(Change(key="unit", before=before, after=here))
        if bool(current and current.is_head and stays) != is_head:
            plan.changes.append(Change(key="is_head", before=not is_head, after=is_head))
    _plan_other_units(plan, units, state, here)


def _plan_other_units(plan: PersonPlan, units: UnitPlan, state: State, main: Unit) -> None:
    current = state.others.all_on(plan.person.pk, plan.starts_on)
    if "other_units" not in plan.row.cells:
        plan.others_ended = [row for row in current if row.unit_id == main.pk]
        return
    wanted = {}
    for path in plan.row.cells["other_units"]:
        unit = units.find(plan.row, path)
        if unit and unit.pk != main.pk:
            wanted[unit.pk] = unit
    plan.others_ended = [row for row in current if row.unit_id not in wanted]
    kept = {row.unit_id for row in current}
    plan.others_added = [unit for key, unit in wanted.items() if key not in kept]
    if plan.others_ended or plan.others_added:
        before = [state.units[row.unit_id] for row in current if row.unit_id in state.units]
        plan.changes.append(Change(key="other_units", before=before, after=list(wanted.values())))


def _plan_employment(plan: PersonPlan, state: State) -> None:
    current = state.employments.on(plan.person.pk, plan.starts_on)
    before = EmploymentFacts.of(current) if current else EmploymentFacts()
    told = {key: plan.row.cells[key] for key in EMPLOYMENT_KEYS if key in plan.row.cells}
    after = EmploymentFacts(**{key: told.get(key, getattr(before, key)) for key in EMPLOYMENT_KEYS})
    if current is None or before != after:
        plan.employment = after
    for key in EMPLOYMENT_KEYS:
        if getattr(before, key) != getattr(after, key):
            plan.changes.append(Change(key=key, before=getattr(before, key), after=getattr(after, key)))
    if current is None and not plan.is_new and before == after:
        plan.employment = None


def _plan_supervisor(
    plan: PersonPlan, by_number: dict[str, PersonPlan], sheet: Sheet, state: State, problems: list[Problem]
) -> None:
    if "supervisor" not in plan.row.cells:
        return
    number = plan.row.cells["supervisor"]
    current = state.lines.on(plan.person.pk, plan.starts_on)
    supervisor = _supervisor(number, by_number, state)
    reason = _why_not(plan, number, supervisor, by_number) if number else ""
    if reason == "unknown_supervisor" and number in sheet.numbers:
        return  # that line has a problem of its own
    if reason:
        problems.append(Problem(line=plan.row.line, column="supervisor", reason=reason, details={"value": number}))
    elif (current.supervisor_id if current else None) != (supervisor.pk if supervisor else None):
        plan.changes_supervisor, plan.supervisor = True, supervisor
        before = state.numbers.get(current.supervisor_id) if current else None
        plan.changes.append(Change(key="supervisor", before=before, after=number or None))


def _supervisor(number: str, by_number: dict[str, PersonPlan], state: State) -> Person | None:
    if number in by_number:
        return by_number[number].person
    return state.people.get(number) if number else None


def _why_not(plan: PersonPlan, number: str, supervisor: Person | None, by_number: dict[str, PersonPlan]) -> str:
    if number == plan.row.number:
        return "own_supervisor"
    if supervisor is None:
        return "unknown_supervisor"
    gone_on = by_number[number].gone_on if number in by_number else supervisor.gone_on
    return "supervisor_gone" if gone_on and gone_on <= plan.starts_on else ""


def _taken_emails(people: Iterable[PersonPlan], state: State) -> list[Problem]:
    """Addresses that somebody keeps who is not in the file, or who belongs to another organization."""
    wanted = {plan.fields["email"]: plan for plan in people if plan.fields.get("email")}
    moving = {plan.person.pk for plan in people if "email" in plan.fields}
    taken = []
    addresses = list(wanted)
    for start in range(0, len(addresses), 500):
        holders = Person.objects.filter(email__in=addresses[start : start + 500])
        taken += [email for pk, email in holders.values_list("pk", "email") if pk not in moving]
    return [
        Problem(line=wanted[email].row.line, column="email", reason="email_taken", details={"value": email})
        for email in taken
    ]


def _circles(people: Iterable[PersonPlan], state: State) -> list[Problem]:
    """Circles on the day of the import or on any later day on which a line begins."""
    changing = {plan.person.pk: plan for plan in people if plan.changes_supervisor}
    dates = {state.on, *(plan.starts_on for plan in changing.values())}
    dates |= {row.starts_on for rows in state.lines.by_key.values() for row in rows if row.starts_on > state.on}
    numbers = state.numbers | {plan.person.pk: plan.row.number for plan in people}
    found: dict[frozenset[uuid.UUID], Problem] = {}
    for date in sorted(dates):
        for circle in _circles_in(_lines_on(date, changing, state)):
            if not any(key in changing for key in circle):
                continue
            plan = min((changing[key] for key in circle if key in changing), key=lambda plan: plan.row.line)
            chain = " → ".join(numbers[key] for key in [*circle, circle[0]])
            found.setdefault(
                frozenset(circle),
                Problem(line=plan.row.line, column="supervisor", reason="line_circle", details={"chain": chain}),
            )
    return list(found.values())


def _lines_on(date: Date, changing: dict[uuid.UUID, PersonPlan], state: State) -> dict[uuid.UUID, uuid.UUID]:
    lines = {}
    for key in [*state.lines.by_key, *changing]:
        plan = changing.get(key)
        until_on = state.lines.until(key, plan.starts_on) if plan else None
        if plan and plan.starts_on <= date and (until_on is None or date < until_on):
            if plan.supervisor:
                lines[key] = plan.supervisor.pk
        elif row := state.lines.on(key, date):
            lines[key] = row.supervisor_id
    return lines


def _circles_in(above: dict[uuid.UUID, uuid.UUID]) -> list[list[uuid.UUID]]:
    circles, done = [], set()
    for start in above:
        path: list[uuid.UUID] = []
        on_path: set[uuid.UUID] = set()
        node: uuid.UUID | None = start
        while node is not None and node not in done and node not in on_path:
            path.append(node)
            on_path.add(node)
            node = above.get(node)
        if node in on_path:
            circles.append(path[path.index(node) :])
        done |= on_path
    return circles
