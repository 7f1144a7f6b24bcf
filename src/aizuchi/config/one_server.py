"""One server per data folder, unless Redis joins several: two would hold the same notes open unknown to each other.

The lock lasts as long as the process, however it ends. Workers hold no notes open, so any number of them may run beside
a server; but none while the database is upgraded or another one takes its place.
"""

import fcntl
from typing import TextIO

from django.conf import settings

_held: TextIO | None = None
_working: TextIO | None = None


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


def join_workers() -> None:
    """Raises `FolderTaken` while nobody may work."""
    _lock_workers(fcntl.LOCK_SH)


def hold_off_workers() -> None:
    """Raises `FolderTaken` where one is at work."""
    _lock_workers(fcntl.LOCK_EX)


def _lock_workers(how: int) -> None:
    global _working
    lock = _working or (settings.HOME / "worker.lock").open("a")
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise FolderTaken(str(settings.HOME)) from error
    _working = lock


def let_folder_go() -> None:
    global _held
    if _held:
        _held.close()
        _held = None
