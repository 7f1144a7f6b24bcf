"""The sheets of an XLSForm as rows whose cells are taken one by one; what nobody took is left, and can be told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyxform import aliases, constants
from pyxform.errors import PyXFormError
from pyxform.parsing.sheet_headers import dealias_and_group_headers
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey
from pyxform.xls2json_backends import csv_to_dict, xlsx_to_dict

from aizuchi.people.importing.encodings import decode
from aizuchi.people.importing.problems import ImportRefused
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.exchange.understood import is_japanese
from aizuchi.surveys.exchange.workbooks import LIMITS, XLS, XLSX, check_workbook
from aizuchi.surveys.structure import Words

MOST_ROWS = 5000
_UNNAMED = constants.DEFAULT_LANGUAGE_VALUE
_GROUPED = {"bind", "control", "media"}
_LANGUAGE_NAMES = {
    "ja": re.compile(r"\(ja\b|^ja\b|japanese|日本語", re.I),
    "en": re.compile(r"\(en\b|^en\b|english|英語", re.I),
}
_SHEETS: Mapping[str, tuple[Mapping[str, Any], set[str]]] = {
    constants.SURVEY: (aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names())),
    constants.CHOICES: (aliases.list_header, set(Option.get_slot_names()) | {constants.LIST_NAME_S}),
    constants.SETTINGS: (aliases.settings_header, set(Survey.get_slot_names())),
}

Cell = str | Mapping[str, str]
"""One text, or one in each language."""


@dataclass(slots=True)
class SheetRow:
    place: str
    cells: dict[str, Cell]

    def take(self, column: str) -> Cell:
        return self.cells.pop(column, "")

    def take_text(self, column: str) -> str:
        cell = self.take(column)
        return cell if isinstance(cell, str) else next(iter(cell.values()), "")


@dataclass(frozen=True, slots=True)
class Sheets:
    survey: list[SheetRow]
    choices: list[SheetRow]
    settings: list[SheetRow]


@dataclass(frozen=True, slots=True)
class Languages:
    """Which of the file's languages are ours, and what its words without a language are written in."""

    ours: Mapping[str, str]
    usual: str
    others: tuple[str, ...]

    @classmethod
    def of(cls, sheets: Sheets) -> "Languages":
        cells = [row.cells.get(name, "") for row in (*sheets.survey, *sheets.choices) for name in ("label", "hint")]
        names = dict.fromkeys(name for cell in cells if not isinstance(cell, str) for name in cell)
        ours = {name: code for name in names for code, said in _LANGUAGE_NAMES.items() if said.search(name)}
        unnamed = "".join(cell if isinstance(cell, str) else cell.get(_UNNAMED, "") for cell in cells)
        settings = sheets.settings[0].cells.get("default_language", "") if sheets.settings else ""
        said = next((code for code, name in _LANGUAGE_NAMES.items() if name.search(str(settings))), "")
        others = tuple(name for name in names if name not in ours and name != _UNNAMED)
        return cls(ours, said or ("ja" if is_japanese(unnamed) else "en"), others)

    def read(self, cell: Cell) -> Words:
        if isinstance(cell, str):
            return Words(**{self.usual: cell})
        found = {self.usual: cell[_UNNAMED]} if _UNNAMED in cell else {}
        return Words(**found | {code: cell[name] for name, code in self.ours.items() if name in cell})


def read_sheets(raw: bytes) -> Sheets:
    """Raises FileRefused."""
    book = _read_book(raw)
    found = {name: _read_rows(book, name) for name in _SHEETS}
    return Sheets(**found)


def _read_book(raw: bytes) -> dict[str, Any]:
    if raw.startswith(XLS):
        raise FileRefused([Remark(RemarkKind.OLD_WORKBOOK)])
    try:
        if raw.startswith(XLSX):
            check_workbook(raw)
            return dict(xlsx_to_dict(raw))
        if len(raw) > LIMITS.size:
            raise FileRefused([Remark(RemarkKind.TOO_MUCH)])
        _, text = decode(raw)
        return dict(csv_to_dict(text.encode()))
    except FileRefused:
        raise
    except ImportRefused as error:
        raise FileRefused([Remark(RemarkKind.NOT_READABLE, detail=error.problems[0].sentence)]) from error
    except Exception as error:  # pyxform, openpyxl and csv raise of every kind on what is broken
        raise FileRefused([Remark(RemarkKind.NOT_READABLE)]) from error


def _read_rows(book: Mapping[str, Any], sheet: str) -> list[SheetRow]:
    rows = book.get(sheet) or []
    if len(rows) > MOST_ROWS:
        raise FileRefused([Remark(RemarkKind.TOO_MUCH, sheet)])
    names, columns = _SHEETS[sheet]
    try:
        grouped = dealias_and_group_headers(
            sheet_name=sheet,
            sheet_data=rows,
            sheet_header=book.get(f"{sheet}_header") or [],
            header_aliases=dict(names),
            header_columns=columns,
            add_row_number=True,
        )
    except PyXFormError as error:
        raise FileRefused([Remark(RemarkKind.WRONG_VALUE, sheet)]) from error
    return [SheetRow(f"{sheet}:{row.pop('__row')}", dict(_flatten(row))) for row in grouped.data if len(row) > 1]


def _flatten(row: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    """`bind` and the like are pyxform's own grouping."""
    for name, cell in row.items():
        if name in _GROUPED and isinstance(cell, dict):
            yield from ((inner.removeprefix("jr:"), value) for inner, value in cell.items())
        elif isinstance(cell, str | dict):
            yield name, cell
