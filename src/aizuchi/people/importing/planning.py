"""What a file would change: computed for the preview and, from the same rows, for the import itself."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aizuchi.kernel.days import day_after
from aizuchi.people.importing.cells import fold
from aizuchi.people.importing.columns import EMPLOYMENT_KEYS, PERSON_KEYS
from aizuchi.people.importing.problems import ImportProblem
from aizuchi.people.importing.reading import ImportRow, ImportSheet
from aizuchi.people.importing.state import State, names_of
from aizuchi.people.importing.unit_plan import UnitChange, UnitPlan
from aizuchi.people.models import Membership, Person, Unit
from aizuchi.people.operations.address import waits_for_its_owner
from aizuchi.people.operations.employment import EmploymentFacts
from aizuchi.people.operations.person import hue_of

Date = datetime.date
Post = tuple[Unit, bool]
"""A unit beside the main one, and whether they head it."""


@dataclass(frozen=True, kw_only=True)
class ImportChange:
    """One value before and after; `key` is a column."""

    key: str
    before: Any
    after: Any


@dataclass(kw_only=True)
class PersonPlan:
    row: ImportRow
    person: Person
    is_new: bool
    starts_on: Date
    joined_on: Date | None
    left_on: Date | None
    changes: list[ImportChange] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    unit: Unit | None = None
    is_head: bool = False
    others_ended: list[Membership] = field(default_factory=list)
    others_added: list[Post] = field(default_factory=list)
    employment: EmploymentFacts | None = None
    changes_supervisor: bool = False
    supervisor: Person | None = None
    address: str | None = None
    """Asked for only: its owner signs in already, and says whether it is theirs."""
    asks_for_address: bool = False
    leaves_on: Date | None = None
    returns: bool = False
    """A last day is taken back: they go on where they ended."""
    comes_back: bool = False
    """They were gone, and begin anew."""

    @property
    def kind(self) -> str:
        if self.is_new:
            return "added"
        if self.leaves_on:
            return "ended"
        return "changed" if self.changes else "same"

    @property
    def gone_on(self) -> Date | None:
        return day_after(self.left_on) if self.left_on else None

    @property
    def is_present(self) -> bool:
        return not (self.gone_on and self.gone_on <= self.starts_on)

    @property
    def loses_supervisor(self) -> bool:
        return self.changes_supervisor and self.supervisor is None


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
    problems += _taken_emails(people, state)
    problems += _accounts(people, state)
    if not problems:
        problems += _circles(present, state)
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
        if reason == "unknown_supervisor" and told in named.bad_numbers:
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
        self.bad_numbers = sheet.numbers
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
            family, given = plan.row.cells["family_name"], plan.row.cells.get("given_name", "")
            for name in (f"{family}{given}", f"{given}{family}"):
                names[fold(name)][plan.person.pk] = plan.person
        return names

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
            return None, "unknown_email" if "@" in told else "unknown_supervisor", details
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


def _taken_emails(people: Iterable[PersonPlan], state: State) -> list[ImportProblem]:
    """Addresses that somebody keeps who is not in the file, or who belongs to another organization."""
    wanted = {email: plan for plan in people if (email := plan.fields.get("email") or plan.address)}
    moving = {plan.person.pk for plan in people if "email" in plan.fields}
    taken = []
    addresses = list(wanted)
    for start in range(0, len(addresses), 500):
        holders = Person.objects.filter(email__in=addresses[start : start + 500])
        taken += [email for pk, email in holders.values_list("pk", "email") if pk not in moving]
    return [
        ImportProblem(line=wanted[email].row.line, column="email", reason="email_taken", details={"value": email})
        for email in taken
    ]


def _accounts(people: Iterable[PersonPlan], state: State) -> Iterable[ImportProblem]:
    """What the operations would refuse: an administrator's account, the last of them, an address taken away."""
    staying = set(state.administrators)
    for plan in people:
        about = {change.key for change in plan.changes} & {*PERSON_KEYS, "employee_number", "left_on"}
        if about and plan.person.pk in state.closed:
            yield ImportProblem(line=plan.row.line, column=min(about), reason="administrator")
        if plan.asks_for_address and not plan.address and not plan.leaves_on and not plan.person.left_on:
            yield ImportProblem(line=plan.row.line, column="email", reason="address_needed")
        if plan.leaves_on and plan.person.pk in staying:
            staying.discard(plan.person.pk)
            if not staying:
                yield ImportProblem(line=plan.row.line, column="left_on", reason="latest_administrator")


def _circles(people: Iterable[PersonPlan], state: State) -> list[ImportProblem]:
    """Circles on the day of the import or on any later day on which a line begins."""
    changing = {plan.person.pk: plan for plan in people if plan.changes_supervisor}
    dates = {state.on, *(plan.starts_on for plan in changing.values())}
    dates |= {row.starts_on for rows in state.lines.by_key.values() for row in rows if row.starts_on > state.on}
    numbers = state.numbers | {plan.person.pk: plan.row.number for plan in people}
    found: dict[frozenset[uuid.UUID], ImportProblem] = {}
    for date in sorted(dates):
        for circle in _circles_in(_lines_on(date, changing, state)):
            if not any(key in changing for key in circle):
                continue
            plan = min((changing[key] for key in circle if key in changing), key=lambda plan: plan.row.line)
            chain = " → ".join(numbers[key] for key in [*circle, circle[0]])
            found.setdefault(
                frozenset(circle),
                ImportProblem(line=plan.row.line, column="supervisor", reason="line_circle", details={"chain": chain}),
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
