"""An upgrade that goes wrong leaves the database as it was; one that was cut off goes on."""

import errno
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from tests.installations import ROOT, Installation

from aizuchi.config.backups.sqlite import DiskTooFull
from aizuchi.config.backups.tests.conftest import WORDS, Living
from aizuchi.config.backups.upgrading import Step, Upgrade, UpgradeFailed, UpgradeRuns
from aizuchi.config.commands import migrate
from aizuchi.config.commands.terminal import CommandFailed

pytestmark = pytest.mark.database

CLI = ("-m", "aizuchi.config.cli")
KEPT = sorted((ROOT / "tests" / "fixtures" / "upgrade").glob("*.tar.xz"))


class WentWrong(Exception):
    pass


def upgrade_of(living: Living) -> Upgrade:
    connection.close()
    return Upgrade(home=living.home, database=living.database)


def run(upgrade: Upgrade, *, statement: str = "DELETE FROM notes_update", fails: bool = False) -> None:
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def look() -> None:
        if fails:
            raise WentWrong

    upgrade.run(migrate=work, verify=look, progress=lambda _share: None)


def test_what_went_wrong_is_taken_back(living: Living) -> None:
    upgrade = upgrade_of(living)

    with pytest.raises(UpgradeFailed):
        run(upgrade, fails=True)

    assert living.read() == WORDS
    assert upgrade.step() is None
    assert not (living.home / "upgrade").exists()


