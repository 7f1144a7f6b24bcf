"""An older program on a newer database: no command touches what it does not know, and each says so in one sentence."""

from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation

from aizuchi.config import checks
from aizuchi.config.cli import app
from aizuchi.config.commands import migrate
from aizuchi.config.commands.terminal import CommandFailed

pytestmark = pytest.mark.django_db
COMMANDS = [
    ["backup", "/elsewhere"],
    ["first-link"],
    ["keys", "rotate"],
    ["retention"],
    ["manage", "migrate"],
    ["manage", "shell"],
    ["import", __file__],
    ["hints", "export", "/elsewhere"],
    ["create-operator"],
    ["create-admin"],
    ["confirm-domain", "example.jp", "ミナモ"],
    ["reset-second-factor"],
    ["demo"],
    ["serve"],
    ["worker"],
    ["upgrade"],
    ["check"],
    ["restore", "--check", __file__],
    ["settings"],
]
TELL_OR_READ_SOMETHING_ELSE = {"check", "restore", "settings"}


@pytest.fixture(autouse=True)
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (migrate, checks):
        monkeypatch.setattr(place, "is_anything_there", lambda: True)
    monkeypatch.setattr("aizuchi.config.commands.start_django.start", lambda **_asked: None)
    MigrationRecorder(connection).record_applied("audit", "0099_from_tomorrow")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_refuses_it_or_tells(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """All others bring the database up to date first, which refuses as well: see `test_who_brings_it_up_to_date`."""
    name = {"import": "import_people"}.get(command[0], command[0].replace("-", "_"))
    begun = []
    monkeypatch.setattr(f"aizuchi.config.commands.{name}.run", lambda *_args, **_asked: begun.append(1))
    refuses_here = name in migrate.AS_IT_IS
    module = import_module(f"aizuchi.config.commands.{name}")
    source = Path(str(module.__file__)).read_text()
    assert refuses_here or "up_to_date" in source or name in TELL_OR_READ_SOMETHING_ELSE

    refused = pytest.raises(CommandFailed, match="made by another version") if refuses_here else nullcontext()
    with translation.override("en"), refused:
        app(command, prog_name="aizuchi", standalone_mode=False)

    assert bool(begun) is not refuses_here


def test_who_brings_it_up_to_date_or_asks_that_it_is() -> None:
    for step in (migrate.bring_up_to_date, migrate.require_up_to_date):
        with translation.override("en"), pytest.raises(CommandFailed, match="made by another version"):
            step()


def test_djangos_own_commands_that_only_tell_go_on() -> None:
    migrate.refuse_another_version("manage", ["showmigrations"])
    migrate.refuse_another_version("manage", [])


def test_check_says_so() -> None:
    with translation.override("en"):
        assert "made by another version" in " ".join(problem.what for problem in checks._check_database())
