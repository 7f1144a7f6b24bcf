import csv
import datetime
import io
import tracemalloc
from collections.abc import Iterator
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from tests.thorough import THOROUGH

from aizuchi.kernel.export import ExportColumn, ExportTable, Typed, answer_with_table
from aizuchi.kernel.export.csv_writing import write_csv
from aizuchi.kernel.export.parquet_writing import ParquetMissing, write_parquet

MOMENT = datetime.datetime(2026, 7, 1, 0, 30, tzinfo=datetime.UTC)
COLUMNS = (
    ExportColumn("name", gettext_lazy("Name")),
    ExportColumn("count", "Count", Typed.WHOLE),
    ExportColumn("mean", "Mean", Typed.NUMBER),
    ExportColumn("held", "Held", Typed.YES_NO),
    ExportColumn("on", "On", Typed.DAY),
    ExportColumn("at", "At", Typed.MOMENT),
)
ROW = ("小野寺 葵", 3, -0.5, True, datetime.date(2026, 7, 1), MOMENT)


def table(*rows: tuple[object, ...]) -> ExportTable:
    return ExportTable(name="aizuchi-people", columns=COLUMNS, rows=rows)


def read_csv(given: ExportTable) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(write_csv(given)).removeprefix("\ufeff"), newline="")))


def test_excel_is_told_that_it_is_utf8() -> None:
    assert next(write_csv(table())).encode().startswith(b"\xef\xbb\xbf")


def test_each_type_is_written_as_a_spreadsheet_reads_it() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        heading, row, empty = read_csv(table(ROW, (None,) * 6))

    assert heading[1:] == ["Count", "Mean", "Held", "On", "At"]
    assert row == ["小野寺 葵", "3", "-0.5", "TRUE", "2026-07-01", "2026-07-01T09:30:00+09:00"]
    assert empty == [""] * 6


@pytest.mark.parametrize(
    "text", ["=1+1", "+81 3", "-x", "@SUM(A1)", "|cmd", "%x", "\t=1+1", "\r=1", "\n=1", "＝1+1", "＠x"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    assert read_csv(table((text, *ROW[1:])))[1][0][0] == "'"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_whatever_the_text_is_one_line_is_read_back(text: str) -> None:
    row = read_csv(table((text, *ROW[1:])))[1]

    assert row[0].lstrip("'").replace("\\|", "|") == text.lstrip("'") or row[0] == text
    assert row[0][:1] not in ("=", "+", "@", "\t", "\r") or row[0][:1] == ""


def read_parquet(given: ExportTable) -> parquet.ParquetFile:
    return parquet.ParquetFile(io.BytesIO(b"".join(write_parquet(given))))


def test_parquet_keeps_the_types_and_says_the_heading() -> None:
    with translation.override("ja"):
        file = read_parquet(table(ROW, (None,) * 6))

    assert [str(kind) for kind in file.schema_arrow.types] == [
        *("string", "int64", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]")
    ]
    assert file.schema_arrow.field("count").metadata[b"heading"] == b"Count"
    full, empty = file.read().to_pylist()
    assert tuple(full.values()) == (*ROW[:5], MOMENT)
    assert set(empty.values()) == {None}


def test_parquet_takes_a_formula_for_what_it_is() -> None:
    assert read_parquet(table(("=1+1", *ROW[1:]))).read().to_pylist()[0]["name"] == "=1+1"


def test_an_empty_table_is_a_table() -> None:
    assert read_parquet(table()).read().num_rows == 0
    assert len(read_csv(table())) == 1


def test_without_the_addition_it_says_so_before_anything_is_sent() -> None:
    no_addition = mock.patch("aizuchi.kernel.export.parquet_writing.find_spec", return_value=None)
    with no_addition, pytest.raises(ParquetMissing):
        write_parquet(table())


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_many_rows_lie_nowhere_whole(write: object) -> None:
    """Day to day a third of 100,000: to watch the memory takes longer than to write."""
    count, allowed = (100_000, 12_000_000) if THOROUGH else (30_000, 6_000_000)

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(count):
            yield (f"名前 {number}", *ROW[1:])

    big = ExportTable(name="x", columns=COLUMNS, rows=rows())
    tracemalloc.start()
    try:
        size = sum(len(piece) for piece in write(big))  # type: ignore[operator]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert size > count
    assert most < allowed


def test_an_answer_speaks_the_language_and_the_clock_of_its_view() -> None:
    request = RequestFactory().get("/")
    with translation.override("ja"), timezone.override(ZoneInfo("Asia/Tokyo")):
        answer = answer_with_table(request, table(ROW), on=datetime.date(2026, 7, 1))

    with translation.override("en"), timezone.override(datetime.UTC):
        text = b"".join(answer).decode()

    assert "T09:30:00+09:00" in text
    assert answer["Content-Disposition"] == 'attachment; filename="aizuchi-people-2026-07-01.csv"'


def test_the_address_asks_for_parquet() -> None:
    request = RequestFactory().get("/?as=parquet")

    answer = answer_with_table(request, table(ROW), on=datetime.date(2026, 7, 1))

    assert answer["Content-Disposition"].endswith('.parquet"')
    assert b"".join(answer).startswith(b"PAR1")


def test_where_parquet_cannot_be_written_a_csv_comes() -> None:
    with mock.patch("aizuchi.kernel.export.responses.can_write_parquet", return_value=False):
        answer = answer_with_table(RequestFactory().get("/?as=parquet"), table(ROW), on=datetime.date(2026, 7, 1))

    assert answer["Content-Type"].startswith("text/csv")
