"""What each line may say alone, and all lines together may not."""

import datetime
import uuid
from collections.abc import Iterable

from aizuchi.people.importing.columns import PERSON_KEYS
from aizuchi.people.importing.person_plan import PersonPlan
from aizuchi.people.importing.problems import ImportProblem
from aizuchi.people.importing.state import State
from aizuchi.people.models import Person

Date = datetime.date
GUARDED_ADDRESS = "guarded_address"


def find_taken_emails(people: Iterable[PersonPlan]) -> list[ImportProblem]:
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


def find_refused_accounts(people: Iterable[PersonPlan], state: State) -> Iterable[ImportProblem]:
    """What the operations would refuse: an administrator's account, the last of them, an address taken away."""
    staying = set(state.administrators)
    for plan in people:
        about = {change.key for change in plan.changes} & {*PERSON_KEYS, "employee_number", "left_on"}
        if about and plan.person.pk in state.closed:
            yield ImportProblem(line=plan.row.line, column=min(about), reason="administrator")
        elif "email" in about and plan.person.pk in state.guarded:
            yield ImportProblem(line=plan.row.line, column="email", reason=GUARDED_ADDRESS)
        if plan.asks_for_address and not plan.address and not plan.leaves_on and not plan.person.left_on:
            yield ImportProblem(line=plan.row.line, column="email", reason="address_needed")
        if plan.leaves_on and plan.person.pk in staying:
            staying.discard(plan.person.pk)
            if not staying:
                yield ImportProblem(line=plan.row.line, column="left_on", reason="latest_administrator")


def find_circles(people: Iterable[PersonPlan], state: State) -> list[ImportProblem]:
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
