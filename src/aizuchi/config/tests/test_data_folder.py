"""A name of a folder that was mistyped is told, and leaves nothing behind."""

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.utils import translation

from aizuchi.config import data_folder
from aizuchi.config.cli import app
from aizuchi.config.commands import check
from aizuchi.config.commands.terminal import CommandFailed


@pytest.fixture
def nowhere(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path / "mistyped"
    monkeypatch.setitem(connection.settings_dict, "NAME", settings.HOME / "aizuchi.sqlite3")
    return tmp_path / "mistyped"


COMMANDS = [
    (["check"], False, False),
    (["settings"], False, False),
    (["restore", "--check", __file__], False, False),
    (["upgrade", "--check"], False, True),
    (["upgrade"], False, True),
    (["retention"], False, True),
    (["first-link"], False, True),
    (["import", "--preview", __file__], False, True),
    (["backup", "/elsewhere"], False, True),
    (["keys", "rotate"], False, True),
    (["manage", "showmigrations"], False, True),
    (["serve"], True, False),
    (["restore", __file__], True, False),
]


@pytest.mark.parametrize(("command", "begins", "asks_data"), COMMANDS, ids=lambda value: str(value))
def test_only_what_begins_an_installation_makes_a_folder(command: list[str], begins: bool, asks_data: bool) -> None:
    starting = mock.patch("aizuchi.config.commands.start_django.start", side_effect=CommandFailed)

    with starting as start, pytest.raises(CommandFailed):
        app(command, prog_name="aizuchi", standalone_mode=False)

    assert start.call_args.kwargs == {"begins": begins, "asks_data": asks_data}


def test_who_only_looks_leaves_neither_folder_nor_secret(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_folder, "_is_made_where_missing", False)

    assert data_folder.open_home(nowhere) == nowhere
    assert len(data_folder.find_secret(nowhere)) > 40

    assert not nowhere.exists()


def test_who_begins_makes_both(nowhere: Path) -> None:
    secret = data_folder.find_secret(data_folder.open_home(nowhere))

    assert (nowhere / "secret_key").read_text() == secret
    assert nowhere.stat().st_mode & 0o077 == 0


def test_what_needs_an_installation_says_that_none_is_there(nowhere: Path) -> None:
    with translation.override("en"), pytest.raises(CommandFailed, match=f"no installation in {nowhere}"):
        data_folder.refuse_where_nothing_is()

    nowhere.mkdir()
    (nowhere / "aizuchi.sqlite3").touch()
    data_folder.refuse_where_nothing_is()


def test_the_check_says_so_and_that_it_is_serious(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("en"), mock.patch("logging.disable"):
        ended = check.run()

    told = capsys.readouterr().out
    assert ended == 1
    assert f"✗ There is no installation in {nowhere}." in told
    assert "Ready to serve" not in told
    assert not nowhere.exists()
