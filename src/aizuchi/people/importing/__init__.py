"""People, units and reporting lines from one CSV file: looked at first, then taken over altogether or not at all."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from aizuchi.people.importing.applying import Import, Progress, apply_plan
from aizuchi.people.importing.planning import Plan, make_plan
from aizuchi.people.importing.problems import ImportRefused, Problem
from aizuchi.people.importing.reading import read_sheet
from aizuchi.people.importing.state import load_state
from aizuchi.people.models import Organization, Person
from aizuchi.people.operations.editing import begin
from aizuchi.people.policies import may_edit_people, require

__all__ = ["ImportRefused", "Plan", "Problem", "Summary", "plan_import", "run_import"]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How many people, and how many units, an import touched."""

    added: int
    changed: int
    ended: int
    same: int
    units_added: int
    units_changed: int

    @classmethod
    def of(cls, plan: Plan) -> "Summary":
        kinds = [person.kind for person in plan.people]
        founded = sum(change.is_new for change in plan.changed_units)
        return cls(
            added=kinds.count("added"),
            changed=kinds.count("changed"),
            ended=kinds.count("ended"),
            same=kinds.count("same"),
            units_added=founded,
            units_changed=len(plan.changed_units) - founded,
        )


def _silent(stage: str, done: int, total: int) -> None:
    pass


def plan_import(
    source: Path | bytes,
    *,
    organization: Organization,
    viewer: Person | None,
    now: datetime.datetime,
    on: datetime.date | None = None,
) -> Plan:
    """What the file would change from `on` (today, unless told otherwise), with every problem; writes nothing.

    Raises `ImportRefused` where the file as a whole cannot be read.
    """
    require(may_edit_people(viewer, organization, on=organization.today(now)))
    sheet = read_sheet(_content(source))
    return make_plan(sheet, load_state(organization, on=on or organization.today(now)))


@transaction.atomic
def run_import(
    source: Path | bytes,
    *,
    organization: Organization,
    actor: Person | None,
    now: datetime.datetime,
    progress: Progress = _silent,
    on: datetime.date | None = None,
) -> Summary:
    """Takes the file over, or raises `ImportRefused` and changes nothing.

    `progress` hears of the stage ("read", "check", "people", "dates", "pairs") and how much of it is done.
    """
    progress("read", 0, 1)
    sheet = read_sheet(_content(source))
    progress("check", 0, len(sheet.rows))
    organization = begin(actor=actor, organization_id=organization.pk, now=now)
    plan = make_plan(sheet, load_state(organization, on=on or organization.today(now)))
    if plan.problems:
        raise ImportRefused(plan.problems)
    progress("check", len(sheet.rows), len(sheet.rows))
    summary = Summary.of(plan)
    apply_plan(Import(plan=plan, actor=actor, now=now, progress=progress))
    return summary


def _content(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()
