"""Bringing a database of SQLite up to date so that it can be taken back: a copy first, and back to it where anything
goes wrong. A note says how far it is; whoever was cut off is taken back as well, and begins anew.

The copy stays on this machine and is gone with the upgrade. The mailbox is not touched: no migration knows it.
"""

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from enum import StrEnum
from pathlib import Path

from django.db import connections

from aizuchi.config.backups.files_on_disk import sync_folder, unfinished_name, written_whole
from aizuchi.config.backups.sqlite import copy_into, require_room, size_of_database

NOTE, FOLDER = "upgrade.json", "upgrade"
LOG_FILES = ("-wal", "-shm")

Progress = Callable[[float], None]


class Step(StrEnum):
    COPIED = "copied"
    """The copy is whole: what happens now can be taken back."""
    TAKING_BACK = "taking back"


class UpgradeFailed(Exception):
    """The database is as it was before; the cause says why."""


class UpgradeRuns(Exception):
    """Another process is at it."""


class Upgrade:
    def __init__(self, *, home: Path, database: Path) -> None:
        self._home, self._database = home, database
        self._copy = home / FOLDER / database.name

    def run(self, *, migrate: Callable[[], None], verify: Callable[[], None], progress: Progress) -> None:
        """Raises UpgradeFailed, UpgradeRuns, DiskTooFull. Can be killed anywhere and called again."""
        with self._alone():
            if self.step():  # cut off the last time: Django notes some migrations only after they are there
                self._take_back()
            self._make_copy(progress)
            try:
                migrate()
                verify()
            except Exception as error:
                self._take_back()
                raise UpgradeFailed from error
            self._forget()

    def step(self) -> Step | None:
        """How far one is that did not end."""
        try:
            return Step(json.loads((self._home / NOTE).read_text())["step"])
        except FileNotFoundError:
            return None

    def _make_copy(self, progress: Progress) -> None:
        require_room(self._home, 2 * size_of_database(self._database))
        shutil.rmtree(self._copy.parent, ignore_errors=True)
        self._copy.parent.mkdir(mode=0o700)
        unfinished = unfinished_name(self._copy)
        handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with closing(sqlite3.connect(unfinished)) as copy:
                copy_into(copy, self._database, handle=handle, progress=progress)
            os.fsync(handle)
        finally:
            os.close(handle)
        unfinished.rename(self._copy)
        sync_folder(self._copy.parent)
        self._note(Step.COPIED)

    def _take_back(self) -> None:
        """The copy takes the place of what went wrong. What the log holds belongs to that."""
        connections.close_all()
        with suppress(OSError):  # where the disk is full; the note before this one leads here as well
            self._note(Step.TAKING_BACK)
        if self._copy.exists():
            for end in LOG_FILES:
                self._database.with_name(self._database.name + end).unlink(missing_ok=True)
            self._copy.rename(self._database)
            sync_folder(self._home)
        self._forget()

    def _forget(self) -> None:
        (self._home / NOTE).unlink(missing_ok=True)
        sync_folder(self._home)
        shutil.rmtree(self._copy.parent, ignore_errors=True)

    def _note(self, step: Step) -> None:
        with written_whole(self._home / NOTE) as file:
            file.write(json.dumps({"step": step.value}).encode())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._home / "upgrade.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UpgradeRuns from error
            yield
