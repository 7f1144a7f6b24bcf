"""Data keys in three envelopes: the key file opens an organization's key, and that one opens the data keys.

Whoever holds words (a circle of people, say) has one data key under its own id. Destroying the wrapped key destroys
the words for good, wherever else copies of the sealed rows may lie.
"""

import datetime
import logging
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cachetools import TTLCache
from django.conf import settings
from django.db import connection, transaction

from aizuchi.kernel import key_file
from aizuchi.kernel.models import DataKey, OrganizationKey
from aizuchi.kernel.sealing import Place, SealBroken, make_key, open_sealed, seal

logger = logging.getLogger(__name__)

_REMEMBERED_KEYS = 20_000
_REMEMBERED_SECONDS = 300.0  # another node may have destroyed a key meanwhile


class KeyDestroyed(Exception):
    """The words under this key are gone for good."""


class KeyMissing(Exception):
    """Nothing was ever sealed for this owner."""


class KeyBroken(SealBroken):
    """The wrapped key was changed in the database: a backup has it as it was."""


@dataclass(frozen=True)
class FoundKeys:
    keys: dict[uuid.UUID, bytes]
    broken: frozenset[uuid.UUID]
    """Owners whose wrapped key was changed in the database. Whoever shows words says so."""


_memory: TTLCache[uuid.UUID, bytes] = TTLCache(_REMEMBERED_KEYS, _REMEMBERED_SECONDS)
"""Unwrapped data keys of the owners in use."""
_memory_lock = threading.Lock()


def key_path() -> Path:
    return Path(settings.KEY_FILE)


@transaction.atomic
def make_data_key(
    *, owner: uuid.UUID, organization_id: uuid.UUID, now: datetime.datetime, key: bytes | None = None
) -> None:
    """Gives `owner` a data key, the given one where something was sealed with it already; one that is there stays."""
    wrapped = seal(key or make_key(), key=_organization_key(organization_id, now=now), place=_place_of_data_key(owner))
    DataKey.objects.get_or_create(
        owner=owner, defaults={"organization_id": organization_id, "wrapped": wrapped, "created_at": now}
    )


def data_key(owner: uuid.UUID) -> bytes:
    """Raises `KeyMissing`, `KeyDestroyed` or `KeyBroken`."""
    found = find_data_keys([owner])
    if key := found.keys.get(owner):
        return key
    if found.broken:
        raise KeyBroken(str(owner))
    raise KeyDestroyed(str(owner)) if DataKey.objects.filter(owner=owner).exists() else KeyMissing(str(owner))


def data_key_made_for(*, owner: uuid.UUID, organization_id: uuid.UUID, now: datetime.datetime) -> bytes:
    """The owner's key, made now if it has none. Raises `KeyDestroyed` or `KeyBroken`."""
    try:
        return data_key(owner)
    except KeyMissing:
        make_data_key(owner=owner, organization_id=organization_id, now=now)
        return data_key(owner)


