"""Tables as files: typed columns, written as CSV for a spreadsheet or as Parquet for whoever computes with them."""

from aizuchi.kernel.export.responses import answer_with_table
from aizuchi.kernel.export.table import ExportColumn, ExportTable, Typed

__all__ = ["ExportColumn", "ExportTable", "Typed", "answer_with_table"]
