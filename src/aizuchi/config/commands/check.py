import logging
from collections.abc import Iterator

from django.core import checks
from django.utils.translation import gettext as _

from aizuchi.config import checks as around
from aizuchi.config.commands.terminal import say
from aizuchi.config.data_folder import is_anything_there
from aizuchi.kernel.manifests import gather
from aizuchi.kernel.problems import Problem, SystemCheck


def run() -> int:
    """1 if something serious is wrong, so that scripts can tell."""
    logging.disable()  # what is wrong is said below, once
    known = _ask_django() if is_anything_there() else ()  # Django looks into folders, and makes them
    problems = [*known, *around.find_problems()]
    if around.is_database_ready():
        problems += _ask_apps()
    for problem in problems:
        say(("✗ " if problem.is_serious else "! ") + problem.what)
        say("  → " + problem.mend)
    serious = [problem for problem in problems if problem.is_serious]
    if not serious:
        say(_("✓ Ready to serve."))
    return 1 if serious else 0


def _ask_apps() -> Iterator[Problem]:
    for check in gather(SystemCheck):
        yield from check.find_problems()


def _ask_django() -> Iterator[Problem]:
    for message in checks.run_checks():
        if message.level >= checks.WARNING and not message.is_silenced():
            yield Problem(what=message.msg, mend=str(message.hint or message.id), is_serious=message.is_serious())
