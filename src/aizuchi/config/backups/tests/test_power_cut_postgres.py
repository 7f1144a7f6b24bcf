"""Whenever the power goes beside PostgreSQL: database and keys belong together, or the next restore brings them so."""

import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.installations import Installation, a_database, copy_of

from aizuchi.config.backups.tests.test_commands import WRITE
from aizuchi.config.backups.tests.test_power_cut import EACH, KEPT, STEPS, cut, is_living

EARLIER = "_earlier"
UPGRADE_STEPS = int(EACH or "30")
SAVE_ONLY = """
import sys, django; django.setup()
from aizuchi.config.commands import migrate
migrate.bring_up_to_date = lambda: None
from aizuchi.config.cli import main
main(sys.argv[1:])
"""

pytestmark = [
    pytest.mark.database,
    pytest.mark.skipif(not os.environ.get("AIZUCHI_DATABASE_URL"), reason="about PostgreSQL"),
]


@pytest.fixture(scope="module")
def written(_migrated_template: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with copy_of(_migrated_template, tmp_path_factory.mktemp("written") / "home") as copy:
        done = copy.run("-c", WRITE)
        assert done.returncode == 0, done.stderr
        yield copy


@pytest.fixture
def living(written: Installation, tmp_path: Path) -> Iterator[Installation]:
    """With the work folder of the power cuts around it."""
    with copy_of(written, tmp_path / "home") as copy:
        shutil.copytree(copy.home, tmp_path / "template")
        yield copy


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """What an earlier version made, brought onto PostgreSQL once."""
    folder = tmp_path_factory.mktemp("kept")
    with tarfile.open(KEPT[0]) as archive:
        archive.extractall(folder, filter="data")
    with a_database(os.environ["AIZUCHI_DATABASE_URL"]) as url:
        installation = Installation(folder, url)
        done = installation.run("-m", "tests.earlier_on_postgres", str(folder))
        assert done.returncode == 0, done.stderr
        (folder / "aizuchi.sqlite3").unlink()
        yield installation


@pytest.fixture
def earlier(kept: Installation, tmp_path: Path) -> Iterator[str]:
    """A database that has to be brought up to date: its address, beside what each try takes a copy of."""
    server, template = kept.database_url, urlsplit(kept.database_url).path[1:]
    shutil.copytree(kept.home, tmp_path / "template")
    with (
        a_database(server) as url,
        a_database(server, name=urlsplit(url).path[1:] + EARLIER, template=template),
    ):
        yield url


def test_what_an_earlier_version_made_is_saved_before_its_upgrade(earlier: str, tmp_path: Path) -> None:
    name = urlsplit(earlier).path[1:]
    kept = Installation(tmp_path / "template", earlier.replace(name, name + EARLIER))
    told = {"LANG": "C.UTF-8", "AIZUCHI_BACKUP_PASSPHRASE": "correct horse battery"}
    done = kept.run("-c", SAVE_ONLY, "upgrade", "--backup-to", str(tmp_path / "saved"), **told)
    assert done.returncode == 0, done.stderr

    [backup] = [path for path in (tmp_path / "saved").glob("*.age") if "keys" not in path.name]
    tried = kept.run("-m", "aizuchi.config.cli", "restore", str(backup), "--check", **told)

    assert "Its keys open 2 of 2" in tried.stdout, tried.stderr
    assert "It can be restored" in tried.stdout


def test_an_upgrade_that_was_cut_goes_on_the_next_time(earlier: str, tmp_path: Path) -> None:
    found = cut("upgrade", tmp_path, each=UPGRADE_STEPS, database_url=earlier)

    assert len(found) > 2
    waited = [one["first"]["waiting"] for one in found]
    assert waited == sorted(waited, reverse=True)
    assert waited[0] > waited[1] > 0, waited
    for one in found:
        last = one.get("then", one["first"])
        assert (last["waiting"], last["words"] > 0, last["files"] > 0) == (0, True, True), one


def test_a_backup_is_whole_or_not_there(living: Installation, tmp_path: Path) -> None:
    found = cut("backup", tmp_path, each=STEPS, database_url=living.database_url)

    assert len(found) > 4
    for one in found:
        assert is_living(one["first"]), one
    for one in found[:-1]:
        assert len(one["then"]["backups"]) == 1 + len(one["first"]["backups"]), one
        assert one["then"]["unfinished"] == [], one


def test_a_restore_is_whole_or_not_there_or_noted(living: Installation, tmp_path: Path) -> None:
    found = cut("restore", tmp_path, each=STEPS, database_url=living.database_url)

    assert len(found) > 6
    for one in found:
        assert one["first"]["empty"] or one["first"]["prepared"] or is_living(one["first"]), str(one)  # all of it
    assert [one for one in found if one["first"]["prepared"] and not one["first"]["empty"]]
    assert all(is_living(one["then"], prepared=False) for one in found[:-1]), str(found)


def test_before_a_restore_that_was_cut_is_finished_nothing_else_runs(installation: Installation) -> None:
    (installation.home / "moving-prepared.json").touch()

    done = installation.run("-m", "aizuchi.config.cli", "serve", LANG="C.UTF-8")

    assert done.returncode == 1
    assert "A restore was cut off" in done.stderr
    assert installation.ask("SELECT count(*) FROM people_person") == [(0,)]
