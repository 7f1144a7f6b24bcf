"""A table under a mapping: what each group or person said, and which lines could not be understood."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from aizuchi.surveys.outside.cells import (
    NotUnderstood,
    is_nothing,
    plain,
    read_count,
    read_day,
    read_share,
    split_count,
)
from aizuchi.surveys.outside.mapping import Mapping, Role, RowsAre, name_columns, top_names
from aizuchi.surveys.outside.tables import TableRow

MOST_FAULTS = 100
MOST_LEVELS = 12
ALL = frozenset({"", "全体", "全社", "合計", "総計", "overall", "company", "company overall", "all", "total"})

Path = tuple[str, ...]
"""Names of units from the top; empty for everybody."""


class LineFaultKind(StrEnum):
    NO_COUNT = "no_count"
    NOT_A_COUNT = "not_a_count"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DAY = "not_a_day"
    NO_QUESTION = "no_question"
    TWICE = "twice"
    # Found once units are known
    UNKNOWN_UNIT = "unknown_unit"
    TWO_UNITS = "two_units"
    UNKNOWN_PERSON = "unknown_person"
    PARTS_EXCEED = "parts_exceed"


@dataclass(frozen=True, slots=True)
class LineFault:
    kind: LineFaultKind
    line: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GroupNumber:
    """How many of a group answered a question, and which part of them favourably."""

    line: int
    unit: Path
    question: str
    day: datetime.date | None
    people: int
    favourable: Fraction


@dataclass(frozen=True, slots=True)
class PersonAnswers:
    line: int
    person: str
    unit: Path | None
    """None where the table has no unit."""
    answers: dict[str, str]
    """By question, as they stand there."""


@dataclass
class ToolAnswers:
    questions: dict[str, str] = field(default_factory=dict)
    """In their order, with the theme that stands above each."""
    numbers: list[GroupNumber] = field(default_factory=list)
    people: list[PersonAnswers] = field(default_factory=list)
    scored: set[str] = field(default_factory=set)
    """Questions of which every person has a number, here from 0 to 10."""
    days: list[datetime.date] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)

    def miss(self, kind: LineFaultKind, line: int, detail: str = "") -> None:
        self.faults.append(LineFault(kind, line, detail))


@dataclass(frozen=True, slots=True)
class _Table:
    mapping: Mapping
    names: list[str]
    tops: list[str]
    rows: Sequence[TableRow]

    def question_of(self, column: int) -> str:
        return split_count(self.names[column])[0]

    def cell(self, row: TableRow, role: Role) -> str:
        column = self.mapping.column(role)
        return "" if column is None else row.cell(column)


def read_answers_of_tool(rows: Sequence[TableRow], mapping: Mapping) -> ToolAnswers:
    top = mapping.header_rows
    table = _Table(mapping, name_columns(rows, top), top_names(rows, top), rows[top:])
    found = ToolAnswers()
    read_row = _read_person if mapping.rows_are == RowsAre.PEOPLE else _read_group
    for column in mapping.answers if mapping.column(Role.QUESTION) is None else ():
        found.questions[table.question_of(column)] = table.tops[column]
    for row in table.rows:
        read_row(table, row, found)
    if mapping.rows_are == RowsAre.PEOPLE:
        found.people = _join_people(found)
    return found


def read_path(cells: Sequence[str]) -> Path:
    """Of one cell with signs between its parts, or of several cells."""
    text = "/".join(plain(cell) for cell in cells if cell).replace(" > ", "/").replace("\\", "/")
    parts = [part.strip() for part in text.split("/")]
    return tuple(part for part in parts if part.lower() not in ALL)[:MOST_LEVELS]


def _read_group(table: _Table, row: TableRow, found: ToolAnswers) -> None:
    day = _read_day(table, row, found)
    for unit, question, people, value in _list_numbers(table, row):
        if is_nothing(value):
            continue
        if not question:
            found.miss(LineFaultKind.NO_QUESTION, row.line)
            continue
        if is_nothing(people):
            found.miss(LineFaultKind.NO_COUNT, row.line, question)
            continue
        try:
            number = read_count(people)
        except NotUnderstood:
            found.miss(LineFaultKind.NOT_A_COUNT, row.line, people)
            continue
        try:
            share = read_share(value, table.mapping.measure)
        except NotUnderstood:
            found.miss(LineFaultKind.NOT_A_NUMBER, row.line, value)
            continue
        found.questions.setdefault(question, "")
        if number:
            found.numbers.append(GroupNumber(row.line, unit, question, day, number, share))


def _list_numbers(table: _Table, row: TableRow) -> Iterator[tuple[Path, str, str, str]]:
    """Unit, question, how many, value: one of a long table, one for each column of a wide one."""
    mapping = table.mapping
    units, values = mapping.columns(Role.UNIT), mapping.answers
    question = table.cell(row, Role.QUESTION)
    for column in values:
        name, in_name = split_count(table.names[column])
        people = str(in_name) if in_name is not None else _count_beside(table, row, column)
        if mapping.column(Role.QUESTION) is not None and not units:
            yield read_path([name]), question, people, row.cell(column)
        elif mapping.column(Role.QUESTION) is not None:
            yield read_path([row.cell(one) for one in units]), question, people, row.cell(column)
        else:
            yield read_path([row.cell(one) for one in units]), name, people, row.cell(column)


def _count_beside(table: _Table, row: TableRow, column: int) -> str:
    """In the column of counts below the same name, if there is one, or in the only one."""
    counts = table.mapping.columns(Role.COUNT)
    beside = [one for one in counts if table.tops[one] and table.tops[one] == table.tops[column]]
    chosen = beside or counts
    return row.cell(chosen[0]) if chosen else ""


def _read_day(table: _Table, row: TableRow, found: ToolAnswers) -> datetime.date | None:
    cell = table.cell(row, Role.DATE)
    if is_nothing(cell):
        return None
    try:
        day = read_day(cell)
    except NotUnderstood:
        found.miss(LineFaultKind.NOT_A_DAY, row.line, cell)
        return None
    found.days.append(day)
    return day


def _read_person(table: _Table, row: TableRow, found: ToolAnswers) -> None:
    mapping = table.mapping
    _read_day(table, row, found)
    units = mapping.columns(Role.UNIT)
    unit = read_path([row.cell(one) for one in units]) if units else None
    if mapping.column(Role.QUESTION) is not None:
        question = table.cell(row, Role.QUESTION)
        if not question:
            found.miss(LineFaultKind.NO_QUESTION, row.line)
            return
        found.questions.setdefault(question, "")
        asked = dict.fromkeys([question], mapping.answers[0]) if mapping.answers else {}
    else:
        asked = {table.question_of(column): column for column in mapping.answers}
    answers = {key: _read_answer(table, row, key, column, found) for key, column in asked.items()}
    person = plain(table.cell(row, Role.PERSON))
    found.people.append(PersonAnswers(row.line, person, unit, {key: one for key, one in answers.items() if one}))


def _read_answer(table: _Table, row: TableRow, question: str, column: int, found: ToolAnswers) -> str:
    """As it stands there; of a score how far it is on the way from the lowest to the highest, from 0 to 10."""
    cell = row.cell(column)
    if table.mapping.roles[column] != Role.SCORE:
        return cell
    found.scored.add(question)
    if is_nothing(cell):
        return ""
    try:
        return str(round(10 * read_share(cell, table.mapping.measure_of_people)))
    except NotUnderstood:
        found.miss(LineFaultKind.NOT_A_NUMBER, row.line, cell)
        return ""


def _join_people(found: ToolAnswers) -> list[PersonAnswers]:
    """Of a long table several lines are one person. Whoever answered twice counts once, with what came later."""
    by_person: dict[str, PersonAnswers] = {}
    for place, one in enumerate(found.people):
        key = one.person.lower() or f"\0{place}"
        before = by_person.get(key)
        if before is None:
            by_person[key] = one
            continue
        if before.answers.keys() & one.answers.keys():
            found.miss(LineFaultKind.TWICE, one.line)
        by_person[key] = PersonAnswers(one.line, one.person, one.unit, before.answers | one.answers)
    return list(by_person.values())
