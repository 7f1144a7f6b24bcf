"""What a file would change: computed for the preview and, from the same rows, for the import itself."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aizuchi.people.importing.cells import fold
from aizuchi.people.importing.columns import EMPLOYMENT_KEYS, PERSON_KEYS
from aizuchi.people.importing.conflicts import find_circles, find_refused_accounts, find_taken_emails
from aizuchi.people.importing.person_plan import ImportChange, PersonPlan, Post
from aizuchi.people.importing.problems import ImportProblem
from aizuchi.people.importing.reading import ImportRow, ImportSheet
from aizuchi.people.importing.state import State, names_of
from aizuchi.people.importing.unit_plan import UnitChange, UnitPlan
from aizuchi.people.models import Person, Unit
from aizuchi.people.operations.address import waits_for_its_owner
from aizuchi.people.operations.employment import EmploymentFacts
from aizuchi.people.operations.person import hue_of


@dataclass(kw_only=True)
class ImportPlan:
    state: State
    sheet: ImportSheet
    units: UnitPlan
    people: list[PersonPlan]
    problems: list[ImportProblem]
    keeps_endings: bool = False

    @property
    def changes_nothing(self) -> bool:
        return not self.problems and not self.touched and not self.changed_units

    @property
    def touched(self) -> list[PersonPlan]:
        return [person for person in self.people if person.kind != "same"]

    @property
    def changed_units(self) -> list[UnitChange]:
        return [change for change in self.units.changes.values() if change.changes_anything]


def make_plan(sheet: ImportSheet, state: State, *, keeps_endings: bool = False) -> ImportPlan:
    """With `keeps_endings` nobody leaves and nobody is left without a supervisor, whatever the file says."""
    units = UnitPlan(state=state)
    problems: list[ImportProblem] = list(sheet.problems)
    people = [_begin(row, state, problems, keeps_endings=keeps_endings) for row in sheet.rows]
    present = [plan for plan in people if plan.is_present]
    units.place_coded([plan.row for plan in present])
    named = Named(people, sheet, state)
    for plan in people:
        _plan_person(plan, state)
    mains = {plan.person.pk: _resolve_units(plan, units, state) for plan in present}
    for plan in present:  # only now, when every line has said which units there are
        _plan_units(plan, mains[plan.person.pk], units, state, problems)
        _plan_employment(plan, state)
        _plan_supervisor(plan, named, state, problems, keeps_endings=keeps_endings)
    problems += units.problems
    problems += named.find_unknown_in(sheet.faulty)
    problems += find_taken_emails(people)
    problems += find_refused_accounts(people, state)
    if not problems:
        problems += find_circles(present, state)
    return ImportPlan(
        state=state,
        sheet=sheet,
        units=units,
        people=people,
        problems=sorted(problems, key=lambda found: found.line),
        keeps_endings=keeps_endings,
    )


def _begin(row: ImportRow, state: State, problems: list[ImportProblem], *, keeps_endings: bool) -> PersonPlan:
    known = _known(row, state, problems)
    cells = row.cells
    joined_on = cells.get("joined_on", known.joined_on if known else None)
    before = known.left_on if known else None
    left_on = cells.get("left_on", before)
    comes_back = bool(before and joined_on and joined_on > before)
    if comes_back and "left_on" not in cells:
        left_on = None
    if cells.get("status") == "left" and not left_on:
        left_on = before
        if not before:
            problems.append(ImportProblem(line=row.line, column="left_on", reason="left_without_day"))
    if keeps_endings and known and left_on:
        left_on = before
    if left_on and joined_on and left_on < joined_on and "joined_on" not in cells:
        problems.append(ImportProblem(line=row.line, column="left_on", reason="left_before_joined"))
    return PersonPlan(
        row=row,
        person=known or Person(organization=state.organization, employee_number=row.number),
        is_new=known is None,
        starts_on=max(state.on, joined_on or state.on),
        joined_on=joined_on,
        left_on=left_on,
        comes_back=comes_back,
    )


def _known(row: ImportRow, state: State, problems: list[ImportProblem]) -> Person | None:
    """By number, else by an address of somebody without one, else by a number that has lost its zeros on the way."""
    number, email = row.number, row.cells.get("email") or ""
    known = state.people.get(number) or state.unnumbered.get(email)
    similar = state.without_zeros.get(number.lstrip("0"), []) if number.isdecimal() and not known else []
    if len(similar) != 1:
        return known
    name = fold(f"{row.cells['family_name']}{row.cells.get('given_name', '')}")
    if (email and similar[0].email == email) or name in names_of(similar[0]):
        return similar[0]
    details = {"value": number, "known": similar[0].employee_number}
    problems.append(ImportProblem(line=row.line, column="employee_number", reason="lost_zeros", details=details))
    return None


def _plan_person(plan: PersonPlan, state: State) -> None:
    person, cells = plan.person, plan.row.cells
    for key in PERSON_KEYS:
        if key in cells and cells[key] != getattr(person, key) and (key != "language" or cells[key]):
            if key == "email" and not plan.is_new and waits_for_its_owner(person, cells[key]):
                if cells[key] and cells[key] == state.wished.get(person.pk):
                    continue
                plan.address, plan.asks_for_address = cells[key], True
            else:
                plan.fields[key] = cells[key]
            plan.changes.append(
                ImportChange(key=key, before=None if plan.is_new else getattr(person, key), after=cells[key])
            )
    if plan.comes_back:
        plan.fields.pop("joined_on", None)  # written together with the last day of the time before
    if plan.is_new:
        plan.fields.setdefault("language", state.organization.language)
    elif not person.employee_number:
        plan.fields["employee_number"] = plan.row.number
        plan.changes.append(ImportChange(key="employee_number", before="", after=plan.row.number))
    if plan.is_new:
        person.hue = hue_of(person.pk)
    if plan.left_on != person.left_on:
        plan.leaves_on, plan.returns = plan.left_on, plan.left_on is None and not plan.comes_back
        plan.changes.append(ImportChange(key="left_on", before=person.left_on, after=plan.left_on))


def _resolve_units(plan: PersonPlan, units: UnitPlan, state: State) -> tuple[Unit | None, list[Post]]:
    """The main unit, and the others that further lines name."""
    main = units.resolve(plan.row)
    posts = [(unit, row.cells.get("is_head", False)) for row in plan.row.posts if (unit := units.resolve(row))]
    current = state.main.on(plan.person.pk, plan.starts_on)
    if main and posts and current and not plan.row.is_marked:
        here = next((post for post in posts if post[0].pk == current.unit_id), None)
        if here:  # which line is the first says nothing about somebody whose main unit is known
            posts = [(main, plan.row.cells.get("is_head", False)), *(post for post in posts if post != here)]
            return here[0], posts
    return main, posts


def _plan_units(
    plan: PersonPlan,
    told: tuple[Unit | None, list[Post]],
    units: UnitPlan,
    state: State,
    problems: list[ImportProblem],
) -> None:
    unit, posts = told
    names_unit = plan.row.cells.get("unit") or plan.row.cells.get("unit_code")
    current = state.main.on(plan.person.pk, plan.starts_on)
    if unit is None and not names_unit and (plan.is_new or plan.comes_back):
        problems.append(ImportProblem(line=plan.row.line, column="unit", reason="no_unit"))
    here = unit or (state.units.get(current.unit_id) if current else None)
    if here is None:
        return
    stays = current is not None and current.unit_id == here.pk
    is_head = plan.row.cells.get("is_head", bool(current and current.is_head and stays))
    if not stays or (current and current.is_head != is_head):
        _require_standing(plan, here, "unit", problems)
        plan.unit, plan.is_head = here, is_head
        if not stays:
            before = state.units.get(current.unit_id) if current else None
            plan.changes.append(ImportChange(key="unit", before=before, after=here))
        if bool(current and current.is_head and stays) != is_head:
            plan.changes.append(ImportChange(key="is_head", before=not is_head, after=is_head))
    _plan_other_units(plan, posts, units, state, here, problems)


def _require_standing(plan: PersonPlan, unit: Unit, column: str, problems: list[ImportProblem]) -> None:
    if unit.until_on and unit.until_on <= plan.starts_on:
        details = {"value": unit.code}
        problems.append(ImportProblem(line=plan.row.line, column=column, reason="unit_closed", details=details))


def _plan_other_units(
    plan: PersonPlan, posts: list[Post], units: UnitPlan, state: State, main: Unit, problems: list[ImportProblem]
) -> None:
    current = state.others.all_on(plan.person.pk, plan.starts_on)
    if "other_units" not in plan.row.cells and not posts and "is_other_post" not in plan.row.cells:
        plan.others_ended = [row for row in current if row.unit_id == main.pk]
        return
    heads = {row.unit_id: row.is_head for row in current}
    named = (units.find(plan.row, path) for path in plan.row.cells.get("other_units", ()))
    listed = [(unit, heads.get(unit.pk, False)) for unit in named if unit]
    wanted = {unit.pk: (unit, is_head) for unit, is_head in [*listed, *posts] if unit.pk != main.pk}
    plan.others_ended = [row for row in current if heads[row.unit_id] != wanted.get(row.unit_id, (None, None))[1]]
    kept = {row.unit_id for row in current if row not in plan.others_ended}
    plan.others_added = [post for key, post in wanted.items() if key not in kept]
    for unit, _ in plan.others_added:
        _require_standing(plan, unit, "other_units", problems)
    if plan.others_ended or plan.others_added:
        before = [state.units[row.unit_id] for row in current if row.unit_id in state.units]
        after = [unit for unit, _ in wanted.values()]
        plan.changes.append(ImportChange(key="other_units", before=before, after=after))


def _plan_employment(plan: PersonPlan, state: State) -> None:
    current = state.employments.on(plan.person.pk, plan.starts_on)
    before = EmploymentFacts.of(current) if current else EmploymentFacts()
    told = {key: plan.row.cells[key] for key in EMPLOYMENT_KEYS if key in plan.row.cells}
    after = EmploymentFacts(**{key: told.get(key, getattr(before, key)) for key in EMPLOYMENT_KEYS})
    if current is None or before != after:
        plan.employment = after
    for key in EMPLOYMENT_KEYS:
        if getattr(before, key) != getattr(after, key):
            plan.changes.append(ImportChange(key=key, before=getattr(before, key), after=getattr(after, key)))
    if current is None and not plan.is_new and not plan.comes_back and before == after:
        plan.employment = None


def _plan_supervisor(
    plan: PersonPlan, named: "Named", state: State, problems: list[ImportProblem], *, keeps_endings: bool
) -> None:
    if "supervisor" not in plan.row.cells:
        return
    told = plan.row.cells["supervisor"]
    current = state.lines.on(plan.person.pk, plan.starts_on)
    if told:
        supervisor, reason, details = named.find(plan, told)
        if named.is_faulty(told) and reason.startswith("unknown"):
            return  # that line has a problem of its own
        if reason:
            problems.append(ImportProblem(line=plan.row.line, column="supervisor", reason=reason, details=details))
            return
    else:
        supervisor = None
        if keeps_endings:
            return
    if (current.supervisor_id if current else None) != (supervisor.pk if supervisor else None):
        plan.changes_supervisor, plan.supervisor = True, supervisor
        before = state.numbers.get(current.supervisor_id) if current else None
        after = (supervisor.employee_number or told) if supervisor else None
        plan.changes.append(ImportChange(key="supervisor", before=before, after=after))


class Named:
    """Who is meant by a number, an address or a name: first the people of the file, then all others."""

    def __init__(self, people: Iterable[PersonPlan], sheet: ImportSheet, state: State) -> None:
        self.state = state
        self.sheet = sheet
        self.plans: dict[uuid.UUID, PersonPlan] = {}
        self.numbers: dict[str, Person] = {}
        self.emails: dict[str, Person] = {}
        for plan in people:
            self.plans[plan.person.pk] = plan
            self.numbers[plan.row.number] = plan.person
            if email := plan.row.cells.get("email"):
                self.emails[email] = plan.person

    @cached_property
    def names(self) -> dict[str, dict[uuid.UUID, Person]]:
        names: dict[str, dict[uuid.UUID, Person]] = defaultdict(dict)
        for plan in self.plans.values():
            for name in _full_names(plan.row):
                names[name][plan.person.pk] = plan.person
        return names

    @cached_property
    def of_faulty(self) -> set[str]:
        emails = {row.cells.get("email", "") for row in self.sheet.faulty}
        return self.sheet.numbers | emails | {name for row in self.sheet.faulty for name in _full_names(row)}

    def is_faulty(self, told: str) -> bool:
        """Whether a line that cannot be taken over is meant."""
        return told in self.of_faulty or fold(told) in self.of_faulty

    def find_unknown_in(self, rows: Iterable[ImportRow]) -> list[ImportProblem]:
        """Supervisors whom nobody knows, in lines of which nothing else is looked at."""
        told = [(row.line, row.cells.get("supervisor") or "") for row in rows]
        return [
            ImportProblem(line=line, column="supervisor", reason=_unknown(value), details={"value": value})
            for line, value in told
            if value and not self.is_faulty(value) and not self._candidates(value)
        ]

    @cached_property
    def without_zeros(self) -> dict[str, dict[uuid.UUID, Person]]:
        numbers: dict[str, dict[uuid.UUID, Person]] = defaultdict(dict)
        for number, person in self.numbers.items():
            if number.isdecimal():
                numbers[number.lstrip("0")][person.pk] = person
        return numbers

    def find(self, plan: PersonPlan, told: str) -> tuple[Person | None, str, dict[str, Any]]:
        """Who it is, or why it cannot be."""
        details: dict[str, Any] = {"value": told}
        found = self._candidates(told)
        if len(found) > 1:
            return None, "several_supervisors", details
        if not found:
            return None, _unknown(told), details
        supervisor = found[0]
        if supervisor.pk == plan.person.pk:
            return None, "own_supervisor", details
        known = self.plans.get(supervisor.pk)
        gone_on = known.gone_on if known else supervisor.gone_on
        if gone_on and gone_on <= plan.starts_on:
            return None, "supervisor_gone", details
        if (joined_on := (known or supervisor).joined_on) and joined_on > plan.starts_on:
            return None, "supervisor_not_yet", details | {"day": joined_on.isoformat()}
        return supervisor, "", details

    def _candidates(self, told: str) -> list[Person]:
        if "@" in told:
            one = self.emails.get(told) or self.state.by_email.get(told)
            return [one] if one else []
        if one := self.numbers.get(told) or self.state.people.get(told):
            return [one]
        if told.isdecimal():
            short = told.lstrip("0")
            others = {person.pk: person for person in self.state.without_zeros.get(short, [])}
            return list((others | self.without_zeros.get(short, {})).values())
        name = fold(told)
        return list(({p.pk: p for p in self.state.by_name.get(name, [])} | self.names.get(name, {})).values())


def _full_names(row: ImportRow) -> list[str]:
    family, given = row.cells.get("family_name") or "", row.cells.get("given_name") or ""
    return [fold(f"{family}{given}"), fold(f"{given}{family}")] if family else []


def _unknown(told: str) -> str:
    return "unknown_email" if "@" in told else "unknown_supervisor"
