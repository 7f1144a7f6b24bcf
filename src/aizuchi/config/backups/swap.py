"""What lies in the data folder makes room for something else, all of it or none, whenever the power goes.

A note says what is to be moved before the first of it is. Whoever starts next, whatever the command, finishes it before
looking at the folder: settings.py asks for that.

Where a database elsewhere has to change at the same moment, what is to be moved is noted beforehand under another name
(`prepare`), under which nobody acts on it, and then begun (`begin`) or forgotten, as the database turned out.
"""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aizuchi.config.backups.files_on_disk import sync_folder, written_whole

NOTE, PREPARED, LOCK = "moving.json", "moving-prepared.json", "moving.lock"
ASIDE, ARRIVING = "set-aside", "restoring"
LOCKS = {LOCK, "server.lock", "worker.lock", "upgrade.lock", "backup.lock"}
STAYS = LOCKS | {
    NOTE,
    PREPARED,
    ASIDE,
    ARRIVING,
    f".{NOTE}.part",
    f".{PREPARED}.part",
    "backup-work",
    "cache",
    "static",
}


def swap(home: Path, *, arriving: Path, aside: Path) -> None:
    """What is in `home` goes to `aside`, what is in `arriving` takes its place. Both are folders within it."""
    _note(home, NOTE, arriving, aside)
    finish_moving(home)


def prepare(home: Path, *, arriving: Path, aside: Path) -> None:
    _note(home, PREPARED, arriving, aside)


def begin(home: Path) -> None:
    (home / PREPARED).rename(home / NOTE)
    sync_folder(home)
    finish_moving(home)


def is_prepared(home: Path) -> bool:
    return (home / PREPARED).exists()


def is_under_way(home: Path) -> bool:
    """What arrives is still needed."""
    return (home / PREPARED).exists() or (home / NOTE).exists()


def forget_prepared(home: Path) -> None:
    (home / PREPARED).unlink(missing_ok=True)
    sync_folder(home)


def finish_moving(home: Path) -> bool:
    """Whether there was something to finish. Can be broken off anywhere and called again."""
    if not (home / NOTE).exists():
        return False
    with _alone(home):
        if (home / NOTE).exists():
            note = json.loads((home / NOTE).read_text())
            aside, arriving = home / note["to"], home / note["from"]
            for folder in (aside.parent, aside):
                folder.mkdir(exist_ok=True, mode=0o700)
            _move(note["leaving"], home, aside)
            _move(note["arriving"], arriving, home)
            (home / NOTE).unlink()
            sync_folder(home)
            if arriving.exists() and not any(arriving.iterdir()):
                arriving.rmdir()
            if not any(aside.iterdir()):
                aside.rmdir()
    return True


def _note(home: Path, name: str, arriving: Path, aside: Path) -> None:
    leaving = sorted(path.name for path in home.iterdir() if path.name not in STAYS)
    note = {
        "leaving": leaving,
        "arriving": sorted(path.name for path in arriving.iterdir()),
        "from": str(arriving.relative_to(home)),
        "to": str(aside.relative_to(home)),
    }
    with written_whole(home / name) as file:
        file.write(json.dumps(note).encode())


def _move(names: Sequence[str], source: Path, target: Path) -> None:
    """What is there already came the last time."""
    for name in names:
        if not (target / name).exists() and (source / name).exists():
            (source / name).rename(target / name)
    sync_folder(source if source.exists() else target)
    sync_folder(target)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
