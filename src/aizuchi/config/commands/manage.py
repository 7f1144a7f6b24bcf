from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import OperationalError
from django.utils.translation import gettext as _

from aizuchi.config.commands.terminal import CommandFailed


def run(arguments: Sequence[str]) -> int:
    """Raises CommandFailed where there is no server to ask; what a server answers is for those who know Django."""
    try:
        execute_from_command_line(["aizuchi manage", *arguments])
        return 0
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") is not None:
            raise
        raise CommandFailed(_("The database does not answer: %(error)s") % {"error": error}) from error
