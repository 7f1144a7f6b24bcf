"""What is wrong with a daily file, from the job that met it to the page that says it: never what a cell holds."""

import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from aizuchi.people.importing.columns import BY_KEY
from aizuchi.people.importing.problems import ImportProblem

WHOLE_FILE, LINES = "whole_file", "lines"
_LONGEST_WORD = 60
_MOST_LINES = 5


def write_problem(problem: ImportProblem) -> str:
    details = {name: str(value)[:_LONGEST_WORD] for name, value in problem.details.items()}
    return json.dumps([problem.reason, details], ensure_ascii=False)


def read_problem(written: str) -> ImportProblem:
    reason, details = json.loads(written)
    return ImportProblem(line=0, reason=reason, details=details)


def write_lines(problems: Sequence[ImportProblem]) -> str:
    """Where it does not fit, the first few of it."""
    places = sorted({(problem.line, problem.column) for problem in problems if problem.line})
    return json.dumps([places[:_MOST_LINES], max(0, len(places) - _MOST_LINES)])


def say_lines(written: str) -> str:
    places, more = json.loads(written)
    told = [_say_place(line, column) for line, column in places]
    if more:
        told.append(_("and %(count)d more") % {"count": more})
    return _(", ").join(told)


def _say_place(line: int, column: str) -> str:
    if not column:
        return _("line %(line)d") % {"line": line}
    return _("line %(line)d (%(column)s)") % {"line": line, "column": BY_KEY[column].label}
