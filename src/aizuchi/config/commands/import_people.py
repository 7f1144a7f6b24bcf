import datetime
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.config.commands import migrate
from aizuchi.config.commands.organizations import choose_organization
from aizuchi.config.commands.terminal import CommandFailed, ask, say, say_sorry, show_progress
from aizuchi.kernel.export.csv_writing import write_csv
from aizuchi.kernel.measure import read_count
from aizuchi.people.importing import (
    ImportPlan,
    ImportProblem,
    ImportRefused,
    ImportSummary,
    plan_import,
    run_import,
)
from aizuchi.people.importing.columns import BY_NAME, COLUMNS, fold_name, write_path
from aizuchi.people.importing.presets import propose
from aizuchi.people.importing.problem_table import label_of_column, table_of_problems
from aizuchi.people.importing.reading import Choice, ImportTable, read_table
from aizuchi.people.importing.sources import FoundColumn, find_columns, find_source
from aizuchi.people.models import ImportChoice, Organization
from aizuchi.people.queries.import_preview import Ends, ends_of

# Where on the way each stage begins and ends; the last one makes the pairs that follow from supervisors.
STAGES = {"read": (0.0, 0.05), "check": (0.05, 0.15), "people": (0.15, 0.4), "dates": (0.4, 0.55), "pairs": (0.55, 1.0)}
NAMED = 20


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """What the command line said."""

    file: Path
    organization: str
    on: str
    preview: bool
    columns: Sequence[str]
    leave_out: bool
    problems: Path | None
    yes: bool
    nobody_leaves: bool


def run(**said: Any) -> int:
    """0 when all of the file was taken over (or would be, with --preview); 1 when nothing of it was."""
    options = ImportOptions(**said)
    migrate.bring_up_to_date()
    organization = choose_organization(options.organization)
    content, on, now = _read_file(options), _read_date(options.on), timezone.now()
    try:
        choice = _choose(options, content, organization)
        if not _say_unread(read_table(content, choice), choice, organization.today(now)):
            return 1
        plan = plan_import(
            content,
            organization=organization,
            viewer=None,
            now=now,
            on=on,
            choice=choice,
            keeps_endings=options.nobody_leaves,
        )
        if plan.problems:
            raise ImportRefused(plan.problems)
        ends = _say_plan(plan, now)
        if options.preview:
            _say_summary(ImportSummary.of(plan))
            return 0
        if not _is_sure(ends, options):
            say_sorry(_("Nothing was imported."))
            return 1
        summary = run_import(
            content,
            organization=organization,
            actor=None,
            now=now,
            on=on,
            choice=choice,
            keeps_endings=options.nobody_leaves,
            progress=_show_stage,
        )
        show_progress(1.0, "")
    except ImportRefused as refused:
        _say_problems(refused.problems, options.problems)
        return 1
    _say_summary(summary)
    return 0


def _read_file(options: ImportOptions) -> bytes:
    try:
        content: bytes = options.file.read_bytes()
    except OSError as error:
        raise CommandFailed(
            _("The file %(file)s cannot be read: %(why)s") % {"file": options.file, "why": error.strerror}
        ) from error
    return content


