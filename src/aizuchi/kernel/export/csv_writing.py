"""CSV as spreadsheets read it: with a mark by which Excel knows UTF-8, and nothing in it that they would compute."""

import datetime
import io
from collections.abc import Iterator

from defusedcsv import csv
from django.utils import timezone

from aizuchi.kernel.export.table import ExportTable, Typed

BYTE_ORDER_MARK = "\ufeff"
# Beside what defusedcsv knows: what a spreadsheet skips before a formula, and how Japanese keyboards write one.
_ALSO_FORMULAS = tuple("\t\r\n＝＋－＠")
DEFUSED = (*"=+-@|%", *_ALSO_FORMULAS)
"""How a text begins that gets an apostrophe. Behind it defusedcsv also writes | as \\|."""


def write_csv(table: ExportTable) -> Iterator[str]:
    """Line by line."""
    line = io.StringIO()
    writer = csv.writer(line)
    types = [column.type for column in table.columns]
    writer.writerow([str(column.heading) for column in table.columns])
    yield BYTE_ORDER_MARK + _take(line)
    for row in table.rows:
        writer.writerow([_write(value, type_) for value, type_ in zip(row, types, strict=True)])
        yield _take(line)


def _write(value: object, type_: Typed) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value, timezone.get_current_timezone()).isoformat(timespec="seconds")
    if type_ is Typed.TEXT:
        text = str(value)
        return f"'{text}" if text.startswith(_ALSO_FORMULAS) else text
    if type_ is Typed.YES_NO:
        return "TRUE" if value else "FALSE"
    return value


def _take(line: io.StringIO) -> str:
    written = line.getvalue()
    line.seek(0)
    line.truncate()
    return written
