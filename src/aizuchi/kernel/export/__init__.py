"""Tables as files: typed columns, written as CSV for a spreadsheet or as Parquet for whoever computes with them."""

from aizuchi.kernel.export.responses import answer_with_table
from aizuchi.kernel.export.table import Column, Table, Typed

__all__ = ["Column", "Table", "Typed", "answer_with_table"]
