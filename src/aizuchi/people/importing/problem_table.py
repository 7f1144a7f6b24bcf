"""What keeps a file from being imported, as a file of its own."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from aizuchi.kernel.export import ExportColumn, ExportTable, Typed
from aizuchi.people.importing.columns import BY_KEY
from aizuchi.people.importing.problems import ImportProblem


def table_of_problems(problems: Iterable[ImportProblem]) -> ExportTable:
    columns = (
        ExportColumn("line", _("Line"), Typed.WHOLE),
        ExportColumn("column", _("Column")),
        ExportColumn("why", _("Why")),
    )
    rows = ((problem.line or None, label_of_column(problem), problem.sentence) for problem in problems)
    return ExportTable(name="aizuchi-import-problems", columns=columns, rows=rows)


def label_of_column(problem: ImportProblem) -> str:
    return str(BY_KEY[problem.column].label) if problem.column else ""
