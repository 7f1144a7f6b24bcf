"""What a table of another tool would become; writes nothing."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aizuchi.people.models import Organization
from aizuchi.people.queries import main_units, outline_of
from aizuchi.people.queries.units import Tree
from aizuchi.surveys.adding_up import Totals, add_up
from aizuchi.surveys.models import ToolMapping
from aizuchi.surveys.outside.adding_up import Unit, take_parts_away
from aizuchi.surveys.outside.mapping import MOST_HEADER_ROWS, Role, RowsAre, name_columns, read_mapping, sign_of
from aizuchi.surveys.outside.mapping import Mapping as ColumnMapping
from aizuchi.surveys.outside.presets import Guess, guess_mapping
from aizuchi.surveys.outside.questions import code_of, define_answered, define_measured, find_choice
from aizuchi.surveys.outside.reading import (
    GroupNumber,
    LineFault,
    LineFaultKind,
    Path,
    PersonAnswers,
    ToolAnswers,
    read_answers_of_tool,
)
from aizuchi.surveys.outside.tables import TableRow
from aizuchi.surveys.outside.units import FoundUnit, find_units
from aizuchi.surveys.people_by_sign import find_people
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.given import Given, ReadAnswers, read_answers

MANY = 500


@dataclass(kw_only=True)
class ToolRound:
    """One survey that comes of a table."""

    day: datetime.date
    definition: Definition
    totals: Totals[Unit]
    people: dict[Unit, int]
    """How many answered, by the smallest unit they are in."""
    above: dict[Unit, Unit]
    """Units that have answers, and what holds them, each after the one above it; everybody first."""
    named: dict[uuid.UUID, tuple[Unit, ReadAnswers]] = field(default_factory=dict)
    """By person, where it was asked by name."""


@dataclass(frozen=True, kw_only=True)
class ToolResults:
    rounds: list[ToolRound]
    faults: list[LineFault]


def recall_mapping(organization: Organization, rows: Sequence[TableRow]) -> Guess:
    """As it was read the last time; otherwise as it looks."""
    signs = [sign_of(name_columns(rows, count)) for count in range(1, min(MOST_HEADER_ROWS, len(rows) - 1) + 1)]
    for kept in ToolMapping.objects.filter(organization=organization, sign__in=signs):
        mapping = read_mapping(kept.mapping)
        if mapping is not None and kept.sign == sign_of(name_columns(rows, mapping.header_rows)):
            return Guess(kept.tool, mapping)
    return guess_mapping(rows)


def understand_results(
    organization: Organization,
    rows: Sequence[TableRow],
    mapping: ColumnMapping,
    *,
    title: str,
    held_on: datetime.date | None,
    is_named: bool,
    today: datetime.date,
) -> ToolResults:
    """Days of a table of groups are rounds of their own; people answer on many days, of which the latest counts."""
    found = read_answers_of_tool(rows, mapping)
    days = [day for day in found.days if day <= today]
    latest = held_on or max(days, default=today)
    tree = outline_of(organization, on=latest)
    reading = _Reading(organization, tree, found, title, mapping)
    if mapping.rows_are == RowsAre.PEOPLE:
        rounds = [_add_up_people(reading, latest, is_named)] if found.people else []
        return ToolResults(rounds=rounds, faults=found.faults)
    by_day: defaultdict[datetime.date, list[GroupNumber]] = defaultdict(list)
    for one in found.numbers:
        by_day[one.day if one.day and one.day <= today else latest].append(one)
    rounds = [_add_up_groups(reading, day, by_day[day]) for day in sorted(by_day)]
    return ToolResults(rounds=rounds, faults=sorted(found.faults, key=lambda one: one.line))


@dataclass(frozen=True)
class _Reading:
    organization: Organization
    tree: Tree
    found: ToolAnswers
    title: str
    mapping: ColumnMapping

    def find_units(self, lines: Iterable[tuple[int, Path]]) -> dict[Path, FoundUnit]:
        """Each that is not known is told once."""
        first: dict[Path, int] = {}
        for line, path in lines:
            first.setdefault(path, line)
        units = find_units(self.tree, first)
        for path, line in first.items():
            if not units[path].is_exact:
                double = units[path].is_double
                kind = LineFaultKind.TWO_UNITS if double else LineFaultKind.UNKNOWN_UNIT
                self.found.miss(kind, line, "/".join(path))
        return units

    def list_above(self, units: Iterable[Unit]) -> dict[Unit, Unit]:
        above: dict[Unit, Unit] = {None: None}
        for unit in units:
            before: Unit = None
            for node in self.tree.path_of(unit) if unit else ():
                above.setdefault(node.id, before)
                before = node.id
        return above


def _add_up_groups(reading: _Reading, day: datetime.date, numbers: Sequence[GroupNumber]) -> ToolRound:
    units = reading.find_units((one.line, one.unit) for one in numbers)
    exact = {(units[one.unit].unit, one.question) for one in numbers if units[one.unit].is_exact}
    given = [
        (units[one.unit].unit, one)
        for one in numbers
        if units[one.unit].is_exact or (units[one.unit].unit, one.question) not in exact
    ]
    above = reading.list_above(unit for unit, _one in given)
    own = take_parts_away(given, above)
    reading.found.faults += own.faults
    asked = {one.question: reading.found.questions.get(one.question, "") for one in numbers}
    definition = define_measured(reading.title, asked, reading.mapping.measure)
    return ToolRound(day=day, definition=definition, totals=own.totals, people=own.people, above=above)


def _add_up_people(reading: _Reading, day: datetime.date, is_named: bool) -> ToolRound:
    found = reading.found
    answers: defaultdict[str, list[str]] = defaultdict(list)
    for one in found.people:
        for question, answer in one.answers.items():
            answers[question].append(answer)
    definition = define_answered(reading.title, found.questions, answers, found.scored)
    units = reading.find_units((one.line, one.unit) for one in found.people if one.unit is not None)
    known = _find_people(reading, day) if reading.mapping.column(Role.PERSON) is not None else {}
    read: list[tuple[Unit, ReadAnswers]] = []
    named: dict[uuid.UUID, tuple[Unit, ReadAnswers]] = {}
    for one in found.people:
        person, own_unit = known.get(one.person.strip().lower(), (None, None))
        if one.person and person is None:
            found.miss(LineFaultKind.UNKNOWN_PERSON, one.line)
        unit = own_unit if one.unit is None else units[one.unit].unit
        sheet = (unit, read_answers(definition, _give(definition, one)))
        read.append(sheet)
        if is_named and person is not None:
            named[person] = sheet
    totals = add_up(definition, read)
    people = {unit: total.answered for unit, total in totals.by_group.items()}
    above = reading.list_above(people)
    return ToolRound(day=day, definition=definition, totals=totals, people=people, above=above, named=named)


def _give(definition: Definition, one: PersonAnswers) -> Given:
    by_code = {code_of(question): answer for question, answer in one.answers.items()}
    return {
        question.code: find_choice(question, by_code[question.code])  # type: ignore[misc]
        for question in definition.list_questions()
        if question.code in by_code
    }


def _find_people(reading: _Reading, day: datetime.date) -> Mapping[str, tuple[uuid.UUID, Unit]]:
    """With the unit they were in on that day."""
    found = find_people(reading.organization, {one.person for one in reading.found.people})
    main = main_units(reading.organization, on=day)
    units = {person: main.get(person) for person in found.values()}
    return {
        typed: (person, units[person] if units[person] in reading.tree.by_id else None)
        for typed, person in found.items()
    }
