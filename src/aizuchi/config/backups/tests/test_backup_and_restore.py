"""What was saved comes back as it was; what is wrong with a backup is told before anything is touched."""

import datetime
import errno
import io
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from django.db import connection
from django.utils import timezone

from aizuchi.accounts.models import Session, SparedDevice
from aizuchi.config.backups import age, files_on_disk, restoring, swap
from aizuchi.config.backups.age import NotWhole, Opening, Seal, WrongSecret
from aizuchi.config.backups.making import BackupRuns, KeysWouldBeMissing, hold_backups, list_backups
from aizuchi.config.backups.restoring import NotEmpty, OfNewerVersion
from aizuchi.config.backups.samples import KeysDoNotOpen
from aizuchi.config.backups.sqlite import DiskTooFull
from aizuchi.config.backups.tests.conftest import IDENTITY, NOW, OPENING, WORDS, Living, nobody_looks
from aizuchi.gateway.models import Connector
from aizuchi.gateway.tokens import make_token
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.key_file import add_key, read_keys
from aizuchi.kernel.keys import KeyDestroyed, data_key, destroy_data_key, rotate_keys
from aizuchi.people.models import AddressChange

pytestmark = pytest.mark.database

SECOND = datetime.timedelta(seconds=1)


def open_by_hand(path: Path) -> dict[str, bytes]:
    """With what anybody has: age and tar."""
    plain = pyrage.decrypt(path.read_bytes(), [IDENTITY])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        return {entry.name: archive.extractfile(entry).read() for entry in archive}  # type: ignore[union-attr]


def test_words_and_files_come_back_into_an_empty_folder(living: Living, empty: Callable[[], Path]) -> None:
    made = living.backup()
    living.move_to(empty())

    found = living.restore(made)

    assert living.read() == WORDS
    assert living.read_stored() == b"picture" * 1000
    assert (living.home / "secret_key").read_text() == "not a secret"
    assert (found.files, found.lost, found.opened.count, found.aside) == (1, 0, 1, None)


def test_neither_keys_nor_words_lie_open_in_either_file(living: Living) -> None:
    made, keys = living.backup(), (living.home / "note_keys").read_bytes()

    assert keys.split()[1] not in made.path.read_bytes() + made.keys_path.read_bytes()
    inside = open_by_hand(made.path)
    assert not any(keys.split()[1] in content for content in inside.values())
    assert not any(WORDS.encode() in content for content in inside.values())


def test_over_a_living_folder_it_is_refused(living: Living) -> None:
    made, before = living.backup(), living.look()

    with pytest.raises(NotEmpty):
        living.restore(made)

    assert living.look() == before


def test_what_was_set_aside_can_be_taken_back(living: Living) -> None:
    made = living.backup()
    assert living.person
    living.person.family_name = "あとから"
    living.person.save()
    connection.close()
    name = "SELECT family_name FROM people_person"

    found = living.restore(made, over=True)
    assert found.aside
    assert living.ask(name) != [("あとから",)]

    connection.close()
    restoring.take_back(now=NOW + SECOND)
    assert living.ask(name) == [("あとから",)]
    assert living.read_stored() == b"picture" * 1000


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.9, 0.999])
def test_one_that_was_cut_is_told_and_changes_nothing(living: Living, empty: Callable[[], Path], share: float) -> None:
    made = living.backup()
    content = made.path.read_bytes()
    made.path.write_bytes(content[: int(len(content) * share)])
    living.move_to(empty())

    with pytest.raises(NotWhole):
        living.restore(made)
    assert living.look() == {}
    with pytest.raises(NotWhole):
        restoring.check(living.wanted(made), living.home, progress=nobody_looks)


def test_one_that_was_changed_is_told(living: Living, empty: Callable[[], Path]) -> None:
    made = living.backup()
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    living.move_to(empty())

    with pytest.raises(NotWhole):
        living.restore(made)
    assert living.look() == {}


@pytest.mark.parametrize(
    "opening",
    [Opening(passphrase="another secret"), Opening(identities=[pyrage.x25519.Identity.generate()])],
    ids=["passphrase", "identity"],
)
def test_another_secret_opens_nothing(living: Living, empty: Callable[[], Path], opening: Opening) -> None:
    made = living.backup()
    living.move_to(empty())

    with pytest.raises(WrongSecret):
        living.restore(made, opening=opening)
    assert living.look() == {}


