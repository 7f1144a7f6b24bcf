"""From bytes to rows: which letters these are, which columns there are, and what each cell says."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aizuchi.people.importing.columns import BY_NAME, COLUMNS, BadCell, Column, fold_name
from aizuchi.people.importing.problems import ImportRefused, Problem

MAX_MEGABYTES = 30


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person as the file tells it; only columns that the file has."""

    line: int
    cells: dict[str, Any]

    @property
    def number(self) -> str:
        return str(self.cells["employee_number"])


@dataclass(kw_only=True)
class Sheet:
    encoding: str
    columns: list[Column]
    unused: list[str]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    header: list[Column | None] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        return any(column.key == key for column in self.columns)


def read_sheet(content: bytes) -> Sheet:
    """Every readable row, and every problem of the others. What concerns the whole file raises `ImportRefused`."""
    encoding, text = decode(content)
    lines = _records(text)
    _, header = next(lines, (0, []))
    sheet = _read_header(header, encoding)
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            _read_row(sheet, line, cells, width=len(header))
    if not sheet.rows and not sheet.problems:
        raise ImportRefused([Problem(line=0, reason="no_rows")])
    _refuse_doubles(sheet)
    return sheet


def decode(content: bytes) -> tuple[str, str]:
    """The encoding and the text. UTF-8 proves itself; what it cannot be is Shift_JIS as Windows writes it."""
    if not content.strip():
        raise ImportRefused([Problem(line=0, reason="empty")])
    if len(content) > MAX_MEGABYTES * 1024 * 1024:
        raise ImportRefused([Problem(line=0, reason="too_large", details={"megabytes": MAX_MEGABYTES})])
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused([Problem(line=0, reason="workbook")])
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused([Problem(line=0, reason="utf16")])
    try:
        return "UTF-8", content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not _is_mostly_utf8(content):
            return _decode_shift_jis(content)
        is_end = error.end >= len(content) and error.reason == "unexpected end of data"
        raise ImportRefused([_at(content, error.start, "cut_off" if is_end else "encoding")]) from error


def _decode_shift_jis(content: bytes) -> tuple[str, str]:
    try:
        return "Shift_JIS", content.decode("cp932")
    except UnicodeDecodeError as error:
        is_end = error.end >= len(content) and error.reason == "incomplete multibyte sequence"
        raise ImportRefused([_at(content, error.start, "cut_off" if is_end else "encoding")]) from error


def _is_mostly_utf8(content: bytes) -> bool:
    """A damaged UTF-8 file must not pass for Shift_JIS, which finds some letter in nearly any bytes."""
    text = content.decode("utf-8-sig", errors="replace")
    damaged = text.count("\ufffd")
    return sum(1 for letter in text if letter > "\x7f") - damaged > damaged


def _at(content: bytes, position: int, reason: str) -> Problem:
    return Problem(line=content.count(b"\n", 0, position) + 1, reason=reason)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; a quoted cell may run over several."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        reason = "cut_off" if "end of data" in str(error) else "not_csv"
        raise ImportRefused([Problem(line=line, reason=reason)]) from error


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",\t;", key=first.count)


def _read_header(header: list[str], encoding: str) -> Sheet:
    found: list[Column | None] = [BY_NAME.get(fold_name(name)) for name in header]
    columns = [column for column in found if column]
    if not columns:
        # nearly any bytes are letters in Shift_JIS, so unknown letters are the likelier cause than unknown names
        reason = "no_known_columns" if encoding == "UTF-8" else "encoding"
        raise ImportRefused([Problem(line=1, reason=reason)])
    problems = [
        Problem(line=1, reason="missing_column", column=column.key, details={"column": str(column.label)})
        for column in COLUMNS
        if column.is_required and column not in columns
    ] + [
        Problem(line=1, reason="double_column", column=column.key, details={"column": str(column.label)})
        for column in dict.fromkeys(columns)
        if columns.count(column) > 1
    ]
    if problems:
        raise ImportRefused(problems)
    unused = [name.strip() for name, column in zip(header, found, strict=True) if not column and name.strip()]
    return Sheet(encoding=encoding, columns=columns, unused=unused, header=found)


def _read_row(sheet: Sheet, line: int, cells: list[str], *, width: int) -> None:
    if len(cells) != width:
        details = {"found": len(cells), "expected": width}
        sheet.problems.append(Problem(line=line, reason="cells", details=details))
        return
    values: dict[str, Any] = {}
    problems = []
    for column, cell in zip(sheet.header, cells, strict=True):
        if column:
            try:
                values[column.key] = _read_cell(column, cell)
            except BadCell as bad:
                problems.append(Problem(line=line, column=column.key, reason=bad.reason, details=bad.details))
    sheet.numbers.add(values.get("employee_number", ""))
    joined, left = values.get("joined_on"), values.get("left_on")
    if joined and left and left < joined:
        problems.append(Problem(line=line, column="left_on", reason="left_before_joined"))
    sheet.problems += problems
    if not problems:
        sheet.rows.append(Row(line=line, cells=values))


def _read_cell(column: Column, cell: str) -> Any:
    if not cell.isprintable() and any(letter < " " and letter not in "\r\n\t" for letter in cell):
        raise BadCell("control")
    value = column.read(cell)
    if column.is_required and not value:
        raise BadCell("required")
    return value


def _refuse_doubles(sheet: Sheet) -> None:
    for key, reason in (("employee_number", "double_number"), ("email", "double_email")):
        lines: dict[str, int] = {}
        for row in sheet.rows:
            value = row.cells.get(key)
            if value and lines.setdefault(value, row.line) != row.line:
                details = {"other": lines[value]}
                sheet.problems.append(Problem(line=row.line, column=key, reason=reason, details=details))
