"""A backup while many write: how long it takes, how long they wait, how old it is at its end; then back again. SQLite.

    python -m bench.backup --gib 1 [--writers 50] [--folder FOLDER] [--demo HOME]

The demo's company (HOME: one made earlier, which is copied) with so many GiB of files of 1 to 8 MB in a new folder
within FOLDER, which is removed afterwards; needs room for three times as much. This process stays small, because the
peak memory of a command begins with that of whoever starts it.
"""

import argparse
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.backup.figures import find_lost, newest_held, read_saves, show_saves

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES = 2
SETTLING_SECONDS, QUIET_SECONDS = 10, 15
ASK_HELD = "SELECT id, introduction FROM people_person"


@dataclass(frozen=True)
class Ran:
    began: float
    ended: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.ended - self.began:.1f} s, peak memory {self.peak_mb:.0f} MB"


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AIZUCHI_")}
    told = {"AIZUCHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings"}
    return kept | told | {"TMPDIR": str(home.parent), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def run(home: Path, module: str, *arguments: str | Path) -> Ran:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with (home.parent / "log").open("w+") as log:
        began = time.time()
        process = subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=log, stderr=log)
        _pid, status, usage = os.wait4(process.pid, 0)
        ended = time.time()
        log.seek(0)
        if status:
            raise SystemExit(f"{' '.join(command)}\n{log.read()}")
    return Ran(began, ended, usage.ru_maxrss / 1024)


def aizuchi(home: Path, *arguments: str | Path) -> Ran:
    return run(home, "aizuchi.config.cli", *arguments)


@contextlib.contextmanager
def writing(home: Path, writers: int) -> Iterator[list[str]]:
    """What they say stands in the list when they have ended."""
    said: list[str] = []
    share = writers // PROCESSES
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.backup.writers", str(share * place), str(share)],
            cwd=ROOT, env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for place in range(PROCESSES)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    try:
        yield said
    finally:
        for process in processes:
            assert process.stdin
            process.stdin.close()
        said += [process.stdout.read() for process in processes if process.stdout]
        for process in processes:
            process.wait()


def read_held(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{home / 'aizuchi.sqlite3'}?mode=ro", uri=True)) as database:
        return {person: int(words) for person, words in database.execute(ASK_HELD) if words.isdecimal()}


def make_company(home: Path, demo: Path | None) -> None:
    if demo:
        shutil.copytree(demo, home)
    else:
        home.mkdir(mode=0o700)
        print(f"demo: {aizuchi(home, 'demo')}", flush=True)


def weigh(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024**3


def measure(folder: Path, gib: float, writers: int, demo: Path | None) -> None:
    home, saved, again = folder / "home", folder / "saved", folder / "again"
    for each in (saved, again):
        each.mkdir(mode=0o700)
    make_company(home, demo)
    (folder / "passphrase").write_text("correct horse battery staple\n")
    secret = ("--passphrase-file", folder / "passphrase")
    print(f"files: {run(home, 'bench.backup.files', str(gib))}", flush=True)
    count = sum(1 for path in (home / "files").rglob("*") if path.is_file())
    database = (home / "aizuchi.sqlite3").stat().st_size / 1024**2
    print(f"data folder: {weigh(home):.2f} GiB, {count} files, a database of {database:.1f} MiB", flush=True)
    with writing(home, writers) as said:
        time.sleep(SETTLING_SECONDS)  # first saves load code and open connections
        settled = time.time()
        time.sleep(QUIET_SECONDS)
        made = aizuchi(home, "backup", saved, *secret)
    saves = [save for each in said for save in read_saves(each)]
    before = [one for one in saves if settled <= one.began and one.ended < made.began]
    print(f"load: {os.getloadavg()[0]:.1f}", flush=True)
    print(f"{writers} writers, before: {show_saves(before)}")
    print(f"{writers} writers, during: {show_saves([one for one in saves if made.began <= one.ended])}", flush=True)
    print(f"backup: {made}, {weigh(saved):.2f} GiB", flush=True)
    _bring_back(again, saved, secret)
    held = read_held(again)
    print(f"lag: the newest write in it was {made.ended - newest_held(saves, held):.1f} s old at its end")
    if lost := find_lost(saves, held, before=made.began):
        raise SystemExit(f"lost: {len(lost)} writes of before its begin, one of them {lost[0]}")
    acknowledged = sum(one.ended < made.began and not one.error for one in saves)
    print(f"all {acknowledged} writes acknowledged before its begin are in it")


def _bring_back(again: Path, saved: Path, secret: Sequence[str | Path]) -> None:
    [backup] = [path for path in saved.iterdir() if not path.name.endswith(".keys.age")]
    print(f"restore --check: {aizuchi(again, 'restore', backup, *secret, '--check')}", flush=True)
    print(f"restore: {aizuchi(again, 'restore', backup, *secret)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--gib", type=float, default=1.0)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--demo", type=Path)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aizuchi-bench-backup-", dir=told.folder) as folder:
        needed, free = 3 * told.gib * 1024**3, shutil.disk_usage(folder).free
        if needed > free:
            raise SystemExit(f"{folder} has {free / 1024**3:.1f} GiB, and {needed / 1024**3:.1f} are needed.")
        measure(Path(folder), told.gib, told.writers, told.demo)


if __name__ == "__main__":
    main()
