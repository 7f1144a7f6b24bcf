"""One server per data folder, unless Redis joins several: two would hold the same notes open unknown to each other.

The lock lasts as long as the process, however it ends. Workers and commands need none: they hold no notes open.
"""

import fcntl
from typing import TextIO

from django.conf import settings

_held: TextIO | None = None


class FolderTaken(Exception):
    """Another server serves from this data folder."""


def hold_folder() -> None:
    """Raises `FolderTaken`. Calling it again in the same process does nothing."""
    global _held
    if _held or settings.NOTES_REDIS_URL:
        return
    lock = (settings.HOME / "server.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise FolderTaken(str(settings.HOME)) from error
    _held = lock


def let_folder_go() -> None:
    global _held
    if _held:
        _held.close()
        _held = None
