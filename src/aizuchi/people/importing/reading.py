"""From bytes to rows: which letters these are, which columns there are, and what each cell says."""

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aizuchi.people.importing.cells import BadCell, tidy
from aizuchi.people.importing.columns import BY_KEY, BY_NAME, COLUMNS, ImportColumn, fold_name
from aizuchi.people.importing.dates import Order, order_in
from aizuchi.people.importing.encodings import decode
from aizuchi.people.importing.names import split_whole_names
from aizuchi.people.importing.problems import ImportProblem, ImportRefused

# Titles and dates of the export may stand above the column names.
HIGHEST_HEADER = 20
FILLS = "?"
"""Behind the key of a column that is read only where the other one is empty."""
Record = tuple[int, list[str]]
# Which column of a file is read as what: the folded name of the one, the key of the other, or nothing.
Choice = Mapping[str, str]


@dataclass(kw_only=True)
class ImportRow:
    """One person as the file tells it; only columns that the file has. `posts` are further lines of the same person."""

    line: int
    cells: dict[str, Any]
    posts: list["ImportRow"] = field(default_factory=list)
    is_marked: bool = False
    """Whether the file itself says which of several lines is the main one."""

    @property
    def number(self) -> str:
        return str(self.cells.get("employee_number", ""))


@dataclass(kw_only=True)
class ImportSheet:
    encoding: str
    columns: list[ImportColumn]
    unused: list[str]
    rows: list[ImportRow] = field(default_factory=list)
    faulty: list[ImportRow] = field(default_factory=list)
    """Lines that cannot be taken over, with what could be read of them."""
    problems: list[ImportProblem] = field(default_factory=list)
    header: list[ImportColumn | None] = field(default_factory=list)
    header_line: int = 1
    numbers: set[str] = field(default_factory=set)
    orders: dict[str, Order] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        return any(column.key == key for column in self.columns)


@dataclass(frozen=True, kw_only=True)
class ImportTable:
    """A file as it stands there: the names of its columns, and what is below them."""

    encoding: str
    header_line: int
    names: list[str]
    records: list[Record]


def read_table(content: bytes, choice: Choice | None = None) -> ImportTable:
    """Raises `ImportRefused` where this is no table at all."""
    encoding, text = decode(content)
    records = list(_records(text))
    top = _find_header(records, choice or {})
    line, names = records[top] if records else (1, [])
    names = [tidy(name).strip() for name in names]
    below = [record for record in records[top + 1 :] if any(cell.strip() for cell in record[1])]
    return ImportTable(encoding=encoding, header_line=line, names=names, records=below)


def read_sheet(content: bytes, choice: Choice | None = None) -> ImportSheet:
    """Every readable row, and every problem of the others. What concerns the whole file raises `ImportRefused`."""
    table = read_table(content, choice)
    sheet = _read_header(table, choice or {})
    sheet.orders = _date_orders(sheet.header, table.records)
    for line, cells in table.records:
        _read_row(sheet, line, cells)
    if not sheet.rows and not sheet.problems:
        raise ImportRefused([ImportProblem(line=0, reason="no_rows")])
    sheet.rows = _join_posts(sheet)
    _refuse_double_emails(sheet)
    return sheet


def column_of(name: str, choice: Choice) -> ImportColumn | None:
    """What was chosen for this column or, where nobody chose, what its name says."""
    folded = fold_name(name)
    if folded not in choice:
        return BY_NAME.get(folded)
    key = choice[folded]
    column = BY_KEY.get(key.removesuffix(FILLS))
    return replace(column, only_fills=True) if column and key.endswith(FILLS) else column


