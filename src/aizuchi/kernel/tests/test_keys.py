import dataclasses
import stat
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from aizuchi.kernel import key_file, keys
from aizuchi.kernel.models import DataKey, OrganizationKey
from aizuchi.kernel.sealing import Place, SealBroken, make_key, open_sealed, seal
from aizuchi.kernel.secret_file import read_or_make_secret

NOW = timezone.now()


class BrokenOff(Exception):
    pass


def break_off(*args, **kwargs):
    raise BrokenOff


PLACE = Place("notes_update", "row", "payload")


@pytest.fixture(autouse=True)
def _own_key_file(settings, tmp_path: Path):
    settings.KEY_FILE = tmp_path / "note_keys"
    keys.forget_keys()
    yield
    keys.forget_keys()


@pytest.fixture
def owner(db) -> uuid.UUID:
    owner = uuid.uuid4()
    keys.make_data_key(owner=owner, organization_id=uuid.uuid4(), now=NOW)
    return owner


@pytest.mark.parametrize("change", [{"table": "other"}, {"row": "other"}, {"column": "other"}, {"version": 2}])
def test_sealed_bytes_open_only_in_their_place(change):
    key = make_key()
    sealed = seal(b"words", key=key, place=PLACE)

    assert open_sealed(sealed, key=key, place=PLACE) == b"words"
    with pytest.raises(SealBroken):
        open_sealed(sealed, key=key, place=dataclasses.replace(PLACE, **change))


@pytest.mark.parametrize("position", [0, 1, 12, 13, -1])
def test_changed_bytes_do_not_open(position):
    key = make_key()
    sealed = bytearray(seal(b"words", key=key, place=PLACE))

    sealed[position] ^= 1

    with pytest.raises(SealBroken):
        open_sealed(bytes(sealed), key=key, place=PLACE)


def test_the_key_file_is_for_its_user_only(owner, settings):
    assert stat.S_IMODE(settings.KEY_FILE.stat().st_mode) == 0o600


def test_a_data_key_is_the_same_after_a_restart(owner):
    before = keys.data_key(owner)

    keys.forget_keys()

    assert keys.data_key(owner) == before


def test_making_a_key_twice_keeps_the_first(owner):
    before = keys.data_key(owner)

    keys.make_data_key(owner=owner, organization_id=DataKey.objects.get().organization_id, now=NOW)
    keys.forget_keys()

    assert keys.data_key(owner) == before


@pytest.mark.database
def test_no_key_lies_open_in_the_database(owner, settings):
    key = keys.data_key(owner)

    wrapped = bytes(OrganizationKey.objects.get().wrapped)
    assert key not in bytes(DataKey.objects.get().wrapped)
    assert all(outer not in wrapped for outer in key_file.read_keys(settings.KEY_FILE).values())


@pytest.mark.django_db(transaction=True)
def test_rotation_changes_the_wrapping_and_keeps_the_data_keys(owner, settings):
    before, wrapped = keys.data_key(owner), bytes(DataKey.objects.get().wrapped)
    old_names = set(key_file.read_keys(settings.KEY_FILE))

    count = keys.rotate_keys(now=NOW)

    assert count == 1
    assert keys.data_key(owner) == before
    assert bytes(DataKey.objects.get().wrapped) != wrapped
    assert not old_names & set(key_file.read_keys(settings.KEY_FILE))


def test_a_rotation_that_was_broken_off_can_be_run_again(owner, settings, monkeypatch):
    before = keys.data_key(owner)
    with monkeypatch.context() as patch:
        patch.setattr(keys, "_rotate_organization", break_off)
        with pytest.raises(BrokenOff):
            keys.rotate_keys(now=NOW)
    keys.forget_keys()

    assert keys.data_key(owner) == before
    keys.rotate_keys(now=NOW)
    assert keys.data_key(owner) == before


def test_a_destroyed_key_opens_nothing_any_more(owner):
    keys.destroy_data_key(owner=owner, now=NOW)

    with pytest.raises(keys.KeyDestroyed):
        keys.data_key(owner)
    with pytest.raises(keys.KeyDestroyed):
        keys.data_key_made_for(owner=owner, organization_id=uuid.uuid4(), now=NOW)


@pytest.mark.database
def test_a_lost_key_file_is_not_replaced_in_silence(owner, settings):
    settings.KEY_FILE.unlink()
    keys.forget_keys()

    with pytest.raises(key_file.KeyFileMissing):
        keys.data_key(owner)
    with pytest.raises(key_file.KeyFileMissing):
        keys.make_data_key(owner=uuid.uuid4(), organization_id=uuid.uuid4(), now=NOW)
    assert not settings.KEY_FILE.exists()


def test_no_key_is_dropped_before_what_replaces_it_is_committed(owner, settings, django_capture_on_commit_callbacks):
    old = set(key_file.read_keys(settings.KEY_FILE))

    with django_capture_on_commit_callbacks(execute=True):
        keys.rotate_keys(now=NOW)
        assert old < set(key_file.read_keys(settings.KEY_FILE))

    assert not old & set(key_file.read_keys(settings.KEY_FILE))


@pytest.mark.django_db(transaction=True)
def test_an_old_key_that_somebody_still_holds_to_stays_until_the_next_rotation(owner, settings, monkeypatch):
    """As if an organization had been made while the others were wrapped anew."""
    late = uuid.uuid4()
    rotate = keys._rotate_organization

    def rotate_all_but_the_late_one(organization_id, **how):
        count = rotate(organization_id, **how)
        old = next(iter(key_file.read_keys(settings.KEY_FILE)))
        monkeypatch.setattr(keys, "_newest_key_name", lambda: old)
        keys.make_data_key(owner=late, organization_id=uuid.uuid4(), now=NOW)
        return count

    with monkeypatch.context() as patch:
        patch.setattr(keys, "_rotate_organization", rotate_all_but_the_late_one)
        keys.rotate_keys(now=NOW)
    keys.forget_keys()

    assert keys.data_key(late)
    keys.rotate_keys(now=NOW)
    assert keys.data_key(late)
    assert len(key_file.read_keys(settings.KEY_FILE)) == 1


@pytest.mark.django_db(transaction=True)
def test_while_keys_are_wrapped_anew_commits_wait_for_the_disk(owner, monkeypatch):
    seen = []
    rotate = keys._rotate_organization

    def look(*args, **how):
        seen.append(read_durability())
        return rotate(*args, **how)

    monkeypatch.setattr(keys, "_rotate_organization", look)
    before = read_durability()

    keys.rotate_keys(now=NOW)

    assert seen == [2 if connection.vendor == "sqlite" else "on"]
    assert read_durability() == before


def read_durability():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit")
        return cursor.fetchone()[0]


def test_a_secret_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "secret_key"
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", break_off)
        with pytest.raises(BrokenOff):
            read_or_make_secret(path)
    assert list(tmp_path.iterdir()) == []

    secret = read_or_make_secret(path)

    assert len(secret) > 50
    assert read_or_make_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
