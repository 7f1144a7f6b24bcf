"""People, units and reporting lines from one CSV file: looked at first, then taken over altogether or not at all."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.staging import run_staged
from aizuchi.people.importing.applying import Import, Progress, apply_plan
from aizuchi.people.importing.planning import ImportPlan, make_plan
from aizuchi.people.importing.problems import ImportProblem, ImportRefused
from aizuchi.people.importing.reading import Choice, read_sheet
from aizuchi.people.importing.state import load_state
from aizuchi.people.importing.undo import Undo
from aizuchi.people.models import Organization, Person
from aizuchi.people.operations.editing import begin
from aizuchi.people.policies import may_edit_people

__all__ = [
    "ImportPlan",
    "ImportProblem",
    "ImportRefused",
    "ImportSummary",
    "import_invented_people",
    "plan_import",
    "run_import",
    "run_import_for_undo",
    "run_import_staged",
]

T = TypeVar("T")

FEW_LINES = 300


@dataclass(frozen=True, kw_only=True)
class ImportSummary:
    """How many people, and how many units, an import touched."""

    added: int
    changed: int
    ended: int
    same: int
    units_added: int
    units_changed: int
    addresses_asked: int = 0
    """Of people who sign in already: another address holds once they confirm it."""

    @classmethod
    def of(cls, plan: ImportPlan) -> "ImportSummary":
        kinds = [person.kind for person in plan.people]
        founded = sum(change.is_new for change in plan.changed_units)
        return cls(
            added=kinds.count("added"),
            changed=kinds.count("changed"),
            ended=kinds.count("ended"),
            same=kinds.count("same"),
            units_added=founded,
            units_changed=len(plan.changed_units) - founded,
            addresses_asked=sum(person.asks_for_address for person in plan.people),
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
    choice: Choice | None = None,
    keeps_endings: bool = False,
) -> ImportPlan:
    """What the file would change from `on` (today, unless told otherwise), with every problem; writes nothing.

    Raises `ImportRefused` where the file as a whole cannot be read.
    """
    today = organization.today(now)
    require(may_edit_people(viewer, organization, on=today))
    _refuse_demo(organization)
    sheet = read_sheet(_content(source), choice)
    return make_plan(
        sheet, load_state(organization, on=on or today, today=today, actor=viewer), keeps_endings=keeps_endings
    )


def run_import(
    source: Path | bytes,
    *,
    organization: Organization,
    actor: Person | None,
    now: datetime.datetime,
    progress: Progress = _silent,
    on: datetime.date | None = None,
    choice: Choice | None = None,
    keeps_endings: bool = False,
) -> ImportSummary:
    """Takes the file over, or raises `ImportRefused` and changes nothing.

    `progress` hears of the stage ("read", "check", "people", "dates", "pairs") and how much of it is done.
    """
    content = _content(source)

    def take_over() -> ImportSummary:
        summary, _ = run_import_for_undo(
            content,
            organization=organization,
            actor=actor,
            now=now,
            progress=progress,
            on=on,
            choice=choice,
            keeps_endings=keeps_endings,
        )
        return summary

    return run_import_staged(content, take_over)


def run_import_staged(content: bytes, take_over: Callable[[], T]) -> T:
    """In one transaction. A long one keeps nobody from writing; a short one is not worth a copy of everything."""
    if content.count(b"\n") > FEW_LINES:
        return run_staged(take_over)
    with transaction.atomic():
        return take_over()


@transaction.atomic
def run_import_for_undo(
    source: Path | bytes,
    *,
    organization: Organization,
    actor: Person | None,
    now: datetime.datetime,
    progress: Progress,
    on: datetime.date | None,
    choice: Choice | None,
    keeps_endings: bool,
) -> tuple[ImportSummary, Undo]:
    """As `run_import`, and what it takes to take it back."""
    _refuse_demo(organization)
    return _take_over(
        _content(source),
        organization=organization,
        actor=actor,
        now=now,
        progress=progress,
        on=on,
        choice=choice,
        keeps_endings=keeps_endings,
    )


@transaction.atomic
def import_invented_people(content: bytes, *, organization: Organization, now: datetime.datetime) -> None:
    """Those of the demo, who may stand behind its open doors."""
    _take_over(content, organization=organization, actor=None, now=now)


def _take_over(
    content: bytes,
    *,
    organization: Organization,
    actor: Person | None,
    now: datetime.datetime,
    progress: Progress = _silent,
    on: datetime.date | None = None,
    choice: Choice | None = None,
    keeps_endings: bool = False,
) -> tuple[ImportSummary, Undo]:
    progress("read", 0, 1)
    sheet = read_sheet(content, choice)
    progress("check", 0, len(sheet.rows))
    organization = begin(actor=actor, organization_id=organization.pk, now=now)
    today = organization.today(now)
    state = load_state(organization, on=on or today, today=today, actor=actor)
    plan = make_plan(sheet, state, keeps_endings=keeps_endings)
    if plan.problems:
        raise ImportRefused(plan.problems)
    progress("check", len(sheet.rows), len(sheet.rows))
    summary = ImportSummary.of(plan)
    run = Import(plan=plan, actor=actor, now=now, today=today, progress=progress)
    try:
        apply_plan(run)
    except Refusal as refusal:  # days on which two plans meet, which only writing finds
        raise ImportRefused([ImportProblem(line=0, reason="refused", details={"why": str(refusal)})]) from refusal
    return summary, run.undo


def _refuse_demo(organization: Organization) -> None:
    """Its doors stand open: real people do not belong behind them."""
    if organization.is_demo:
        raise ImportRefused([ImportProblem(line=0, reason="demo")])


def _content(source: Path | bytes) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()
