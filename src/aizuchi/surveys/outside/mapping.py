"""What the columns of a table are."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from pydantic import JsonValue, TypeAdapter, ValidationError

from aizuchi.surveys.outside.tables import MOST_COLUMNS, TableRow

MOST_HEADER_ROWS = 3
BETWEEN = " / "


class Role(StrEnum):
    SKIP = "skip"
    UNIT = "unit"
    """Several, from left to right, are one path."""
    PERSON = "person"
    QUESTION = "question"
    DATE = "date"
    COUNT = "count"
    VALUE = "value"
    SCORE = "score"
    """A number of one person, such as points of a hundred."""


class RowsAre(StrEnum):
    PEOPLE = "people"
    GROUPS = "groups"


class Measure(StrEnum):
    """What a number of a group says."""

    SHARE = "share"
    """Favourable answers, in per cent or as a part of one."""
    OF_HUNDRED = "of_hundred"
    """Points, of a hundred."""
    OF_FIVE = "of_five"
    """A mean from 1 to 5."""
    OF_TEN = "of_ten"
    """A mean from 0 to 10."""


@dataclass(frozen=True, slots=True)
class Mapping:
    roles: tuple[Role, ...]
    rows_are: RowsAre
    measure: Measure = Measure.SHARE
    header_rows: int = 1

    def columns(self, role: Role) -> list[int]:
        return [column for column, one in enumerate(self.roles) if one == role]

    @property
    def measure_of_people(self) -> Measure:
        """One person is no share."""
        return Measure.OF_HUNDRED if self.measure == Measure.SHARE else self.measure

    @property
    def answers(self) -> list[int]:
        """Columns with what was said, as words or as a number, in their order."""
        return [column for column, one in enumerate(self.roles) if one in {Role.VALUE, Role.SCORE}]

    def column(self, role: Role) -> int | None:
        """The first of them."""
        return next(iter(self.columns(role)), None)


_MAPPINGS = TypeAdapter(Mapping)


def write_mapping(mapping: Mapping) -> dict[str, JsonValue]:
    return asdict(mapping)


def read_mapping(kept: JsonValue) -> Mapping | None:
    """None of what is none."""
    try:
        mapping = _MAPPINGS.validate_python(kept)
    except ValidationError:
        return None
    fits = 1 <= mapping.header_rows <= MOST_HEADER_ROWS and len(mapping.roles) <= MOST_COLUMNS
    return mapping if fits else None


def name_columns(rows: Sequence[TableRow], header_rows: int) -> list[str]:
    """Of several rows of names one; a name over several columns stands in the first of them only."""
    width = max(len(row.cells) for row in rows)
    lines = [
        _fill(row, width) if place < header_rows - 1 else row.cells for place, row in enumerate(rows[:header_rows])
    ]
    names = []
    for column in range(width):
        parts = [line[column] for line in lines if column < len(line) and line[column]]
        names.append(BETWEEN.join(dict.fromkeys(parts)))
    return names


def top_names(rows: Sequence[TableRow], header_rows: int) -> list[str]:
    """What stands above the names: a theme, or the question of which several columns tell something."""
    width = max(len(row.cells) for row in rows)
    return _fill(rows[0], width) if header_rows > 1 else [""] * width


def sign_of(names: Sequence[str]) -> str:
    """By which a table is known the next time, however many answered."""
    folded = [re.sub(r"[\s\d]+", "", unicodedata.normalize("NFKC", name).lower()) for name in names]
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def _fill(row: TableRow, width: int) -> list[str]:
    filled, latest = [], ""
    for column in range(width):
        latest = row.cell(column) or latest
        filled.append(latest)
    return filled
