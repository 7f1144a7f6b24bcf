"""Kills a real process at each of its steps, looks at what is there, lets it run again, and looks once more.

python -m aizuchi.config.backups.tests.power_cuts SCENARIO WORK [EACH]

The data folder is WORK/home, as AIZUCHI_HOME says; each try begins with a copy of WORK/template. A step is whatever
touches a file below WORK or starts a program, as Python's audit events tell, each migration, and each key that is
wrapped again. Prints as JSON what was found, step by step; with EACH = 5, at every fifth of them, and with EACH = 0
wherever what is there becomes another: see `choose`.
"""

import gc
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from itertools import count, groupby
from pathlib import Path
from typing import Any

import django
from django.conf import settings

if sys.argv[1].startswith("upgrade to tomorrow"):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "aizuchi.config.backups.tests.tomorrow"]
django.setup()

import psycopg  # noqa: E402
import pyrage  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402
from psycopg import sql  # noqa: E402

from aizuchi.config.backups import restoring, upgrading  # noqa: E402
from aizuchi.config.backups.age import Opening, Seal  # noqa: E402
from aizuchi.config.backups.making import Plan, list_backups, make_backup  # noqa: E402
from aizuchi.config.backups.restoring import Wanted  # noqa: E402
from aizuchi.config.backups.swap import finish_moving, is_prepared  # noqa: E402
from aizuchi.config.commands import migrate  # noqa: E402
from aizuchi.config.commands.terminal import CommandFailed  # noqa: E402
from aizuchi.kernel.files.models import StoredFile  # noqa: E402
from aizuchi.kernel.files.store import read_file  # noqa: E402
from aizuchi.kernel.keys import forget_keys, rotate_keys  # noqa: E402
from aizuchi.notes.models import Document  # noqa: E402
from aizuchi.notes.queries import read_documents  # noqa: E402
from aizuchi.people.models import Person  # noqa: E402

WORK = Path(sys.argv[2])
HOME, TEMPLATE, TARGET = WORK / "home", WORK / "template", WORK / "target"
IDENTITY = pyrage.x25519.Identity.generate()
SEAL, OPENING = Seal(recipients=[IDENTITY.to_public()]), Opening(identities=[IDENTITY])
EARLIER = "_earlier"
"""A database of PostgreSQL whose name ends so is what each try of an upgrade begins with."""
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "sqlite3.connect"}
WRITING = os.O_CREAT | os.O_WRONLY | os.O_RDWR
MARKS = ('INSERT INTO "django_migrations"', 'UPDATE "kernel_')


WHAT_CHANGES = {"os.rename", "os.rmdir", "sqlite3.connect", "subprocess.Popen", "statement"}
"""Beside these, a step begins or removes what has no name of its own yet."""

Step = tuple[str, str]
"""What happens, and in which folder."""


def quiet(_share: float, _label: str) -> None:
    pass


def save() -> None:
    make_backup(Plan(TARGET, TARGET, SEAL), now=timezone.now(), progress=quiet)


def restore(*, over: bool) -> None:
    path = list_backups(TARGET)[0]
    restoring.restore(Wanted(path, [], OPENING), over=over, now=timezone.now(), progress=quiet)


def restore_into_empty() -> None:
    if not restoring.finish_cut_off() and restoring.is_empty(HOME):
        restore(over=False)


def take_back() -> None:
    restoring.take_back(now=timezone.now())


def upgrade() -> None:
    migrate.bring_up_to_date()


def upgrade_in_vain() -> None:
    def refuse() -> None:
        raise migrate.NotUpToDate("as told")

    migrate.verify = refuse
    try:
        migrate.bring_up_to_date()
    except CommandFailed:
        return
    raise AssertionError("it went well")


def rotate() -> None:
    rotate_keys(now=timezone.now())


def begin(
    *, empty: bool = False, change: bool = False, aside: bool = False, saved: bool = False, earlier: bool = False
) -> None:
    """As it is before each try."""
    connections.close_all()
    if earlier and connection.vendor == "postgresql":
        _make_database_anew()
    for folder in (HOME, TARGET):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TEMPLATE, HOME)
    if saved:
        shutil.copytree(WORK / "saved", TARGET)
    if empty:
        shutil.rmtree(HOME)
        HOME.mkdir()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    if change:
        Person.objects.update(family_name="あとから")
    if aside:
        restore(over=True)
    connections.close_all()


def _make_database_anew() -> None:
    told = connection.get_connection_params()
    name = sql.Identifier(told["dbname"])
    with psycopg.connect(**(told | {"dbname": "postgres"}), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        earlier = sql.Identifier(told["dbname"] + EARLIER)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, earlier))


def look() -> dict[str, Any]:
    """What somebody who starts next would find."""
    finish_moving(HOME)
    forget_keys()
    told: dict[str, Any] = {"unfinished": [path.name for path in WORK.glob("t*/**/*.part")]}
    told["backups"] = [_try(path) for path in list_backups(TARGET)] if TARGET.exists() else []
    told["copies"] = [path.name for path in HOME.glob("upgrade/*")] + [path.name for path in HOME.glob("backup-work/*")]
    told["empty"], told["prepared"] = _is_empty(), is_prepared(HOME)
    if (
        not (told["empty"] or told["prepared"])
        and upgrading.Upgrade(home=HOME, database=HOME / "aizuchi.sqlite3").step() is None
    ):
        told |= _look_at_database()
    connections.close_all()
    return told