def _records(text: str) -> Iterator[Record]:
    """Each record with the line it begins on; a quoted cell may run over several."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True, delimiter=_delimiter(text))
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        reason = "cut_off" if "end of data" in str(error) else "not_csv"
        raise ImportRefused([ImportProblem(line=line, reason=reason)]) from error


def _delimiter(text: str) -> str:
    """Of the first lines together: a title above the table has none."""
    first = "\n".join(text[:20_000].splitlines()[:HIGHEST_HEADER])
    return max(",\t;", key=first.count)


def _find_header(records: Sequence[Record], choice: Choice) -> int:
    """The line in which most columns are known; the first, if there is none."""

    def known(position: int) -> int:
        return sum(1 for name in records[position][1] if column_of(tidy(name), choice) or fold_name(name) in choice)

    return max(range(min(len(records), HIGHEST_HEADER)), key=known, default=0)


def _read_header(table: ImportTable, choice: Choice) -> ImportSheet:
    found = [column_of(name, choice) for name in table.names]
    columns = [column for column in found if column]
    line = table.header_line
    if not columns:
        # nearly any bytes are letters in Shift_JIS, so unknown letters are the likelier cause than unknown names
        reason = "encoding" if table.encoding == "Shift_JIS" else "no_known_columns"
        raise ImportRefused([ImportProblem(line=line, reason=reason)])
    if problems := _missing(columns, line) + _doubles(columns, line):
        raise ImportRefused(problems)
    unused = [name for name, column in zip(table.names, found, strict=True) if not column and name]
    return ImportSheet(encoding=table.encoding, columns=columns, unused=unused, header=found, header_line=line)


def _missing(columns: Sequence[ImportColumn], line: int) -> list[ImportProblem]:
    keys = {column.key for column in columns}
    missing = [column for column in COLUMNS if column.is_required and column.key not in keys]
    if not keys & {"family_name", "full_name"}:
        missing.append(BY_KEY["family_name"])
    return [_about_column("missing_column", column, line) for column in missing]


def _doubles(columns: Sequence[ImportColumn], line: int) -> list[ImportProblem]:
    doubles = [column for column in dict.fromkeys(columns) if columns.count(column) > 1 and not column.may_repeat]
    return [_about_column("double_column", column, line) for column in doubles]


def _about_column(reason: str, column: ImportColumn, line: int) -> ImportProblem:
    return ImportProblem(line=line, reason=reason, column=column.key, details={"column": str(column.label)})


def _date_orders(header: Sequence[ImportColumn | None], records: Sequence[Record]) -> dict[str, Order]:
    return {
        column.key: order_in(cells[place] for _, cells in records if place < len(cells))
        for place, column in enumerate(header)
        if column and column.is_date
    }


def _read_row(sheet: ImportSheet, line: int, cells: list[str]) -> None:
    width = len(sheet.header)
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        details = {"found": len(cells), "expected": width}
        sheet.problems.append(ImportProblem(line=line, reason="cells", details=details))
        return
    values: dict[str, Any] = {}
    problems = []
    for column, cell in zip(sheet.header, cells, strict=False):
        if column:
            try:
                _take(values, column, _read_cell(column, cell, sheet.orders.get(column.key, "")))
            except BadCell as bad:
                problems.append(ImportProblem(line=line, column=column.key, reason=bad.reason, details=bad.details))
    split_whole_names(values)
    sheet.numbers.add(values.get("employee_number", ""))
    problems += _contradictions(values, line, {problem.column for problem in problems})
    sheet.problems += problems
    (sheet.faulty if problems else sheet.rows).append(ImportRow(line=line, cells=values))


def _take(values: dict[str, Any], column: ImportColumn, value: Any) -> None:
    if column.may_repeat:
        values[column.key] = (*values.get(column.key, ()), *value)
    elif column.key == "kind":
        values["kind"], values["kind_name"] = value
    elif column.only_fills:
        values[column.key] = values.get(column.key) or value
    else:
        values[column.key] = value or values.get(column.key, value)


def _contradictions(values: Mapping[str, Any], line: int, told: Collection[str]) -> list[ImportProblem]:
    joined, left = values.get("joined_on"), values.get("left_on")
    problems = []
    if not values.get("family_name") and not {"family_name", "full_name"} & set(told):
        problems.append(ImportProblem(line=line, column="family_name", reason="required"))
    if joined and left and left < joined:
        problems.append(ImportProblem(line=line, column="left_on", reason="left_before_joined"))
    return problems


def _read_cell(column: ImportColumn, cell: str, order: Order) -> Any:
    if not cell.isprintable() and any(letter < " " and letter not in "\r\n\t" for letter in cell):
        raise BadCell("control")
    value = column.read_cell(tidy(cell), order)
    if column.is_required and not value:
        raise BadCell("required")
    return value


def _join_posts(sheet: ImportSheet) -> list[ImportRow]:
    """Lines of one person in several units become one; lines that contradict each other are told."""
    by_number: dict[str, list[ImportRow]] = defaultdict(list)
    for row in sheet.rows:
        by_number[row.number].append(row)
    return [_join(rows, sheet.problems) if len(rows) > 1 else rows[0] for rows in by_number.values()]


def _join(rows: Sequence[ImportRow], problems: list[ImportProblem]) -> ImportRow:
    marked = [row for row in rows if row.cells.get("is_other_post")]
    main = next((row for row in rows if row not in marked), rows[0])
    main.posts, main.is_marked = [row for row in rows if row is not main], bool(marked)
    names = [(row.cells.get("family_name"), row.cells.get("given_name")) for row in rows]
    units = [(row.cells.get("unit"), row.cells.get("unit_code")) for row in rows]
    for place, row in enumerate(rows):
        is_again = names[place] != names[0] or units[place] in units[:place] or not any(units[place])
        is_second_main = bool(marked) and row not in marked and row is not main
        if row is not rows[0] and (is_again or is_second_main):
            details = {"other": rows[0].line}
            problems.append(
                ImportProblem(line=row.line, column="employee_number", reason="double_number", details=details)
            )
    return main


def _refuse_double_emails(sheet: ImportSheet) -> None:
    """Also of lines with other faults, so that one look at the list is enough."""
    first: dict[str, ImportRow] = {}
    for row in sorted([*sheet.rows, *sheet.faulty], key=lambda row: row.line):
        value = row.cells.get("email")
        if value and first.setdefault(value, row).number != row.number:
            details = {"other": first[value].line}
            sheet.problems.append(ImportProblem(line=row.line, column="email", reason="double_email", details=details))
