"""Parquet by pyarrow, which is large: the extra `parquet`."""

import io
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.export.table import ExportColumn, ExportTable, Typed
from aizuchi.kernel.refusals import Refusal

AT_ONCE = 10_000
"""Rows of a group, which is what lies in memory."""


class ParquetMissing(Refusal):
    sentence = _("Parquet files need an addition that is not installed here (aizuchi[parquet]). CSV works.")


def can_write_parquet() -> bool:
    return find_spec("pyarrow") is not None


def write_parquet(table: ExportTable) -> Iterator[bytes]:
    """Group by group; columns are named by their keys, headings are in the metadata. Raises ParquetMissing."""
    if not can_write_parquet():
        raise ParquetMissing
    return _write(table)


def _write(table: ExportTable) -> Iterator[bytes]:
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([_field(pyarrow, column) for column in table.columns])
    sink = _Sink()
    rows = iter(table.rows)
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        while some := list(islice(rows, AT_ONCE)):
            arrays = [
                _fit(column, values) for column, values in zip(table.columns, zip(*some, strict=True), strict=True)
            ]
            writer.write_table(pyarrow.table(arrays, schema=schema))
            yield sink.take()
    yield sink.take()


def _field(pyarrow: Any, column: ExportColumn) -> Any:
    types = {
        Typed.TEXT: pyarrow.string(),
        Typed.WHOLE: pyarrow.int64(),
        Typed.NUMBER: pyarrow.float64(),
        Typed.YES_NO: pyarrow.bool_(),
        Typed.DAY: pyarrow.date32(),
        Typed.MOMENT: pyarrow.timestamp("us", tz="UTC"),
    }
    return pyarrow.field(column.key, types[column.type], metadata={"heading": str(column.heading)})


def _fit(column: ExportColumn, values: Sequence[object]) -> list[object]:
    if column.type is not Typed.TEXT:
        return list(values)
    return [None if value is None else str(value) for value in values]


class _Sink(io.RawIOBase):
    """What is written waits to be taken; where it stands in the file is counted on."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()
        self._taken = 0

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self._waiting += some
        return len(some)

    def tell(self) -> int:
        return self._taken + len(self._waiting)

    def take(self) -> bytes:
        some = bytes(self._waiting)
        self._taken += len(some)
        self._waiting.clear()
        return some
