"""Bytes as rows of cells."""

import csv
import datetime
import io
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl import load_workbook

from aizuchi.people.importing.encodings import decode
from aizuchi.people.importing.problems import ImportRefused
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.exchange.workbooks import LIMITS, XLS, XLSX, check_workbook

MOST_ROWS = 20_000
MOST_COLUMNS = 300
LONGEST_CELL = 4000


@dataclass(frozen=True, slots=True)
class TableRow:
    line: int
    """As a spreadsheet counts."""
    cells: list[str]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


def read_rows(raw: bytes) -> list[TableRow]:
    """Without empty ones; the first sheet of a workbook. Raises FileRefused."""
    if raw.startswith(XLS):
        raise FileRefused([Remark(RemarkKind.OLD_WORKBOOK)])
    try:
        rows = _read_workbook(raw) if raw.startswith(XLSX) else _read_csv(raw)
    except ImportRefused as error:
        raise FileRefused([Remark(RemarkKind.NOT_READABLE, detail=error.problems[0].sentence)]) from error
    if len(rows) < 2:
        raise FileRefused([Remark(RemarkKind.NO_ROWS)])
    return rows


def _read_csv(raw: bytes) -> list[TableRow]:
    if len(raw) > LIMITS.size:
        raise FileRefused([Remark(RemarkKind.TABLE_TOO_LARGE)])
    _encoding, text = decode(raw)
    first = "\n".join(text[:20_000].splitlines()[:5])
    delimiter = max(",\t;", key=first.count)
    try:
        return _gather(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefused([Remark(RemarkKind.NOT_READABLE)]) from error


def _read_workbook(raw: bytes) -> list[TableRow]:
    check_workbook(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        return _gather(map(_write, row) for row in book.worksheets[0].iter_rows(values_only=True))
    except FileRefused:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as error:
        raise FileRefused([Remark(RemarkKind.NOT_READABLE)]) from error


def _gather(rows: Iterable[Iterable[str]]) -> list[TableRow]:
    found: list[TableRow] = []
    for line, row in enumerate(rows, start=1):
        cells = [_tidy(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS or len(found) >= MOST_ROWS or line > 4 * MOST_ROWS:
            raise FileRefused([Remark(RemarkKind.TABLE_TOO_LARGE)])
        if cells:
            found.append(TableRow(line, cells))
    return found


def _write(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _tidy(cell: str) -> str:
    shown = "".join(sign for sign in cell if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
    return shown.strip()[:LONGEST_CELL]