def _is_empty() -> bool:
    if connection.vendor == "postgresql":
        return restoring.is_empty(HOME)
    return not (HOME / "aizuchi.sqlite3").exists()


def _look_at_database() -> dict[str, Any]:
    whole = "ok"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            whole = cursor.fetchone()[0]
        cursor.execute("SELECT family_name FROM people_person ORDER BY id LIMIT 1")
        name = cursor.fetchone()[0]
    waiting = migrate.count_waiting_migrations()
    told = {"whole": whole, "changed": name == "あとから", "waiting": waiting}
    if not waiting:
        told["words"] = _count_words()
        told["files"] = sum(bool(b"".join(read_file(stored))) for stored in StoredFile.objects.all())
    return told


def _count_words() -> int:
    documents = Document.objects.filter(circle__owner__isnull=False).select_related("circle__owner")
    return sum(bool(read_documents([one.pk], viewer=one.circle.owner)[one.pk].text) for one in documents)


def _try(path: Path) -> bool:
    scratch = WORK / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    restoring.check(Wanted(path, [], OPENING), scratch, progress=quiet)
    return True


SCENARIOS: dict[str, tuple[Callable[[], None], dict[str, bool]]] = {
    "backup": (save, {}),
    "restore": (restore_into_empty, {"empty": True, "saved": True}),
    "restore over": (lambda: restore(over=True), {"change": True, "saved": True}),
    "take back": (take_back, {"change": True, "aside": True, "saved": True}),
    "upgrade": (upgrade, {"earlier": True}),
    "upgrade to tomorrow": (upgrade, {}),
    "upgrade to tomorrow in vain": (upgrade_in_vain, {}),
    "rotate": (rotate, {}),
}


def in_child(*works: Callable[[], Any], dies_at: int = 0) -> Any:
    """What the last one returned, as JSON has it; None where that died. Raises where it failed."""
    way_out, way_in = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(way_out)
            for number, work in enumerate(works):
                if dies_at and number == len(works) - 1:
                    _die_at(dies_at)
                answer = work()
            os.write(way_in, json.dumps({"answer": answer}).encode())
        except BaseException:
            os.write(way_in, json.dumps({"error": traceback.format_exc()}).encode())
        finally:
            os._exit(0)
    os.close(way_in)
    with os.fdopen(way_out) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    told = json.loads(said) if said else None
    if told and "error" in told:
        raise SystemExit(told["error"])
    return told


def is_ours(path: Any) -> bool:
    return isinstance(path, str | bytes | os.PathLike) and str(WORK) in os.fsdecode(path)


def _die_at(last: int) -> None:
    reached = 0

    def count_one(_step: Step) -> None:
        nonlocal reached
        reached += 1
        if reached == last:
            os.kill(os.getpid(), signal.SIGKILL)

    _at_each_step(count_one)


def _at_each_step(reach: Callable[[Step], None]) -> None:
    def hear(event: str, told: tuple[Any, ...]) -> None:
        is_write = event == "open" and isinstance(told[2], int) and told[2] & WRITING
        if event == "subprocess.Popen":
            reach((event, ""))
        elif (is_write or event in CHANGES) and is_ours(told[0]):
            reach((event, str(Path(os.fsdecode(told[0])).parent)))

    def hear_statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(MARKS):
            reach(("statement", ""))
        return execute(sql, params, many, context)

    sys.addaudithook(hear)
    connection.execute_wrappers.append(hear_statement)


def _save_once() -> None:
    begin()
    save()


def list_steps(begin_anew: Callable[[], None], work: Callable[[], None]) -> list[Step]:
    steps: list[Step] = []

    def work_and_tell() -> list[Step]:
        _at_each_step(steps.append)
        work()
        return list(steps)

    return [(event, folder) for event, folder in in_child(begin_anew, work_and_tell)["answer"]]


def choose(steps: list[Step]) -> list[int]:
    """The first and the last of those that change in one row the same folder, and what follows upon all; from 1 on."""
    telling = [number for number, (event, _folder) in enumerate(steps, 1) if event in WHAT_CHANGES]
    rows = [list(row) for _, row in groupby(telling, key=lambda number: steps[number - 1])]
    return sorted({1, len(steps), *(number for row in rows for number in (row[0], row[-1]))})


def main(scenario: str, each: int) -> None:
    work, how = SCENARIOS[scenario]
    begin_anew = partial(begin, **how)
    gc.freeze()
    if how.get("saved"):
        in_child(_save_once)
        shutil.rmtree(WORK / "saved", ignore_errors=True)
        shutil.copytree(TARGET, WORK / "saved")
    steps = [] if each else list_steps(begin_anew, work)
    found: list[dict[str, Any]] = []
    for dies_at in [*choose(steps), len(steps) + 1] if steps else count(1, each):
        outcome = in_child(begin_anew, work, dies_at=dies_at)
        first = in_child(look)
        if outcome is not None:
            found.append({"first": first["answer"]})
            break
        found.append({"cut_at": dies_at, "first": first["answer"], "then": in_child(work, look)["answer"]})
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    assert Path(settings.HOME) == HOME
    main(sys.argv[1], int((sys.argv[3:] or ["1"])[0]))
