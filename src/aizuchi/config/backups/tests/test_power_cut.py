"""Whenever the power goes: all of it or as before, never half; and the next try ends well."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.installations import ROOT, Installation

from aizuchi.config.backups.tests.test_commands import WRITE

pytestmark = pytest.mark.own_server

EACH = os.environ.get("AIZUCHI_POWER_CUTS_EACH")
"""After how many steps the power goes next: 1 tries all of them, which takes minutes; 0 where one becomes another."""
STEPS = int(EACH or "0")

KEPT = sorted((ROOT / "tests" / "fixtures" / "upgrade").glob("*.tar.xz"))
Cut = Callable[[str], list[dict[str, Any]]]


def cut(scenario: str, work: Path, *, each: int = 1, database_url: str = "") -> list[dict[str, Any]]:
    home = Installation(work / "home", database_url)
    arguments = ("-m", "aizuchi.config.backups.tests.power_cuts", scenario, str(work), str(each))
    done = home.run(*arguments, seconds=1800, TMPDIR=str(work))
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    assert all(one["first"]["unfinished"] == [] for one in found if scenario == "restore")
    return found


@pytest.fixture(scope="module")
def written(_migrated_template: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cut") / "home"
    shutil.copytree(_migrated_template.home, home)
    done = Installation(home).run("-c", WRITE)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def work(written: Path, tmp_path: Path) -> Path:
    shutil.copytree(written, tmp_path / "template")
    return tmp_path


LIVING = {"empty": False, "whole": "ok", "waiting": 0, "words": 1, "files": 1}


def is_living(state: dict[str, Any], **more: Any) -> bool:
    return all(state.get(name) == value for name, value in (LIVING | more).items())


def test_a_backup_is_whole_or_not_there(work: Path) -> None:
    found = cut("backup", work, each=STEPS)

    assert len(found) > 5
    for one in found:
        assert is_living(one["first"]), one
    for one in found[:-1]:  # `backups` has only those that were read to their end
        assert len(one["first"]["backups"]) <= 1, one
        assert len(one["then"]["backups"]) == 1 + len(one["first"]["backups"]), one
        assert one["then"]["unfinished"] == one["then"]["copies"] == [], one


def test_a_restore_into_an_empty_folder_is_whole_or_not_there(work: Path) -> None:
    found = cut("restore", work, each=STEPS)

    assert len(found) > 5
    for one in found:
        assert one["first"]["empty"] or is_living(one["first"]), one
    assert {one["first"]["empty"] for one in found} == {True, False}
    assert all(is_living(one["then"]) for one in found[:-1])


def test_a_restore_over_a_living_folder_leaves_the_one_or_the_other(work: Path) -> None:
    found = cut("restore over", work, each=STEPS)

    assert len(found) > 5
    assert all(is_living(one["first"]) for one in found), found
    assert {one["first"]["changed"] for one in found} == {True, False}
    assert all(is_living(one["then"], changed=False) for one in found[:-1])


def test_taking_back_leaves_the_one_or_the_other(work: Path) -> None:
    found = cut("take back", work, each=STEPS)

    assert all(is_living(one["first"]) for one in found), found
    assert {one["first"]["changed"] for one in found} == {True, False}


def test_keys_are_rotated_or_as_before(work: Path) -> None:
    found = cut("rotate", work, each=STEPS)

    assert len(found) > 3
    assert all(is_living(one["first"]) and is_living(one.get("then", LIVING)) for one in found), found


def test_an_upgrade_that_was_cut_ends_well_the_next_time(work: Path) -> None:
    """To a version of tomorrow; `tests/test_upgrade.py` has the migrations of today."""
    found = cut("upgrade to tomorrow", work, each=STEPS)

    assert len(found) > 5
    assert {3, 0} <= {one["first"].get("waiting", 0) for one in found}
    for one in found:
        assert one["first"].get("whole", "ok") == "ok", one
        assert is_living(one.get("then", one["first"]), copies=[]), one


def test_one_that_fails_is_taken_back_whenever_it_is_cut(work: Path) -> None:
    found = cut("upgrade to tomorrow in vain", work, each=STEPS)

    assert len(found) > 5
    for one in found:
        assert one["first"].get("waiting", 3) == 3, one
        last = one.get("then", one["first"])
        assert (last["waiting"], last["whole"], last["copies"]) == (3, "ok", []), one
