"""What a file would change, as somebody reads it before saying yes."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aizuchi.people.importing import Plan, Problem, Summary
from aizuchi.people.importing.columns import BY_KEY
from aizuchi.people.importing.planning import Change, PersonPlan
from aizuchi.people.importing.unit_plan import UnitChange
from aizuchi.people.models import Employment, Unit

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class ProblemLine:
    line: int
    column: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    line: int
    number: str
    name: str
    kind: str
    changes: list[ChangeLine]


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    kind: str
    path: str
    before: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    encoding: str
    unused: list[str]
    problems: list[ProblemLine]
    problem_count: int
    summary: Summary | None
    people: list[PersonLine]
    units: list[UnitLine]

    @property
    def changes_nothing(self) -> bool:
        return self.summary is not None and not self.people and not self.units


def preview_plan(plan: Plan) -> Preview:
    """The first hundred of each; everything is counted."""
    return Preview(
        encoding=plan.sheet.encoding,
        unused=plan.sheet.unused,
        problems=problem_lines(plan.problems),
        problem_count=len(plan.problems),
        summary=None if plan.problems else Summary.of(plan),
        people=[] if plan.problems else [_person_line(person) for person in plan.touched[:SHOWN]],
        units=[] if plan.problems else [_unit_line(change) for change in plan.changed_units[:SHOWN]],
    )


def preview_refusal(problems: list[Problem]) -> Preview:
    """A file that could not be read at all."""
    return Preview(
        encoding="",
        unused=[],
        problems=problem_lines(problems),
        problem_count=len(problems),
        summary=None,
        people=[],
        units=[],
    )


def problem_lines(problems: Iterable[Problem]) -> list[ProblemLine]:
    return [
        ProblemLine(
            line=problem.line,
            column=str(BY_KEY[problem.column].label) if problem.column else "",
            sentence=problem.sentence,
        )
        for problem in list(problems)[:SHOWN]
    ]


def _person_line(plan: PersonPlan) -> PersonLine:
    cells = plan.row.cells
    return PersonLine(
        line=plan.row.line,
        number=plan.row.number,
        name=f"{cells['family_name']} {cells['given_name']}",
        kind=plan.kind,
        changes=[_change_line(change) for change in plan.changes if change.before or change.after],
    )


def _change_line(change: Change) -> ChangeLine:
    label = str(BY_KEY[change.key].label)
    return ChangeLine(label=label, before=_say(change.key, change.before), after=_say(change.key, change.after))


def _say(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return date_format(value, "Y-m-d")
    if isinstance(value, list):
        return ", ".join(unit.label for unit in value)
    if isinstance(value, Unit):
        return value.label
    if key == "kind" and value:
        return str(Employment.Kind(value).label)
    return str(value or "")


def _unit_line(change: UnitChange) -> UnitLine:
    kind = "added" if change.is_new else "moved" if change.is_moved else "renamed"
    return UnitLine(kind=kind, path=" / ".join(change.path), before=" / ".join(change.previous_path))
