"""What is told about a file that was read, or could not be."""

from dataclasses import dataclass
from enum import StrEnum

MOST_REMARKS = 100


class RemarkKind(StrEnum):
    NOT_READABLE = "not_readable"
    TOO_MUCH = "too_much"
    MISSING = "missing"
    UNKNOWN_NAME = "unknown_name"
    WRONG_VALUE = "wrong_value"


@dataclass(frozen=True, slots=True)
class Remark:
    kind: RemarkKind
    place: str = ""
    """As in `sections[1].questions[3].choices`, counted from one, or a row of a table."""
    detail: str = ""


class FileRefused(Exception):
    """Nothing of it was taken. `remarks` say why, all of them at once as far as it could be read."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(", ".join(f"{one.kind} {one.place}" for one in remarks[:3]))
        self.remarks = remarks[:MOST_REMARKS]
