"""What a file would change, as somebody reads it before saying yes."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aizuchi.people import endings
from aizuchi.people.events import SupervisorChange
from aizuchi.people.importing import ImportPlan, ImportProblem, ImportSummary
from aizuchi.people.importing.columns import BY_KEY
from aizuchi.people.importing.person_plan import ImportChange, PersonPlan
from aizuchi.people.importing.unit_plan import UnitChange
from aizuchi.people.models import Employment, Membership, Person, Unit, join_name
from aizuchi.ui.formatting import format_date

SHOWN = 100
# More endings than this, and more than this share of those who are here, are asked about a second time.
FEW = 5
SHARE = 0.05


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


@dataclass(kw_only=True)
class EndsInUnit:
    """What would be over for the people of one unit."""

    label: str
    people: int = 0
    losing: int = 0
    pairs: int = 0
    is_emptied: bool = False

    @property
    def count(self) -> int:
        return self.people + self.losing + self.pairs


@dataclass(frozen=True, kw_only=True)
class Ends:
    """What would be over: people, pairs with their 1on1s, units without anybody."""

    people: list[str]
    people_count: int
    losing: int
    pairs: int
    pairs_by_kind: list[tuple[str, int]]
    meetings: int
    units: list[str]
    by_unit: list[EndsInUnit]
    """The most first; pairs count where the mentee is."""
    asks: int
    """The number that has to be typed, because it is more than usual; 0 if nothing is asked."""

    def __bool__(self) -> bool:
        return bool(self.people_count or self.losing or self.pairs or self.units)


@dataclass(frozen=True, kw_only=True)
class ProblemGroup:
    sentence: str
    count: int
    line: int
    reason: str
    column: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    encoding: str
    groups: list[ProblemGroup]
    unused: list[str]
    problems: list[ProblemLine]
    problem_count: int
    summary: ImportSummary | None
    people: list[PersonLine]
    units: list[UnitLine]
    ends: Ends | None = None

    @property
    def changes_nothing(self) -> bool:
        return self.summary is not None and not self.people and not self.units

    @property
    def is_cut(self) -> bool:
        """Whether more people are touched than are shown."""
        told = self.summary
        return told is not None and told.added + told.changed + told.ended > len(self.people)


def preview_plan(plan: ImportPlan, *, now: datetime.datetime) -> Preview:
    """The first hundred of each; everything is counted."""
    return Preview(
        encoding=plan.sheet.encoding,
        groups=_groups(plan.problems),
        unused=plan.sheet.unused,
        problems=problem_lines(plan.problems),
        problem_count=len(plan.problems),
        summary=None if plan.problems else ImportSummary.of(plan),
        people=[] if plan.problems else [_person_line(person) for person in plan.touched[:SHOWN]],
        units=[] if plan.problems else [_unit_line(change) for change in plan.changed_units[:SHOWN]],
        ends=None if plan.problems else ends_of(plan, now),
    )


def ends_of(plan: ImportPlan, now: datetime.datetime) -> Ends:
    """Of a plan without problems."""
    organization = plan.state.organization
    leaving = [person for person in plan.people if person.leaves_on and not person.is_new]
    losing = [person for person in plan.people if person.is_present and person.loses_supervisor]
    change = endings.ConsideredChange(
        supervisors=tuple(
            SupervisorChange(person.person.pk, person.supervisor.pk if person.supervisor else None, person.starts_on)
            for person in plan.people
            if person.is_present and person.changes_supervisor and not person.is_new
        ),
        departures=tuple((person.person.pk, person.leaves_on) for person in leaving if person.leaves_on),
    )
    ending = endings.what_would_end(organization, change, now=now)
    here = Person.objects.filter(organization=organization).present_on(organization.today(now)).count()
    asks = next(
        (count for count in (len(leaving), len(losing)) if count > FEW and count > SHARE * here),
        ending.pair_count if ending.pair_count > FEW and ending.pair_count > SHARE * here else 0,
    )
    emptied = _emptied(plan, leaving)
    return Ends(
        people=[f"{person.person.full_name} ({_say_value('', person.leaves_on)})" for person in leaving[:SHOWN]],
        people_count=len(leaving),
        losing=len(losing),
        pairs=ending.pair_count,
        pairs_by_kind=ending.pairs_by_kind,
        meetings=ending.meeting_count,
        units=sorted(plan.state.units[unit_id].label for unit_id in emptied),
        by_unit=_by_unit(plan, leaving, losing, ending, emptied),
        asks=asks,
    )


def _by_unit(
    plan: ImportPlan,
    leaving: Sequence[PersonPlan],
    losing: Sequence[PersonPlan],
    ending: endings.Endings,
    emptied: Collection[uuid.UUID],
) -> list[EndsInUnit]:
    state, groups = plan.state, dict[uuid.UUID | None, EndsInUnit]()

    def group_of(person_id: uuid.UUID) -> EndsInUnit:
        main = state.main.on(person_id, state.on)
        unit = state.units.get(main.unit_id) if main else None
        key = unit.pk if unit else None
        label = unit.label if unit else _("without a unit")
        return groups.setdefault(key, EndsInUnit(label=label, is_emptied=key in emptied))

    for person in leaving:
        group_of(person.person.pk).people += 1
    for person in losing:
        group_of(person.person.pk).losing += 1
    for pair in ending.pairs:
        group_of(pair.mentee_id).pairs += 1
    return sorted(groups.values(), key=lambda group: (-group.count, group.label))


def _emptied(plan: ImportPlan, leaving: Sequence[PersonPlan]) -> set[uuid.UUID]:
    """Units whose people all leave or move, and into which nobody comes."""
    going = {person.person.pk for person in leaving} | {person.person.pk for person in plan.people if person.unit}
    coming = {person.unit.pk for person in plan.people if person.unit and person.is_present}
    here = Membership.objects.on(plan.state.on).filter(unit__organization=plan.state.organization)
    left: dict[uuid.UUID, bool] = {}
    for unit_id, person_id in here.values_list("unit", "person"):
        left[unit_id] = left.get(unit_id, True) and person_id in going
    return {
        unit_id
        for unit_id, is_empty in left.items()
        if is_empty and unit_id not in coming and unit_id in plan.state.units
    }


def preview_refusal(problems: list[ImportProblem]) -> Preview:
    """A file that could not be read at all."""
    return Preview(
        encoding="",
        groups=_groups(problems),
        unused=[],
        problems=problem_lines(problems),
        problem_count=len(problems),
        summary=None,
        people=[],
        units=[],
    )


def problem_lines(problems: Iterable[ImportProblem]) -> list[ProblemLine]:
    return [
        ProblemLine(
            line=problem.line,
            column=str(BY_KEY[problem.column].label) if problem.column else "",
            sentence=problem.sentence,
        )
        for problem in list(problems)[:SHOWN]
    ]


def _groups(problems: Iterable[ImportProblem]) -> list[ProblemGroup]:
    """Those for one reason together, the most first, each with the first of its sentences."""
    by_reason: dict[tuple[str, str], list[ImportProblem]] = defaultdict(list)
    for problem in problems:
        by_reason[problem.reason, problem.column].append(problem)
    most_first = sorted(by_reason.values(), key=len, reverse=True)
    return [
        ProblemGroup(
            sentence=some[0].sentence,
            count=len(some),
            line=some[0].line,
            reason=some[0].reason,
            column=some[0].column,
            label=str(BY_KEY[some[0].column].label) if some[0].column else "",
        )
        for some in most_first
    ]


def _person_line(plan: PersonPlan) -> PersonLine:
    cells = plan.row.cells
    return PersonLine(
        line=plan.row.line,
        number=plan.row.number,
        name=join_name(cells["family_name"], cells.get("given_name", "")),
        kind="back" if plan.comes_back else plan.kind,
        changes=[_change_line(change) for change in plan.changes if change.before or change.after],
    )


def _change_line(change: ImportChange) -> ChangeLine:
    if isinstance(change.after, bool):  # the one thing of which people are or are not: head of their unit
        told = _("becomes head of the unit") if change.after else _("is no longer head of the unit")
        return ChangeLine(label="", before="", after=told)
    label = str(BY_KEY["kind" if change.key == "kind_name" else change.key].label)
    return ChangeLine(
        label=label, before=_say_value(change.key, change.before), after=_say_value(change.key, change.after)
    )


def _say_value(key: str, value: Any) -> str:
    if isinstance(value, datetime.date):
        return format_date(value)
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
