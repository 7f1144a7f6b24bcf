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
    # Files that cannot be what they should
    OLD_WORKBOOK = "old_workbook"
    MACROS = "macros"
    NO_SURVEY = "no_survey"
    NO_ROWS = "no_rows"
    TABLE_TOO_LARGE = "table_too_large"
    # What others' files say that has no counterpart here
    QUESTION_LEFT_OUT = "question_left_out"
    CONDITION_LEFT_OUT = "condition_left_out"
    LIMIT_LEFT_OUT = "limit_left_out"
    PART_LEFT_OUT = "part_left_out"
    CHOICES_LEFT_OUT = "choices_left_out"
    LANGUAGE_LEFT_OUT = "language_left_out"
    ASKED_ONCE_ONLY = "asked_once_only"
    CODE_CHANGED = "code_changed"
    REFERENCE_STAYS = "reference_stays"
    MARKUP_LEFT_OUT = "markup_left_out"


@dataclass(frozen=True, slots=True)
class Remark:
    kind: RemarkKind
    place: str = ""
    """As in `sections[1].questions[3].choices`, counted from one, `survey:7` for a row of a sheet, or a code."""
    detail: str = ""


class FileRefused(Exception):
    """Nothing of it was taken. `remarks` say why, all of them at once as far as it could be read."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(", ".join(f"{one.kind} {one.place}" for one in remarks[:3]))
        self.remarks = remarks[:MOST_REMARKS]
