from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise


class Typed(Enum):
    """What stands in a column. None is allowed in each: nothing is known, or it does not apply."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    DAY = "day"
    MOMENT = "moment"
    """An aware datetime: in CSV by the reader's clock, in Parquet in UTC."""


@dataclass(frozen=True)
class ExportColumn:
    key: str
    """Its name for programs: the same in every language."""
    heading: str | Promise
    type: Typed = Typed.TEXT


@dataclass(frozen=True, kw_only=True)
class ExportTable:
    name: str
    """Of the file, without ending."""
    columns: Sequence[ExportColumn]
    rows: Iterable[Sequence[object]]
    """Drawn once, one by one, so that any number of them may come."""
