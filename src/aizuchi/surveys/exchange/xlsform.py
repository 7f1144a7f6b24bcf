"""XLSForm, as ODK, Kobo and others write it: read by pyxform, kept as far as there is a counterpart here.

What is left out is told row by row. Where a formula is not understood, its question is asked of everybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from pyxform import aliases
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from aizuchi.surveys.exchange.comparing import Named, NotKept, all_of
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.exchange.understood import Understood, finish, fit_code
from aizuchi.surveys.exchange.xlsform_formulas import read_limits, read_relevant
from aizuchi.surveys.exchange.xlsform_sheets import Languages, SheetRow, Sheets, read_sheets
from aizuchi.surveys.structure import Choice, Condition, Definition, Demand, Kind, Section, SurveyQuestion, Words
from aizuchi.surveys.structure.definition import MOST_CHOICES, MOST_QUESTIONS, OTHER

_SELECTS = {"select one": Kind.SINGLE, "select all that apply": Kind.MULTIPLE, "rank": Kind.RANKING}
_KINDS = {
    "integer": Kind.NUMBER,
    "int": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "range": Kind.NUMBER,
    "date": Kind.DATE,
    "text": Kind.SHORT_TEXT,
    "string": Kind.SHORT_TEXT,
    "note": Kind.INFORMATION,
}
_WHOLE = {"integer", "int"}
_REFERENCE = re.compile(r"\$\{[^}]*\}")
MOST_STEPS = 11
"""A range with no more steps than this is a scale, with more a number."""


@dataclass(frozen=True, slots=True)
class _Type:
    name: str
    kind: Kind
    list_name: str = ""
    takes_other: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    choices: tuple[Choice, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Group:
    title: Words
    condition: Condition | None


@dataclass(slots=True)
class _Reading:
    """What was found on the way through the rows."""

    languages: Languages
    remarks: list[Remark] = field(default_factory=list)
    lists: dict[str, _List] = field(default_factory=dict)
    names: dict[str, Named] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    sections: list[Section] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    begins_section: bool = True

    def tell(self, kind: RemarkKind, row: SheetRow, detail: str = "") -> None:
        self.remarks.append(Remark(kind, row.place, detail))

    def tell_rest(self, row: SheetRow) -> None:
        if row.cells:
            self.tell(RemarkKind.PART_LEFT_OUT, row, ", ".join(row.cells))

    def take_words(self, row: SheetRow, column: str) -> Words:
        words = self.languages.read(row.take(column))
        if references := _REFERENCE.findall(words.ja + words.en):
            self.tell(RemarkKind.REFERENCE_STAYS, row, ", ".join(dict.fromkeys(references)))
        return words

    def take_code(self, row: SheetRow, taken: set[str], *, usual: str) -> tuple[str, str]:
        """What it is called in the file, and here."""
        name = row.take_text("name")
        code = fit_code(name, taken, usual=usual)
        taken.add(code)
        if code != name:
            self.tell(RemarkKind.CODE_CHANGED, row, f"{name} → {code}")
        return name, code


def read_xlsform(raw: bytes, *, title: str) -> Understood:
    """`title` is for a form that has none. Raises FileRefused."""
    sheets = read_sheets(raw)
    reading = _Reading(Languages.of(sheets))
    heading = _read_heading(reading, sheets, title)
    _read_lists(reading, sheets.choices)
    for row in sheets.survey:
        _read_row(reading, row)
    if not reading.codes:
        raise FileRefused([Remark(RemarkKind.NO_SURVEY), *reading.remarks])
    if len(reading.codes) > MOST_QUESTIONS:
        raise FileRefused([Remark(RemarkKind.TOO_MUCH, "survey")])
    reading.remarks += [Remark(RemarkKind.LANGUAGE_LEFT_OUT, detail=name) for name in reading.languages.others]
    return finish(Definition(title=heading, sections=tuple(reading.sections)), reading.remarks)


def _read_heading(reading: _Reading, sheets: Sheets, title: str) -> Words:
    heading = Words()
    for row in sheets.settings[:1]:
        heading = reading.take_words(row, "title")
        row.take("default_language")
        reading.tell_rest(row)
    return heading if heading.ja or heading.en else reading.languages.read(title)


def _read_lists(reading: _Reading, rows: list[SheetRow]) -> None:
    found: dict[str, list[Choice]] = {}
    codes: dict[str, dict[str, str]] = {}
    for row in rows:
        name = row.take_text("list name")
        choices = found.setdefault(name, [])
        if len(choices) >= MOST_CHOICES:
            reading.tell(RemarkKind.CHOICES_LEFT_OUT, row, row.take_text("name"))
            continue
        theirs, code = reading.take_code(row, {choice.code for choice in choices}, usual="choice")
        codes.setdefault(name, {}).setdefault(theirs, code)
        choices.append(Choice(code, reading.take_words(row, "label")))
        reading.tell_rest(row)
    reading.lists = {name: _List(tuple(choices), codes[name]) for name, choices in found.items()}


def _read_row(reading: _Reading, row: SheetRow) -> None:
    name = row.take_text("type")
    if begin := RE_BEGIN_CONTROL.search(name):
        _begin_group(reading, row, is_repeated=aliases.control[begin["type"]] != "group")
    elif RE_END_CONTROL.search(name):
        del reading.groups[-1:]
        reading.begins_section = True
    elif found := _find_type(reading, name):
        _add(reading, _read_question(reading, row, found))
    else:
        reading.tell(RemarkKind.QUESTION_LEFT_OUT, row, f"{row.take_text('name')} ({name})")


def _begin_group(reading: _Reading, row: SheetRow, *, is_repeated: bool) -> None:
    row.take("name")
    reading.groups.append(_Group(reading.take_words(row, "label"), _take_condition(reading, row)))
    reading.begins_section = True
    if is_repeated:
        reading.tell(RemarkKind.ASKED_ONCE_ONLY, row)
    reading.tell_rest(row)


def _find_type(reading: _Reading, name: str) -> _Type | None:
    """None for what cannot be asked here."""
    if name in _KINDS:
        return _Type(name, _KINDS[name])
    select = RE_SELECT.search(name)
    if select is None or select["list_name"] not in reading.lists:
        return None
    kind = _SELECTS.get(aliases.select[select["select_command"]])
    return None if kind is None else _Type(name, kind, select["list_name"], bool(select["specify_other"]))


def _read_question(reading: _Reading, row: SheetRow, found: _Type) -> SurveyQuestion:
    name, code = reading.take_code(row, reading.codes, usual="question")
    listed = _take_list(reading, row, found)
    appearance = row.take_text("appearance").split()
    question = SurveyQuestion(
        code=code,
        kind=_kind_by_appearance(found.kind, appearance),
        words=reading.take_words(row, "label"),
        explanation=reading.take_words(row, "hint"),
        choices=listed.choices,
        takes_other=found.takes_other,
        demand=_take_demand(reading, row),
        condition=_take_condition(reading, row),
    )
    question = _take_parameters(reading, row, question)
    if question.kind == Kind.NUMBER:
        question = _take_limits(reading, row, question, is_whole=found.name in _WHOLE)
    codes = listed.codes or {choice.code: choice.code for choice in question.choices}
    reading.names.setdefault(name, Named(question, codes))
    reading.tell_rest(row)
    return question


def _kind_by_appearance(kind: Kind, appearance: list[str]) -> Kind:
    """How a question looks is ours to say; only what it asks is kept."""
    if kind == Kind.SINGLE and "likert" in appearance:
        return Kind.SCALE
    return Kind.LONG_TEXT if kind == Kind.SHORT_TEXT and "multiline" in appearance else kind


def _take_list(reading: _Reading, row: SheetRow, found: _Type) -> _List:
    listed = reading.lists[found.list_name] if found.list_name else _List()
    if not found.takes_other or OTHER not in listed.codes.values():
        return listed
    reading.tell(RemarkKind.CHOICES_LEFT_OUT, row, OTHER)  # it is the choice in one's own words
    return replace(listed, choices=tuple(choice for choice in listed.choices if choice.code != OTHER))


def _take_demand(reading: _Reading, row: SheetRow) -> Demand:
    said = row.take_text("required")
    if said and said not in aliases.yes_no:
        reading.tell(RemarkKind.CONDITION_LEFT_OUT, row, said)
    return Demand.REQUIRED if aliases.yes_no.get(said) else Demand.FREE


def _take_condition(reading: _Reading, row: SheetRow) -> Condition | None:
    formula = row.take_text("relevant")
    if not formula or aliases.yes_no.get(formula):
        return None
    try:
        return read_relevant(formula, reading.names)
    except NotKept:
        reading.tell(RemarkKind.CONDITION_LEFT_OUT, row, formula)
        return None


def _take_limits(reading: _Reading, row: SheetRow, question: SurveyQuestion, *, is_whole: bool) -> SurveyQuestion:
    if is_whole:
        reading.tell(RemarkKind.LIMIT_LEFT_OUT, row, "integer")
    formula = row.take_text("constraint")
    if not formula:
        return question
    try:
        least, most = read_limits(formula, is_whole=is_whole)
    except NotKept:
        reading.tell(RemarkKind.LIMIT_LEFT_OUT, row, formula)
        return question
    return replace(question, least=least, most=most)


def _take_parameters(reading: _Reading, row: SheetRow, question: SurveyQuestion) -> SurveyQuestion:
    said = dict(re.findall(r"(\w+)\s*=\s*([^\s,;]+)", row.take_text("parameters")))
    if question.kind == Kind.NUMBER and {"start", "end"} <= said.keys():
        step = said.pop("step", "1")
        question = _as_range(question, said.pop("start"), said.pop("end"), step)
        if question.kind == Kind.NUMBER:
            reading.tell(RemarkKind.LIMIT_LEFT_OUT, row, f"step={step}")
    if question.choices and said.pop("randomize", "") == "true":
        question = replace(question, in_random_order=True)
    if said:
        reading.tell(RemarkKind.PART_LEFT_OUT, row, ", ".join(f"{name}={value}" for name, value in said.items()))
    return question


def _as_range(question: SurveyQuestion, start: str, end: str, step: str) -> SurveyQuestion:
    try:
        least, most = sorted((Decimal(start), Decimal(end)))
    except InvalidOperation:
        return question
    if not (least.is_finite() and most.is_finite()):
        return question
    if least == 0 and most == 10 and step == "1":
        return replace(question, kind=Kind.ZERO_TO_TEN)
    if step == "1" and least >= 0 and least == least.to_integral_value() and most - least < MOST_STEPS:
        numbers = [str(number) for number in range(int(least), int(most) + 1)]
        steps = tuple(Choice(number, Words(ja=number, en=number)) for number in numbers)
        return replace(question, kind=Kind.SCALE, choices=steps)
    return replace(question, least=least, most=most)


def _add(reading: _Reading, question: SurveyQuestion) -> None:
    """To the section that is open; a new one after each beginning and end of a group."""
    if reading.begins_section:
        reading.sections.append(_new_section(reading))
        reading.begins_section = False
    section = reading.sections[-1]
    reading.sections[-1] = replace(section, questions=(*section.questions, question))


def _new_section(reading: _Reading) -> Section:
    titles = [group.title for group in reading.groups]
    conditions = [group.condition for group in reading.groups if group.condition]
    return Section(
        code=f"section_{len(reading.sections) + 1}",
        title=titles[-1] if titles else Words(),
        condition=all_of(conditions) if conditions else None,
    )
