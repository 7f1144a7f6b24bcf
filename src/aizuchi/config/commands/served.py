from django.utils.translation import gettext as _

from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.config.one_server import FolderTaken, hold_folder, hold_off_workers


def refuse_while_served() -> None:
    """For what changes the whole data folder: until this process ends neither a server nor a worker begins."""
    try:
        hold_folder()
        hold_off_workers()
    except FolderTaken as error:
        raise CommandFailed(_("Aizuchi serves from %(folder)s. Stop it first.") % {"folder": error}) from error
