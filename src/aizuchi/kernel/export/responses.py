"""A table as an answer, written while it is sent."""

import datetime
from collections.abc import Iterator
from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.http import content_disposition_header

from aizuchi.kernel.export.csv_writing import write_csv
from aizuchi.kernel.export.parquet_writing import can_write_parquet, write_parquet
from aizuchi.kernel.export.table import ExportTable
from aizuchi.kernel.streaming import PieceByPiece

Piece = TypeVar("Piece", str, bytes)


def answer_with_table(request: HttpRequest, table: ExportTable, *, on: datetime.date) -> PieceByPiece:
    """CSV, or Parquet where the address says `?as=parquet` and it can be written here."""
    if request.GET.get("as") == "parquet" and can_write_parquet():
        ending, content_type = "parquet", "application/vnd.apache.parquet"
        response = PieceByPiece(_keep_language(write_parquet(table)), content_type=content_type)
    else:
        ending = "csv"
        response = PieceByPiece(_keep_language(write_csv(table)), content_type="text/csv; charset=utf-8")
    name = f"{table.name}-{on.isoformat()}.{ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _keep_language(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Lines are drawn after the view has returned; they speak the language and the clock it had."""
    language, zone = translation.get_language(), timezone.get_current_timezone()
    return _draw_in(pieces, language, zone)


def _draw_in(pieces: Iterator[Piece], language: str, zone: datetime.tzinfo) -> Iterator[Piece]:
    while True:
        with translation.override(language), timezone.override(zone):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
