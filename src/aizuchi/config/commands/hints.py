"""Packs of hints from and to the command line, which belongs to whoever runs the machine."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.config.commands import migrate
from aizuchi.config.commands.organizations import choose_organization
from aizuchi.config.commands.terminal import CommandFailed, say, say_sorry
from aizuchi.hints.operations.packs import export_own, take_over
from aizuchi.hints.packs.planning import plan_pack
from aizuchi.hints.packs.reading import PackRefused, read_pack
from aizuchi.people.models import Organization


def run(*, action: str, file: Path, organization: str, preview: bool, licence: str) -> int:
    """0 when all of the file was taken over or written; 1 when nothing was."""
    migrate.bring_up_to_date()
    found = choose_organization(organization)
    if action == "export":
        return _export(file, found, licence)
    try:
        _import(file, found, preview=preview)
    except PackRefused as refused:
        say_sorry(_("Nothing was imported."))
        for problem in refused.problems:
            say_sorry(f"  {problem.place}: {problem.sentence}" if problem.place else f"  {problem.sentence}")
        return 1
    return 0


def _import(file: Path, organization: Organization, *, preview: bool) -> None:
    pack = read_pack(_read(file))
    if preview:
        plan = plan_pack(pack, organization=organization)
        added, changed, same = len(plan.added), len(plan.changed), len(plan.same)
    else:
        taken = take_over(pack, organization=organization, actor=None, now=timezone.now())
        added, changed, same = taken.added, taken.changed, taken.same
    told = _("Hints: %(added)d new, %(changed)d changed, %(same)d as before.")
    say(told % {"added": added, "changed": changed, "same": same})


def _export(file: Path, organization: Organization, licence: str) -> int:
    content = export_own(organization=organization, actor=None, licence=licence, now=timezone.now())
    try:
        file.write_bytes(content)
    except OSError as error:
        told = _("The file %(file)s cannot be written: %(why)s") % {"file": file, "why": error.strerror}
        raise CommandFailed(told) from error
    return 0


def _read(file: Path) -> bytes:
    try:
        content: bytes = file.read_bytes()
    except OSError as error:
        told = _("The file %(file)s cannot be read: %(why)s") % {"file": file, "why": error.strerror}
        raise CommandFailed(told) from error
    return content