def data_keys(owners: Iterable[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """The keys of many owners; those whose key is missing, destroyed or broken are left out."""
    return find_data_keys(owners).keys


def find_data_keys(owners: Iterable[uuid.UUID]) -> FoundKeys:
    """With at most two queries. A key that does not open must not hide the others."""
    wanted = set(owners)
    found = _recall(wanted)
    unknown = wanted - found.keys()
    rows = list(DataKey.objects.filter(owner__in=unknown, destroyed_at=None)) if unknown else []
    organization_keys = _open_organization_keys({row.organization_id for row in rows})
    opened, broken = {}, set()
    for row in rows:
        try:
            opened[row.owner] = _unwrap(row, organization_keys[row.organization_id])
        except (SealBroken, KeyError):
            logger.error("a wrapped key was changed outside: data key of %s", row.owner)
            broken.add(row.owner)
    _remember(opened)
    return FoundKeys(found | opened, frozenset(broken))


def _recall(owners: Iterable[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    with _memory_lock:
        return {owner: key for owner in owners if (key := _memory.get(owner))}


def _remember(keys: Mapping[uuid.UUID, bytes]) -> None:
    with _memory_lock:
        _memory.update(keys)


def destroy_data_key(*, owner: uuid.UUID, now: datetime.datetime) -> None:
    """What was sealed under it cannot be read by anybody any more."""
    DataKey.objects.filter(owner=owner).update(wrapped=b"", destroyed_at=now)
    with _memory_lock:
        _memory.pop(owner, None)


def forget_keys() -> None:
    """Empties what this process remembers."""
    with _memory_lock:
        _memory.clear()


def rotate_keys(*, now: datetime.datetime) -> int:
    """A new key file entry and new organization keys; only keys are wrapped again, no words are touched.

    Can be broken off at any point, also by a power cut, and run again: the old key stays in the file until what was
    wrapped anew is on the disk and nothing needs it any more.
    Returns how many data keys were wrapped again.
    """
    newest = key_file.add_key(key_path()) if key_path().exists() else _first_key()
    count = 0
    with durable_commits():
        for organization_id in OrganizationKey.objects.values_list("organization_id", flat=True):
            count += _rotate_organization(organization_id, key_name=newest, now=now)
    transaction.on_commit(partial(_drop_unused_keys, newest))
    forget_keys()
    return count


@contextmanager
def durable_commits() -> Iterator[None]:
    """What is committed in here lies on the disk before anything is destroyed that it takes the place of.

    Pages may trust the operating system with their last second (`synchronous=NORMAL`); a power cut then takes back what
    was committed, and what was destroyed on the strength of it would be lost.
    """
    if connection.in_atomic_block:  # whoever began it decides when it is written
        yield
        return
    connection.ensure_connection()
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if is_sqlite else "SHOW synchronous_commit")
        before = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous=FULL" if is_sqlite else "SET synchronous_commit TO on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={before:d}" if is_sqlite else f"SET synchronous_commit TO {before}")


def _drop_unused_keys(newest: str) -> None:
    """An organization that was made meanwhile may still hold to the old one: then it stays until the next rotation."""
    if not OrganizationKey.objects.exclude(key_name=newest).exists():
        key_file.drop_keys_but(key_path(), name=newest)


@transaction.atomic
def _rotate_organization(organization_id: uuid.UUID, *, key_name: str, now: datetime.datetime) -> int:
    row = OrganizationKey.objects.select_for_update().get(organization_id=organization_id)
    old, new = _unwrap_organization_key(row), make_key()
    living = DataKey.objects.select_for_update().filter(organization_id=organization_id, destroyed_at=None)
    data_key_rows = list(living)
    for data_key_row in data_key_rows:
        data_key_row.wrapped = seal(_unwrap(data_key_row, old), key=new, place=_place_of_data_key(data_key_row.owner))
    DataKey.objects.bulk_update(data_key_rows, ["wrapped"], batch_size=500)
    row.version += 1
    row.key_name, row.created_at = key_name, now
    row.wrapped = seal(new, key=key_file.read_keys(key_path())[key_name], place=_place_of_organization_key(row))
    row.save(update_fields=["version", "key_name", "wrapped", "created_at"])
    return len(data_key_rows)


def _organization_key(organization_id: uuid.UUID, *, now: datetime.datetime) -> bytes:
    # Locked, so that a rotation at the same moment cannot leave a data key wrapped with the key it replaced.
    row = OrganizationKey.objects.select_for_update().filter(organization_id=organization_id).first()
    return _unwrap_organization_key(row or _make_organization_key(organization_id, now=now))


def _make_organization_key(organization_id: uuid.UUID, *, now: datetime.datetime) -> OrganizationKey:
    name = _newest_key_name()
    row = OrganizationKey(organization_id=organization_id, version=1, key_name=name, created_at=now)
    row.wrapped = seal(make_key(), key=key_file.read_keys(key_path())[name], place=_place_of_organization_key(row))
    made, _ = OrganizationKey.objects.get_or_create(
        organization_id=organization_id,
        defaults={"version": 1, "key_name": name, "wrapped": row.wrapped, "created_at": now},
    )
    if made.key_name not in key_file.read_keys(key_path()):  # a rotation dropped it between our reading and writing
        raise key_file.KeyFileMissing(f"{key_path()}: {made.key_name}")
    return made


def _newest_key_name() -> str:
    if not key_path().exists():
        return _first_key()
    return list(key_file.read_keys(key_path()))[-1]


def _first_key() -> str:
    """A lost key file must never be replaced by a fresh one in silence: what the old one opened would be lost."""
    if OrganizationKey.objects.exists():
        raise key_file.KeyFileMissing(str(key_path()))
    return key_file.add_key(key_path())


def _open_organization_keys(organization_ids: set[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    rows = OrganizationKey.objects.filter(organization_id__in=organization_ids) if organization_ids else []
    found = {}
    for row in rows:
        try:
            found[row.organization_id] = _unwrap_organization_key(row)
        except SealBroken:  # all that hangs on it is told as broken
            logger.error("a wrapped key was changed outside: organization %s", row.organization_id)
    return found


def _unwrap_organization_key(row: OrganizationKey) -> bytes:
    keys = key_file.read_keys(key_path())
    if row.key_name not in keys:
        raise key_file.KeyFileMissing(f"{key_path()}: {row.key_name}")
    return open_sealed(bytes(row.wrapped), key=keys[row.key_name], place=_place_of_organization_key(row))


def _unwrap(row: DataKey, organization_key: bytes) -> bytes:
    return open_sealed(bytes(row.wrapped), key=organization_key, place=_place_of_data_key(row.owner))


def _place_of_organization_key(row: OrganizationKey) -> Place:
    return Place("kernel_organizationkey", str(row.organization_id), "wrapped", row.version)


def _place_of_data_key(owner: uuid.UUID) -> Place:
    return Place("kernel_datakey", str(owner), "wrapped")


def opens_organization_key(row: OrganizationKey) -> bool:
    try:
        _unwrap_organization_key(row)
    except (SealBroken, key_file.KeyFileMissing):
        return False
    return True