def _read_date(typed: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise CommandFailed(_("This isn't a date: %(typed)s") % {"typed": typed}) from error


def _choose(options: ImportOptions, content: bytes, organization: Organization) -> Choice:
    """As an export of the same system is read, as was chosen on screen, and above that what the command line says."""
    told = dict(_read_column(typed) for typed in options.columns)
    table = read_table(content, told)
    source = find_source(table.names)
    remembered = ImportChoice.objects.filter(organization=organization, source=source).first()
    choice = propose(table, source=source, remembered=remembered.choice if remembered else {}) | told
    table = read_table(content, choice)
    names = {fold_name(name) for name in table.names}
    if missing := next((typed for typed in options.columns if _read_column(typed)[0] not in names), None):
        raise CommandFailed(
            _("There is no such column in the file: %(typed)s. It has these: %(names)s")
            % {"typed": missing, "names": ", ".join(filter(None, table.names))}
        )
    if options.leave_out:
        choice |= {column.folded: "" for column in find_columns(table, choice) if not column.key}
    return choice


def _read_column(typed: str) -> tuple[str, str]:
    """NAME=KEY; the key is Aizuchi's own or any name that it knows, and nothing leaves the column out."""
    name, sign, key = typed.rpartition("=")
    known = BY_NAME.get(fold_name(key))
    if not sign or (key.strip() and known is None):
        raise CommandFailed(
            _("Please write --column NAME=KEY, with one of these keys: %(keys)s")
            % {"keys": ", ".join(column.key for column in COLUMNS)}
        )
    return fold_name(name), known.key if known else ""


def _say_unread(table: ImportTable, choice: Choice, today: datetime.date) -> bool:
    """Names every column that is not read. Answers no where one of them may say who has left."""
    unread = [column for column in find_columns(table, choice, today=today) if not column.key]
    if not unread:
        return True
    say_sorry(_("These columns aren't read: %(columns)s") % {"columns": ", ".join(column.name for column in unread)})
    undecided = [column for column in unread if column.is_dangerous and column.folded not in choice]
    for column in undecided:
        say_sorry("  " + _say_risk(column))
    if undecided:
        say_sorry(
            _("Nothing was imported. Say how to read them with --column NAME=KEY, or go on with --leave-out.")
            + "\n  "
            + f'--column "{undecided[0].name}=left_on"'
        )
    return not undecided


def _say_risk(column: FoundColumn) -> str:
    if not column.at_risk:
        return _("%(column)s may say who has left.") % {"column": column.name}
    told = ngettext(
        "By %(column)s one person has left, who would come in as staff.",
        "By %(column)s %(count)s people have left, who would come in as staff.",
        column.at_risk,
    )
    return told % {"column": column.name, "count": _number(column.at_risk)}


def _is_sure(ends: Ends, options: ImportOptions) -> bool:
    """More than a few endings are asked about, as on screen."""
    if not ends.asks or options.yes:
        return True
    say_sorry(
        _("That is more than usual. If all of it really ends, say --yes. If not, --nobody-leaves imports all else.")
    )
    if not sys.stdin.isatty():
        return False
    return read_count(ask(_("Or type the number, as above (%(number)s)") % {"number": f"{ends.asks:,}"})) == ends.asks


def _show_stage(stage: str, done: int, total: int) -> None:
    begins, ends = STAGES[stage]
    if stage != "pairs" or done < total:
        show_progress(begins + (ends - begins) * done / max(total, 1), "")


def _say_problems(problems: Sequence[ImportProblem], path: Path | None) -> None:
    """All of them, here or in a file for a spreadsheet."""
    count = len(problems)
    told = ngettext(
        "Nothing was imported. One place has to be mended first:",
        "Nothing was imported. %(count)s places have to be mended first:",
        count,
    )
    say_sorry(told % {"count": _number(count)})
    if path:
        _write_problems(problems, path)
        say_sorry(f"  {path}")
        return
    for problem in problems:
        where = _("line %(line)d") % {"line": problem.line} if problem.line else _("file")
        say_sorry("  " + ", ".join(filter(None, (where, label_of_column(problem)))) + ": " + problem.sentence)


def _write_problems(problems: Sequence[ImportProblem], path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(write_csv(table_of_problems(problems)))
    except OSError as error:
        raise CommandFailed(
            _("The file %(file)s cannot be written: %(why)s") % {"file": path, "why": error.strerror}
        ) from error


def _say_plan(plan: ImportPlan, now: datetime.datetime) -> Ends:
    _say_new_units(plan)
    ends = ends_of(plan, now)
    _say_ends(ends)
    return ends


def _say_new_units(plan: ImportPlan) -> None:
    """A name that is misspelt founds a unit: whoever reads them here can still mend the file."""
    new = [write_path(change.path) for change in plan.changed_units if change.is_new]
    _say_count(len(new), ngettext("%(count)s unit is new", "%(count)s units are new", len(new)), new)


def _say_ends(ends: Ends) -> None:
    if not ends:
        return
    people, losing, pairs, meetings, units = (
        ends.people_count,
        ends.losing,
        ends.pairs,
        ends.meetings,
        len(ends.units),
    )
    say(_("What ends:"))
    _say_count(people, ngettext("%(count)s person leaves", "%(count)s people leave", people), ends.people)
    _say_count(
        losing,
        ngettext("%(count)s person has no supervisor any more", "%(count)s people have no supervisor any more", losing),
    )
    _say_count(pairs, ngettext("%(count)s pair ends", "%(count)s pairs end", pairs))
    _say_count(meetings, ngettext("%(count)s 1on1 is called off", "%(count)s 1on1s are called off", meetings))
    _say_count(
        units,
        ngettext("%(count)s unit is left without people", "%(count)s units are left without people", units),
        ends.units,
    )


def _say_count(count: int, sentence: str, names: Sequence[str] = ()) -> None:
    """The first of the names behind it; nothing where nothing ends."""
    if count:
        named = ": " + ", ".join(names[:NAMED]) + (" …" if count > NAMED else "") if names else ""
        say("  " + sentence % {"count": _number(count)} + named)


def _say_summary(summary: ImportSummary) -> None:
    say(
        _("People: %(added)s added, %(changed)s changed, %(ended)s leaving, %(same)s as before.")
        % {
            "added": _number(summary.added),
            "changed": _number(summary.changed),
            "ended": _number(summary.ended),
            "same": _number(summary.same),
        }
    )
    say(
        _("Units: %(added)s added, %(changed)s changed.")
        % {"added": _number(summary.units_added), "changed": _number(summary.units_changed)}
    )


def _number(count: int) -> str:
    return f"{count:,}"
