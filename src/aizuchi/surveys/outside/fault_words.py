"""Why a line of a table could not be understood, and what becomes of it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.surveys.outside.reading import LineFault, LineFaultKind

LONGEST_DETAIL = 80
SENTENCES: dict[LineFaultKind, Promise] = {
    LineFaultKind.NO_COUNT: _(
        "How many answered isn't there, so nobody can tell whether they are enough. It is left out: %(detail)s"
    ),
    LineFaultKind.NOT_A_COUNT: _("This isn't a number of people; it is left out: %(detail)s"),
    LineFaultKind.NOT_A_NUMBER: _("This isn't a number as you said it is; it is left out: %(detail)s"),
    LineFaultKind.NOT_A_DAY: _("This isn't a day; the line counts for the whole: %(detail)s"),
    LineFaultKind.NO_QUESTION: _("There is no question on this line, so it is left out."),
    LineFaultKind.TWICE: _("This person answered twice; what came later counts."),
    LineFaultKind.UNKNOWN_UNIT: _("There is no such unit here; it counts in the nearest one above it: %(detail)s"),
    LineFaultKind.TWO_UNITS: _("More than one unit has this name; it counts in the nearest one above: %(detail)s"),
    LineFaultKind.UNKNOWN_PERSON: _("Nobody here has this number or address; the answers count without a person."),
    LineFaultKind.PARTS_EXCEED: _(
        "The parts of this unit have more answers than it has itself, so only the parts count: %(detail)s"
    ),
}


def say_line_fault(fault: LineFault) -> str:
    detail = fault.detail if len(fault.detail) <= LONGEST_DETAIL else f"{fault.detail[:LONGEST_DETAIL]}…"
    return str(SENTENCES[fault.kind]) % {"detail": detail}
