"""The commands, as somebody at a terminal meets them; on SQLite and on PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pyrage
import pytest
from tests.installations import ROOT, Installation, copy_of

CLI = ("-m", "aizuchi.config.cli")
WRITE = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from tests.factories import OrganizationFactory, PersonFactory, PairFactory
from aizuchi.accounts.models import Session
from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.anonymous_answers.operations.keys import ensure_key
from aizuchi.anonymous_answers.tests.conftest import NOW
from aizuchi.feedback.tests.test_eligibility import close
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.store import keep_bytes
from aizuchi.notes import operations
now = timezone.now()
with transaction.atomic():
    organization = OrganizationFactory()
    mentor, mentee = PersonFactory(organization=organization), PersonFactory(organization=organization)
    circle = operations.private_circle_of(person=mentee, now=now)
    document = operations.make_document(circle=circle, now=now)
    operations.write_text(document_id=document.pk, text="二人だけのこと", actor=mentee, now=now)
    close(PairFactory(mentee=mentee, mentor=mentor, kind="mentor"))
    right = Eligibility.objects.get(person=mentee)
    Session.objects.create(session_key="somebody", session_data="", expire_date=now)
ensure_key(window_id=right.window_id, subject_id=mentor.pk, now=NOW)
keep_bytes(b"picture", kind=Kind.PICTURE, organization_id=organization.pk, now=now)
"""
LOOK = """
import django; django.setup()
import json
from django.db import connection
from aizuchi.accounts.models import Session
from aizuchi.anonymous_answers.models import AnswerWindow, WindowKey
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import read_file
from aizuchi.kernel.models import DataKey
from aizuchi.notes.models import Document
from aizuchi.notes.queries import read_documents
from aizuchi.people.models import Person
tables = set(connection.introspection.table_names())
document = Document.objects.select_related("circle__owner").first()
print(json.dumps({
    "words": read_documents([document.pk], viewer=document.circle.owner)[document.pk].text,
    "file": b"".join(read_file(StoredFile.objects.get())).decode(),
    "window_keys": WindowKey.objects.count(),
    "keys_of_windows": DataKey.objects.filter(owner__in=AnswerWindow.objects.values("pk")).count(),
    "sessions": Session.objects.count(),
    "people": Person.objects.count(),
}))
"""


