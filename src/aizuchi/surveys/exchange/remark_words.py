"""What could not be kept of a file, said to whoever chose it: where, and what becomes of it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.surveys.exchange.remarks import Remark, RemarkKind

LONGEST_DETAIL = 200
SENTENCES: dict[RemarkKind, Promise] = {
    RemarkKind.NOT_READABLE: gettext_lazy("We can't read this file. Perhaps it wasn't saved or copied completely."),
    RemarkKind.TOO_MUCH: gettext_lazy("More is in it than a survey can hold: 200 questions in 40 sections."),
    RemarkKind.MISSING: gettext_lazy("Something that has to be there is missing."),
    RemarkKind.UNKNOWN_NAME: gettext_lazy("We don't know this name."),
    RemarkKind.WRONG_VALUE: gettext_lazy("This can't stand here."),
    RemarkKind.OLD_WORKBOOK: gettext_lazy(
        "This is an old Excel workbook. Please save it as .xlsx and choose that file."
    ),
    RemarkKind.MACROS: gettext_lazy("There are macros in this workbook. Please save it as .xlsx without them."),
    RemarkKind.NO_SURVEY: gettext_lazy(
        "There is no question in it that can be asked here. "
        "In a CSV the first column says which sheet a line is of: survey, choices or settings."
    ),
    RemarkKind.NO_ROWS: gettext_lazy("There is no table in it: no line below the names of its columns."),
    RemarkKind.TABLE_TOO_LARGE: gettext_lazy(
        "This table is too large: up to 20,000 lines, 300 columns and 2 MB can be read in. Please split it."
    ),
    RemarkKind.QUESTION_LEFT_OUT: gettext_lazy("This question can't be asked here and is left out: %(detail)s"),
    RemarkKind.CONDITION_LEFT_OUT: gettext_lazy("We can't read this condition, so everybody is asked: %(detail)s"),
    RemarkKind.LIMIT_LEFT_OUT: gettext_lazy("What can be answered isn't limited by this: %(detail)s"),
    RemarkKind.PART_LEFT_OUT: gettext_lazy("This is left out: %(detail)s"),
    RemarkKind.CHOICES_LEFT_OUT: gettext_lazy("These choices are left out: %(detail)s"),
    RemarkKind.LANGUAGE_LEFT_OUT: gettext_lazy("This language is left out: %(detail)s"),
    RemarkKind.ASKED_ONCE_ONLY: gettext_lazy("What was asked several times over is asked once."),
    RemarkKind.CODE_CHANGED: gettext_lazy("The code is another one here: %(detail)s"),
    RemarkKind.REFERENCE_STAYS: gettext_lazy(
        "No earlier answer is put in here; it stands as it is written: %(detail)s"
    ),
    RemarkKind.MARKUP_LEFT_OUT: gettext_lazy("Only the words are kept; images, links and bold letters are not."),
}


def say_remark(remark: Remark) -> str:
    detail = remark.detail if len(remark.detail) <= LONGEST_DETAIL else f"{remark.detail[:LONGEST_DETAIL]}…"
    return str(SENTENCES[remark.kind]) % {"detail": detail}


def say_place(remark: Remark) -> str:
    """Row 7 of a sheet, or the code of a question as it is; empty for the whole file."""
    sheet, _sign, row = remark.place.partition(":")
    if not row.isdecimal():
        return remark.place
    return _("Sheet “%(sheet)s”, row %(row)s") % {"sheet": sheet, "row": row}