def test_a_passphrase_seals_as_age_does(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK_FACTOR", 10)
    made = living.backup(seal=Seal(passphrase="correct horse"))

    plain = pyrage.passphrase.decrypt(made.path.read_bytes(), "correct horse")
    assert plain.startswith(b"about.json")
    found = restoring.check(
        living.wanted(made, opening=Opening(passphrase="correct horse")), living.target, progress=nobody_looks
    )
    assert found.opened.count == 1


@pytest.mark.parametrize("size", [0, 1, age.CHUNK - 1, age.CHUNK, age.CHUNK + 1, 3 * age.CHUNK])
def test_both_ways_to_seal_give_back_what_was_sealed(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "WORK_FACTOR", 10)
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    for seal, opening in (
        (Seal(passphrase="ひみつ"), Opening(passphrase="ひみつ")),
        (Seal(recipients=[IDENTITY.to_public()]), OPENING),
    ):
        sealed = io.BytesIO()
        seal.write(iter([content[:7], content[7:]]), sealed)
        with opening.read(io.BytesIO(sealed.getvalue())) as plain:
            assert plain.read() == content
        with pytest.raises((NotWhole, WrongSecret)), opening.read(io.BytesIO(sealed.getvalue()[:-1])) as plain:
            plain.read()


def test_one_of_a_newer_version_is_refused(living: Living, empty: Callable[[], Path]) -> None:
    living.ask("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0099_tomorrow', '2026-01-01')"
        )
    made = living.backup()
    living.move_to(empty())

    with pytest.raises(OfNewerVersion):
        living.restore(made)
    assert living.look() == {}


def test_without_its_keys_nothing_is_restored(living: Living, empty: Callable[[], Path]) -> None:
    made = living.backup()
    living.move_to(empty())

    with pytest.raises(KeysDoNotOpen):
        living.restore(made, keys=[])
    assert living.look() == {}


def test_keys_of_after_a_rotation_do_not_open_it_and_both_together_do(
    living: Living, empty: Callable[[], Path]
) -> None:
    made = living.backup()
    rotate_keys(now=NOW)
    later = living.backup()
    living.move_to(empty())

    with pytest.raises(KeysDoNotOpen):
        living.restore(made, keys=[later.keys_path])

    living.restore(made, keys=[made.keys_path, later.keys_path])
    assert living.read() == WORDS


def test_a_key_file_elsewhere_learns_the_keys_and_keeps_its_own(
    living: Living, empty: Callable[[], Path], tmp_path: Path
) -> None:
    made = living.backup()
    elsewhere = tmp_path / "elsewhere"
    add_key(elsewhere)
    newest = add_key(elsewhere)
    lines = elsewhere.read_text().splitlines()
    living.move_to(empty())
    living.settings.KEY_FILE = elsewhere

    found = living.restore(made)

    assert (found.keys_added, living.read()) == (1, WORDS)
    assert elsewhere.read_text().splitlines()[1:] == lines
    assert list(read_keys(elsewhere))[-1] == newest, "of two installations that share it, too"
    assert not (living.home / "note_keys").exists()
    assert living.restore(made, over=True).keys_added == 0


def test_a_key_file_in_a_folder_of_the_data_folder_arrives_with_it(living: Living, empty: Callable[[], Path]) -> None:
    made = living.backup()
    living.move_to(empty())
    living.settings.KEY_FILE = living.home / "keys" / "note_keys"

    living.restore(made)

    assert living.read() == WORDS
    assert (living.home / "keys" / "note_keys").exists()


def test_what_was_destroyed_after_the_backup_is_destroyed_again(living: Living, empty: Callable[[], Path]) -> None:
    made = living.backup()
    assert living.document
    owner = living.document.circle_id
    destroy_data_key(owner=owner, now=NOW)
    later = living.backup()
    living.move_to(empty())

    found = living.restore(made, keys=[made.keys_path, later.keys_path])

    assert found.destroyed_again == 1
    with pytest.raises(KeyDestroyed):
        data_key(owner)


def test_what_the_living_folder_knows_as_destroyed_stays_so(living: Living) -> None:
    made = living.backup()
    assert living.document
    owner = living.document.circle_id
    destroy_data_key(owner=owner, now=NOW)

    found = living.restore(made, over=True)

    assert found.destroyed_again == 1
    with pytest.raises(KeyDestroyed):
        data_key(owner)


def test_a_living_database_that_nobody_can_read_hinders_nothing(living: Living) -> None:
    made = living.backup()
    connection.close()
    living.database.write_bytes(b"not a database any more" * 1000)

    assert living.restore(made, over=True).destroyed_again == 0


def test_without_a_key_file_no_backup_is_made_that_nobody_could_read(living: Living) -> None:
    (living.home / "note_keys").unlink()

    with pytest.raises(KeysWouldBeMissing):
        living.backup()
    assert [path for path in living.target.rglob("*") if path.is_file()] == []


def test_what_let_a_browser_or_a_machine_in_is_in_no_backup(living: Living) -> None:
    assert living.person
    Session.objects.create(session_key="ended since", session_data="", expire_date=NOW)
    SparedDevice.objects.create(person=living.person, word="ended since", fingerprint="", ends_at=NOW)
    AddressChange.objects.create(person=living.person, address="other@example.jp", asked_at=NOW, reached_at=NOW)
    directory = Connector.objects.create(name="会社の名簿", organization=living.person.organization, created_at=NOW)
    make_token(directory, actor=None, now=NOW)
    made = living.backup()

    living.restore(made, over=True)

    for table in ("accounts_session", "accounts_spareddevice", "gateway_connectortoken", "people_addresschange"):
        assert living.ask(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert living.ask("SELECT count(*) FROM gateway_connector") == [(1,)]


def test_a_full_disk_leaves_nothing_half(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier, before = living.backup(), living.look()
    kept = list_backups(living.target)
    monkeypatch.setattr(files_on_disk.Gently, "flush", _refuse)

    with pytest.raises(OSError, match="No space"):
        living.backup(now=NOW + SECOND)
    with pytest.raises(OSError, match="No space"):
        living.restore(earlier, over=True)

    assert list_backups(living.target) == kept
    assert [path.name for path in living.target.rglob("*.part")] == []
    assert living.look() == before


def _refuse(_file: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_arrives_stays_where_the_disk_fails_in_the_midst_of_moving(
    living: Living, empty: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = living.backup()
    living.move_to(empty())
    with monkeypatch.context() as broken:
        broken.setattr(swap, "_move", lambda *_: _refuse(None))
        with pytest.raises(OSError, match="No space"):
            living.restore(made)

    swap.finish_moving(living.home)  # as the next command does

    assert living.read() == WORDS
    assert not (living.home / "restoring").exists()


def test_a_note_of_many_megabytes_is_no_sample_that_nobody_could_read(living: Living) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notes_update SET payload = zeroblob(20000000)")
    made = living.backup()

    found = restoring.check(living.wanted(made), living.target, progress=nobody_looks)

    assert found.opened.total == 0


def test_room_for_the_files_is_asked_for_before_anything_is_written(living: Living) -> None:
    StoredFile.objects.update(size=2**60)

    with pytest.raises(DiskTooFull):
        living.backup()
    assert [path for path in living.target.rglob("*") if path.is_file()] == []


def test_two_do_not_run_at_once(living: Living) -> None:
    with hold_backups(living.home), pytest.raises(BackupRuns):
        living.backup()


def test_as_many_stay_as_were_asked_for(living: Living) -> None:
    made = [living.backup(keep=2, now=NOW + number * SECOND) for number in range(4)]

    assert list_backups(living.target) == [one.path for one in made[2:]]
    assert sorted((living.target / "keys").iterdir()) == [one.keys_path for one in made[2:]]
    assert made[3].removed == 1


def test_it_is_one_moment_whatever_is_written_meanwhile(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two numbers that are always the same: in the backup too, though others write while it is copied."""
    monkeypatch.setattr("aizuchi.config.backups.sqlite.PIECE", 8192)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE one (n)")
        cursor.execute("CREATE TABLE other (n)")
    steps, stop = [], threading.Event()

    def write() -> None:
        import sqlite3

        with sqlite3.connect(living.database, timeout=20) as writer:
            while not stop.is_set():
                writer.executescript("BEGIN; INSERT INTO one VALUES (1); INSERT INTO other VALUES (1); COMMIT;")
                steps.append(1)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    try:
        made = living.backup()
    finally:
        stop.set()
        thread.join()

    assert len(steps) > 1
    living.restore(made, over=True)
    count = "SELECT (SELECT count(*) FROM one), (SELECT count(*) FROM other)"
    [(one, other)] = living.ask(count)
    assert one == other
    assert one < len(steps)


def test_a_check_writes_nothing_into_the_folder(living: Living, tmp_path: Path) -> None:
    made, before = living.backup(), living.look()
    (tmp_path / "scratch").mkdir()

    found = restoring.check(living.wanted(made), tmp_path / "scratch", progress=nobody_looks)

    assert found.opened.count == found.opened.total == 1
    assert timezone.is_aware(found.made_at)
    assert living.look() == before