def test_it_is_taken_back_where_the_disk_is_full_to_the_last_byte(
    living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade, note = upgrade_of(living), Upgrade._note

    def no_room_for_more(one: Upgrade, step: Step) -> None:
        if step is not Step.COPIED:
            raise OSError(errno.ENOSPC, "No space left on device")
        note(one, step)

    monkeypatch.setattr(Upgrade, "_note", no_room_for_more)
    with pytest.raises(UpgradeFailed):
        run(upgrade, fails=True)

    assert living.read() == WORDS
    assert upgrade.step() is None


def test_so_is_what_could_not_be_migrated(living: Living) -> None:
    with pytest.raises(UpgradeFailed):
        run(upgrade_of(living), statement="ALTER TABLE nothing_here ADD COLUMN a")

    assert living.read() == WORDS


def test_what_went_well_stays_and_leaves_no_copy(living: Living) -> None:
    run(upgrade_of(living))

    assert living.ask("SELECT count(*) FROM notes_update") == [(0,)]
    assert not (living.home / "upgrade").exists()


def test_two_do_not_run_at_once(living: Living) -> None:
    upgrade = upgrade_of(living)

    with upgrade._alone(), pytest.raises(UpgradeRuns):
        run(upgrade_of(living))


def test_without_room_for_a_copy_nothing_is_begun(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aizuchi.config.backups.sqlite.SPARE", 10**18)

    with pytest.raises(DiskTooFull):
        run(upgrade_of(living))

    assert living.read() == WORDS


def test_a_server_that_may_not_migrate_refuses_an_older_or_unfinished_database(living: Living) -> None:
    migrate.require_up_to_date()

    upgrade_of(living)._note(Step.COPIED)
    with translation.override("en"), pytest.raises(CommandFailed, match="older than the program"):
        migrate.require_up_to_date()

    (living.home / "upgrade.json").unlink()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    with translation.override("en"), pytest.raises(CommandFailed, match="older than the program"):
        migrate.require_up_to_date()


def test_after_one_that_was_cut_off_nobody_writes_what_would_be_lost(living: Living) -> None:
    migrate.refuse_after_cut("import_people")

    upgrade_of(living)._note(Step.COPIED)

    migrate.refuse_after_cut("upgrade")
    with translation.override("en"), pytest.raises(CommandFailed, match="Run first: aizuchi upgrade"):
        migrate.refuse_after_cut("import_people")


def test_one_that_was_cut_off_is_taken_back_before_it_begins_anew(living: Living) -> None:
    upgrade = upgrade_of(living)
    upgrade._make_copy(lambda _share: None)
    living.ask("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE half_of_it (n)")

    run(upgrade_of(living), statement="CREATE TABLE half_of_it (n)")

    assert living.read() == WORDS
    assert living.ask("SELECT count(*) FROM half_of_it") == [(0,)]


def test_nobody_works_while_it_is_upgraded(living: Living) -> None:
    from aizuchi.config import one_server

    (living.home / "worker.lock").touch()
    holding = "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_SH); print(); input()"
    command = [sys.executable, "-c", holding, str(living.home / "worker.lock")]
    at_work = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert at_work.stdout
    at_work.stdout.readline()
    try:
        with pytest.raises(one_server.FolderTaken):
            one_server.hold_off_workers()
    finally:
        at_work.communicate("\n")
        one_server._working = None


FULL = """
import psycopg
from django.db import OperationalError
def no_room():
    raise OperationalError("could not extend file: No space left on device") from psycopg.errors.DiskFull()
import django; django.setup()
from aizuchi.config.commands import migrate, upgrade
migrate.migrate, migrate.count_waiting_migrations = no_room, lambda: 1
upgrade._list_waiting = lambda: ["a.0001"]
"""
FAILING = """
import sys, django; django.setup()
from importlib import import_module
from django.db import migrations
def refuse(apps, editor): raise RuntimeError("no")
from django.db.migrations.loader import MigrationLoader
plain = MigrationLoader.load_disk
def load(self):
    plain(self)
    last = max(name for app, name in self.disk_migrations if app == "audit")
    made = migrations.Migration("9999_fails", "audit")
    made.dependencies, made.operations = [("audit", last)], [migrations.RunPython(refuse)]
    self.disk_migrations["audit", "9999_fails"] = made
MigrationLoader.load_disk = load
from aizuchi.config.cli import main
main(sys.argv[1:])
"""


def test_a_kept_folder_is_as_before_when_a_migration_fails(tmp_path: Path) -> None:
    if os.environ.get("AIZUCHI_DATABASE_URL"):
        pytest.skip("a folder of SQLite")
    (tmp_path / "home").mkdir()
    with tarfile.open(KEPT[0]) as archive:
        archive.extractall(tmp_path / "home", filter="data")
    kept = Installation(tmp_path / "home")
    before = kept.run(*CLI, "upgrade", "--check", LANG="C.UTF-8").stdout

    failed = kept.run("-c", FAILING, "upgrade", LANG="C.UTF-8")

    assert failed.returncode == 1
    assert "The upgrade failed (no). The database was taken back" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert kept.run(*CLI, "upgrade", "--check", LANG="C.UTF-8").stdout == before


def test_on_postgresql_it_says_what_to_do(installation: Installation, tmp_path: Path) -> None:
    if not installation.database_url:
        pytest.skip("about PostgreSQL")
    unsaved = installation.run("-c", FAILING, "upgrade", LANG="C.UTF-8")
    secret = {"AIZUCHI_BACKUP_PASSPHRASE": "correct horse battery"}
    saved = ["upgrade", "--backup-to", str(tmp_path / "saved")]
    failed = installation.run("-c", FAILING, *saved, LANG="C.UTF-8", **secret)

    assert "--backup-to" in unsaved.stderr
    assert failed.returncode == 1
    assert f"aizuchi restore {tmp_path / 'saved'}/aizuchi-" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_on_postgresql_a_full_disk_is_called_so(installation: Installation) -> None:
    if not installation.database_url:
        pytest.skip("about PostgreSQL")
    command = "from aizuchi.config.cli import main; main(['upgrade', '--without-backup'])"
    full = installation.run("-c", FULL + command, LANG="C.UTF-8")

    assert full.returncode == 1
    assert "The disk of the database is full" in full.stderr
    assert "it goes on where it stopped" in full.stderr
    assert "Traceback" not in full.stderr
