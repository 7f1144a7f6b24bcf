import argparse
import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.config.commands import migrate
from aizuchi.config.commands.organizations import choose_organization
from aizuchi.config.commands.terminal import CommandFailed, say, say_sorry, show_progress
from aizuchi.people.importing import ImportRefused, Problem, Summary, plan_import, run_import

SHOWN = 50


def run(options: argparse.Namespace) -> int:
    """All of the file or nothing; every bad row is listed with its line and column."""
    migrate.bring_up_to_date()
    organization, now = choose_organization(options.organization), timezone.now()
    on = _read_day(options.on)
    try:
        if options.preview:
            plan = plan_import(options.file, organization=organization, viewer=None, now=now, on=on)
            if plan.problems:
                return _list_problems(plan.problems)
            say(_tell(Summary.of(plan)))
            return 0
        summary = run_import(
            options.file, organization=organization, actor=None, now=now, on=on, progress=_show_progress
        )
    except ImportRefused as refusal:
        return _list_problems(refusal.problems)
    except OSError as error:
        raise CommandFailed(
            _("The file cannot be read: %(file)s (%(reason)s)") % {"file": options.file, "reason": error.strerror}
        ) from error
    say(_tell(summary))
    return 0


def _read_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise CommandFailed(_("This is not a day: %(day)s. Write it like 2026-04-01.") % {"day": text}) from error


def _list_problems(problems: list[Problem]) -> int:
    say_sorry(_("Nothing was changed."))
    for problem in problems[:SHOWN]:
        place = _("line %(line)s") % {"line": problem.line} if problem.line else _("the file")
        say_sorry(f"  {place} {problem.column}: {problem.sentence}".replace(" :", ":"))
    if len(problems) > SHOWN:
        say_sorry(_("  and %(count)s more") % {"count": len(problems) - SHOWN})
    return 1


def _tell(summary: Summary) -> str:
    return _(
        "People: %(added)s new, %(changed)s changed, %(ended)s leaving, %(same)s as before."
        " Units: %(units_added)s new, %(units_changed)s changed."
    ) % vars(summary)


def _show_progress(stage: str, done: int, total: int) -> None:
    show_progress(done / total if total else 0.0, stage)
