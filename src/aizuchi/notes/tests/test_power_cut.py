"""Whenever the power goes in the midst of a rotation: every note can be read afterwards."""

import sqlite3
import uuid
from pathlib import Path

import pytest
from tests.installations import Installation, fork_server

from aizuchi.kernel.key_file import read_keys
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed
from aizuchi.notes.tests.server import Server, set_stage


@pytest.fixture(scope="module")
def home(_migrated_template: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("power") / "home"
    server, _ = set_stage(home, migrated=_migrated_template.home, NOTES="1")
    return server.home


def rotate(home: Path, copies: Path, *how: str) -> list[Path]:
    arguments = ["-m", "aizuchi.notes.tests.power_cut", str(copies), *how]
    done = fork_server().run(arguments, Server(home).environment(), 120)
    assert done.returncode == 0, done.stderr
    return sorted(copies.iterdir())


def count_readable(folder: Path) -> int:
    """Notes whose words open with what lies in this folder, and nothing else."""
    database, file_keys = sqlite3.connect(folder / "aizuchi.sqlite3"), read_keys(folder / "note_keys")
    organization_keys = {
        organization: open_sealed(
            wrapped, key=file_keys[name], place=Place("kernel_organizationkey", _id(organization), "wrapped", version)
        )
        for organization, wrapped, name, version in database.execute(
            "SELECT organization_id, wrapped, key_name, version FROM kernel_organizationkey"
        )
    }
    rows = database.execute(
        "SELECT u.id, u.document_id, u.payload, k.owner, k.wrapped, k.organization_id FROM notes_update u"
        " JOIN notes_document d ON d.id = u.document_id JOIN kernel_datakey k ON k.owner = d.circle_id"
    ).fetchall()
    for update, document, payload, owner, wrapped, organization in rows:
        place = Place("kernel_datakey", _id(owner), "wrapped")
        key = open_sealed(wrapped, key=organization_keys[organization], place=place)
        open_sealed(payload, key=key, place=Place("notes_update", f"{_id(document)}/{_id(update)}", "payload"))
    database.close()
    return len(rows)


def _id(stored: str) -> str:
    return str(uuid.UUID(stored))


def test_whenever_the_power_goes_every_note_can_be_read(home: Path, tmp_path: Path) -> None:
    copies = rotate(home, tmp_path / "copies")

    assert len(copies) >= 14
    assert {count_readable(folder) for folder in copies} == {count_readable(copies[0])}
    assert count_readable(copies[0]) >= 2
    assert len({(folder / "note_keys").read_text() for folder in copies}) == 3


def test_without_waiting_for_the_disk_they_would_be_lost(home: Path, tmp_path: Path) -> None:
    """So that the copies are known to tell."""
    copies = rotate(home, tmp_path / "copies", "--careless")

    with pytest.raises((SealBroken, KeyError)):
        count_readable(next(folder for folder in copies if folder.name.endswith("done, surely")))
