"""What is wrong with a file, in the reader's words: where, and why."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.people.operations.administrators import LatestAdministrator

SENTENCES: dict[str, Promise | str] = {
    # The file as a whole
    "demo": _("This is the demo company, whose doors stand open. Real people need an installation of their own."),
    "empty": _("The file is empty."),
    "no_rows": _("The file has column names but no people."),
    "too_large": _("The file is larger than %(megabytes)s MB. Please split it."),
    "workbook": _("This is an Excel workbook. Please save it as CSV (UTF-8) and choose that file."),
    "encoding": _("This line can't be read as UTF-8 or as Shift_JIS. Please save the file as CSV (UTF-8) again."),
    "cut_off": _("The file ends in the middle of a line. Perhaps it wasn't saved or copied completely."),
    "not_csv": _("From this line on the file isn't CSV. Perhaps a quotation mark is missing."),
    "no_known_columns": _("None of the column names is known. Please say what each column holds."),
    "missing_column": _("The column “%(column)s” is missing."),
    "double_column": _("The column “%(column)s” is there twice."),
    "cells": _("This line has %(found)s cells, but there are %(expected)s columns."),
    # One cell
    "required": _("This can't stay empty."),
    "too_long": _("This has %(length)s characters; up to %(limit)s are possible."),
    "control": _("There is a character in here that can't be shown."),
    "email": _("This isn't a mail address: %(value)s"),
    "date": _("This isn't a date: %(value)s. Please write it like 2026-04-01."),
    "date_range": _("This date is too far away: %(value)s"),
    "date_without_day": _("The day is missing: %(value)s. Please write it like 2026-04-01."),
    "date_order": _("%(value)s may be two dates: which number is the month? Please write it like 2026-04-01."),
    "choice": _("“%(value)s” isn't one of these: %(choices)s"),
    "double_number": _("This employee number is already on line %(other)s."),
    "double_email": _("This mail address is already on line %(other)s."),
    "email_taken": _("This mail address already belongs to somebody else: %(value)s"),
    "lost_zeros": _(
        "Nobody has the number %(value)s, but there is %(known)s. Has a spreadsheet taken the zeros away? "
        "Please write the number in full."
    ),
    "left_without_day": _("This person is marked as having left. Please write their last day."),
    "administrator": _("Only administrators change an administrator's name, address, number or last day."),
    "guarded_address": _("Only administrators change the mail address of administrators and HR."),
    "address_needed": _("This person signs in with their address, so it can't become empty."),
    "latest_administrator": LatestAdministrator.sentence,
    "left_before_joined": _("The last day is before the first."),
    "no_unit": _("A new person needs a unit."),
    "unknown_unit": _("There is no unit “%(value)s”. Write its path or its code as it is in Aizuchi."),
    "unit_closed": _("The unit “%(value)s” is closed on that day."),
    "unit_not_yet": _("The unit “%(value)s” begins on %(day)s only. Write its path as well to let it begin earlier."),
    "unit_two_paths": _("The code “%(code)s” stands for another unit on line %(other)s."),
    "unit_two_codes": _("This unit has another code on line %(other)s."),
    "unit_circle": _("This would put the unit “%(value)s” below itself."),
    "unit_depth": _("The English path has another number of parts than the path of the unit."),
    "unit_path": _("A part of the path is empty: %(value)s"),
    "own_supervisor": _("Nobody can be their own supervisor."),
    "unknown_supervisor": _("Nobody has the employee number %(value)s."),
    "supervisor_gone": _("The supervisor with the number %(value)s no longer works here."),
    "unknown_email": _("Nobody has the mail address %(value)s."),
    "several_supervisors": _("Several people are called “%(value)s”. Please write the employee number."),
    "supervisor_not_yet": _(
        "The supervisor %(value)s joins on %(day)s only. Choose another one, or let the change hold from then."
    ),
    "line_circle": _("These people would be each other's supervisors: %(chain)s"),
    # Found only while it was being written
    "refused": "%(why)s",
}


@dataclass(frozen=True, kw_only=True)
class ImportProblem:
    """`line` counts as an editor does; 0 is the file as a whole. `column` is the key of a column, or empty."""

    line: int
    reason: str
    column: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.reason]) % self.details


class ImportRefused(ValueError):
    """The file was not taken over: nothing of it."""

    def __init__(self, problems: list[ImportProblem]) -> None:
        super().__init__("; ".join(f"{problem.line} {problem.column} {problem.reason}" for problem in problems[:5]))
        self.problems = problems