@pytest.fixture
def other(_migrated_template: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A folder and a database with nothing in them."""
    with copy_of(_migrated_template, tmp_path / "other") as copy:
        for path in copy.home.glob("aizuchi.sqlite3*"):
            path.unlink()
        if copy.database_url:
            with psycopg.connect(copy.database_url) as database:
                database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        yield copy


@pytest.fixture
def sealed(tmp_path: Path) -> dict[str, list[str]]:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity").write_text(f"# for tests\n{identity}\n")
    return {
        "to": ["--recipient", str(identity.to_public()), "--keys-to", str(tmp_path / "keys")],
        "with": ["--identity", str(tmp_path / "identity")],
    }


def look(installation: Installation, *, first: str = "") -> dict[str, object]:
    """What is there, after what is done first in the same process."""
    done = installation.run("-c", first + LOOK)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def refuses_one_that_was_cut(empty: Installation, whole: Path, opened: list[str]) -> None:
    """And leaves the empty database empty."""
    cut = whole.with_name("cut.age")
    cut.write_bytes(whole.read_bytes()[:-200])

    done = empty.run(*CLI, "restore", str(cut), *opened, LANG="C.UTF-8")

    cut.unlink()
    assert done.returncode == 1
    assert "is cut, changed, or no backup" in done.stderr
    if empty.database_url:
        assert empty.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    else:
        assert not (empty.home / "aizuchi.sqlite3").exists()


@pytest.mark.database
def test_saved_here_and_restored_there(
    installation: Installation, other: Installation, sealed: dict[str, list[str]], tmp_path: Path
) -> None:
    before = look(installation, first=WRITE)
    assert (before["window_keys"], before["keys_of_windows"], before["sessions"]) == (1, 1, 1)

    saved = installation.run(*CLI, "backup", str(tmp_path / "saved"), *sealed["to"], LANG="C.UTF-8")
    assert saved.returncode == 0, saved.stderr
    [file], [keys] = (tmp_path / "saved").iterdir(), (tmp_path / "keys").iterdir()
    opened = ["restore", str(file), "--keys", str(keys), *sealed["with"]]
    checked = other.run(*CLI, *opened, "--check", LANG="C.UTF-8")
    refuses_one_that_was_cut(other, file, opened[2:])
    restored = other.run(*CLI, *opened, LANG="C.UTF-8")

    assert "Saved:" in saved.stdout
    assert "100%" in saved.stderr  # also where there is no terminal
    assert checked.returncode == 0, checked.stderr
    assert "It can be restored" in checked.stdout
    assert restored.returncode == 0, restored.stderr
    assert look(other) == before | {"window_keys": 0, "keys_of_windows": 0, "sessions": 0}

    again = other.run(*CLI, *opened, LANG="C.UTF-8")
    assert again.returncode == 1
    assert "holds an installation already" in again.stderr
    assert "Traceback" not in again.stderr


DESTROY = """
import django; django.setup()
from django.utils import timezone
from aizuchi.kernel.keys import destroy_data_key
from aizuchi.notes.models import Document
destroy_data_key(owner=Document.objects.first().circle_id, now=timezone.now())
"""


def test_what_was_destroyed_since_is_destroyed_again_and_counted(
    installation: Installation, other: Installation, sealed: dict[str, list[str]], tmp_path: Path
) -> None:
    for number, script in enumerate((WRITE, DESTROY)):
        assert installation.run("-c", script).returncode == 0
        installation.run(*CLI, "backup", str(tmp_path / f"saved{number}"), *sealed["to"])
    [file], keys = (tmp_path / "saved0").iterdir(), sorted((tmp_path / "keys").iterdir())
    both = [word for path in keys for word in ("--keys", str(path))]

    done = other.run(*CLI, "restore", str(file), *both, *sealed["with"], LANG="C.UTF-8")

    assert done.returncode == 0, done.stderr
    assert "1 key that was destroyed after that day was destroyed again." in done.stdout
    assert look(other)["words"] == ""


def test_a_server_is_stopped_before_anything_is_restored(
    installation: Installation, sealed: dict[str, list[str]], tmp_path: Path
) -> None:
    (tmp_path / "file.age").write_bytes(b"age-encryption.org/v1\n")
    holding = "import django, time; django.setup(); from aizuchi.config.one_server import hold_folder; hold_folder()"
    holder = subprocess.Popen(
        [sys.executable, "-c", f"{holding}; print('held', flush=True); input()"],
        cwd=ROOT,
        env=installation.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        done = installation.run(*CLI, "restore", str(tmp_path / "file.age"), "--over", *sealed["with"], LANG="C.UTF-8")
    finally:
        holder.communicate("\n")

    assert done.returncode == 1
    assert "Stop it first" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["backup", "{home}/inside"], "would be lost with it"),
        (["backup", "{tmp}/a", "--recipient", "age1nobody"], "is no recipient"),
        (["backup", "{tmp}/a", "--passphrase-file", "{tmp}/missing"], "holds no passphrase"),
        (["backup", "{tmp}/a", "--passphrase-file", "{tmp}/short"], "12 characters or more"),
        (["backup", "{tmp}/a"], "AIZUCHI_BACKUP_PASSPHRASE"),
        (["restore", "{tmp}/missing"], "is not there"),
        (["restore", "{tmp}/folder", "--check"], "is a folder"),
        (["restore", "{home}/aizuchi.sqlite3", "--check"], "is a database, no backup"),
        (["restore", "{tmp}/sealed", "--check"], "was sealed to recipients"),
        (["restore", "{tmp}/sealed", "--check", "--keys", "{tmp}/folder"], "was sealed to recipients"),
        (["restore", "{tmp}/cut", "--check"], "AIZUCHI_BACKUP_PASSPHRASE"),
        (["restore", "{tmp}/short", "--check"], "short is no backup of Aizuchi"),
        (["restore"], "Name the backup"),
        (["restore", "--take-back"], "Nothing was set aside"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], told: str, living: object, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import translation

    from aizuchi.config.commands import restore
    from aizuchi.config.commands.terminal import CommandFailed
    from aizuchi.config.tests.calling import call_command

    monkeypatch.delenv("AIZUCHI_BACKUP_PASSPHRASE", raising=False)
    monkeypatch.setattr(restore, "refuse_while_served", lambda: None)
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    (tmp_path / "short").write_text("short\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "cut").write_bytes(b"age-encryption.org/v1\n-> scrypt ")
    (tmp_path / "sealed").write_bytes(pyrage.encrypt(b"", [pyrage.x25519.Identity.generate().to_public()]))
    written = [one.format(home=tmp_path / "home", tmp=tmp_path) for one in arguments]

    with translation.override("en"), pytest.raises(CommandFailed, match=told):
        call_command(*written)
    assert not (tmp_path / "a").exists()


def test_whoever_names_a_folder_has_a_backup_though_nothing_is_to_be_done(
    living: Any, tmp_path: Path, sealed: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from aizuchi.config.commands import upgrade
    from aizuchi.config.latest_backup import read_latest_backup
    from aizuchi.config.tests.calling import call_command

    monkeypatch.setattr(upgrade, "refuse_while_served", lambda: None)

    ended = call_command("upgrade", "--backup-to", str(tmp_path / "saved"), *sealed["to"])

    assert ended == 0
    assert len(list((tmp_path / "saved").glob("*.age"))) == 1
    assert read_latest_backup() is not None


@pytest.mark.parametrize(("place", "is_told"), [("saved", True), ("saved/", True), ("elsewhere", False)])
def test_keys_in_the_same_folder_are_told(
    place: str, is_told: bool, living: Any, tmp_path: Path, sealed: dict[str, list[str]], monkeypatch: Any, capsys: Any
) -> None:
    from django.utils import translation

    from aizuchi.config.tests.calling import call_command

    monkeypatch.setattr(os, "nice", lambda _by: 0)
    with translation.override("en"):
        call_command("backup", str(tmp_path / "saved"), *sealed["to"][:2], "--keys-to", f"{tmp_path}/{place}")

    assert ("move the keys elsewhere" in capsys.readouterr().out) is is_told


@pytest.mark.parametrize(
    ("file", "keys", "told"),
    [
        ("{keys}", "{keys}", "keys.age holds the keys of a backup, not the backup itself"),
        ("{file}", "{file}", "is a backup, not its keys"),
        ("{half}", "{keys}", "half.age is cut, changed"),
        ("{file}", "{half_keys}", "half.keys.age is cut, changed"),
    ],
)
def test_each_file_is_told_by_its_name_and_for_what_it_is(
    file: str, keys: str, told: str, living: Any, tmp_path: Path
) -> None:
    from django.utils import translation

    from aizuchi.config.backups import restoring
    from aizuchi.config.backups.tests.conftest import OPENING, nobody_looks
    from aizuchi.config.commands import restore
    from aizuchi.config.commands.terminal import CommandFailed

    made = living.backup()
    named = {"file": made.path, "keys": made.keys_path, "half": tmp_path / "half.age"}
    named |= {"half_keys": tmp_path / "half.keys.age"}
    named["half"].write_bytes(made.path.read_bytes()[:-200])
    named["half_keys"].write_bytes(made.keys_path.read_bytes()[:-200])
    wanted = restoring.Wanted(Path(file.format(**named)), [Path(keys.format(**named))], OPENING)

    def try_it() -> None:
        with restore.told(wanted.path):
            restoring.check(wanted, tmp_path, progress=nobody_looks)

    with translation.override("en"), pytest.raises(CommandFailed, match=told):
        try_it()


@pytest.mark.parametrize(
    "command", [("restore", "cut.age"), ("upgrade",), ("backup", "/nowhere"), ("manage", "showmigrations")]
)
def test_a_database_that_does_not_answer_is_told_in_a_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    told = {"LANG": "C.UTF-8", "AIZUCHI_BACKUP_PASSPHRASE": "correct horse battery"}
    (tmp_path / "cut.age").write_bytes(b"age-encryption.org/v1\n-> scrypt ")
    written = [str(tmp_path / "cut.age") if word == "cut.age" else word for word in command]
    done = Installation(tmp_path, "postgresql://nobody@127.0.0.1:1/none").run(*CLI, *written, **told)

    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_is_none_is_told_to_those_who_know_django_too(tmp_path: Path) -> None:
    done = Installation(tmp_path, "mysql://nobody:secret@db/none").run(*CLI, "manage", "showmigrations", LANG="C.UTF-8")

    assert done.returncode == 1
    assert "AIZUCHI_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
