import dataclasses
import stat
import uuid
from pathlib import Path

import pytest
from django.utils import timezone

from aizuchi.kernel import key_file, keys
from aizuchi.kernel.models import DataKey, OrganizationKey
from aizuchi.kernel.sealing import Place, SealBroken, make_key, open_sealed, seal

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


def test_no_key_lies_open_in_the_database(owner, settings):
    key = keys.data_key(owner)

    wrapped = bytes(OrganizationKey.objects.get().wrapped)
    assert key not in bytes(DataKey.objects.get().wrapped)
    assert all(outer not in wrapped for outer in key_file.read_keys(settings.KEY_FILE).values())


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


def test_a_lost_key_file_is_not_replaced_in_silence(owner, settings):
    settings.KEY_FILE.unlink()
    keys.forget_keys()

    with pytest.raises(key_file.KeyFileMissing):
        keys.data_key(owner)
    with pytest.raises(key_file.KeyFileMissing):
        keys.make_data_key(owner=uuid.uuid4(), organization_id=uuid.uuid4(), now=NOW)
    assert not settings.KEY_FILE.exists()
