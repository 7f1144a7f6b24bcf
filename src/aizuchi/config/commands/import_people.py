import argparse
import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.config.commands import migrate
from aizuchi.config.commands.organizations import choose_organization
from aizuchi.config.commands.terminal import CommandFailed, say, say_sorry, show_progress
from aizuchi.people.importing import ImportRefused, Summary, plan_import, run_import
from aizuchi.people.queries.import_preview import problem_lines

# Where on the way each stage begins and ends; the last one makes the pairs that follow from supervisors.
STAGES = {"read": (0.0, 0.05), "check": (0.05, 0.15), "people": (0.15, 0.4), "dates": (0.4, 0.55), "pairs": (0.55, 1.0)}


def run(options: argparse.Namespace) -> int:
    """0 when all of the file was taken over (or would be, with --preview); 1 when nothing of it was."""
    migrate.bring_up_to_date()
    organization = choose_organization(options.organization)
    content, on, now = _read_file(options), _read_date(options.on), timezone.now()
    try:
        if options.preview:
            plan = plan_import(content, organization=organization, viewer=None, now=now, on=on)
            if plan.problems:
                raise ImportRefused(plan.problems)
            summary = Summary.of(plan)
        else:
            summary = run_import(content, organization=organization, actor=None, now=now, on=on, progress=_show_stage)
            show_progress(1.0, "")
    except ImportRefused as refused:
        _say_problems(refused)
        return 1
    _say_summary(summary)
    return 0


def _read_file(options: argparse.Namespace) -> bytes:
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


def _show_stage(stage: str, done: int, total: int) -> None:
    begins, ends = STAGES[stage]
    if stage != "pairs" or done < total:
        show_progress(begins + (ends - begins) * done / max(total, 1), "")


def _say_problems(refused: ImportRefused) -> None:
    count = len(refused.problems)
    told = ngettext(
        "Nothing was taken over. One place has to be mended first:",
        "Nothing was taken over. %(count)d places have to be mended first:",
        count,
    )
    say_sorry(told % {"count": count})
    shown = problem_lines(refused.problems)
    for problem in shown:
        where = _("line %(line)d") % {"line": problem.line} if problem.line else _("file")
        say_sorry("  " + ", ".join(filter(None, (where, problem.column))) + ": " + problem.sentence)
    if count > len(shown):
        say_sorry("  …")


def _say_summary(summary: Summary) -> None:
    say(
        _("People: %(added)d added, %(changed)d changed, %(ended)d leaving, %(same)d as before.")
        % {"added": summary.added, "changed": summary.changed, "ended": summary.ended, "same": summary.same}
    )
    say(
        _("Units: %(added)d added, %(changed)d changed.")
        % {"added": summary.units_added, "changed": summary.units_changed}
    )
