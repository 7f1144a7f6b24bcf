import argparse
import logging
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core import checks
from django.utils.translation import gettext as _

from aizuchi.config import checks as around
from aizuchi.config.commands.terminal import say
from aizuchi.kernel.problems import Problem


def run(options: argparse.Namespace) -> int:
    """1 if something serious is wrong, so that scripts can tell."""
    logging.disable()  # what is wrong is said below, once
    problems = [*_ask_django(), *around.find_problems()]
    if around.is_database_ready():
        problems += _ask_rooms()
    for problem in problems:
        say(("✗ " if problem.is_serious else "! ") + problem.what)
        say("  → " + problem.mend)
    serious = [problem for problem in problems if problem.is_serious]
    if not serious:
        say(_("✓ Ready to serve."))
    return 1 if serious else 0


def _ask_rooms() -> Iterator[Problem]:
    for app in apps.get_app_configs():
        name = f"{app.name}.checks"
        if app.name.startswith("aizuchi.") and app.name != "aizuchi.config" and find_spec(name):
            found: Iterable[Problem] = import_module(name).find_problems()
            yield from found


def _ask_django() -> Iterator[Problem]:
    for message in checks.run_checks():
        if message.level >= checks.WARNING and not message.is_silenced():
            yield Problem(what=message.msg, mend=str(message.hint or message.id), is_serious=message.is_serious())
