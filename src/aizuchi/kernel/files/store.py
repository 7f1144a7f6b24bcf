"""Keeping, reading and destroying files."""

import datetime
import uuid
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import structlog
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import QuerySet

from aizuchi.kernel.files.kinds import HEAD, Accepts, Kind, recognise
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.pictures import NotAPicture, TooManyPixels, make_anew
from aizuchi.kernel.files.refusals import FileEmpty, FileTooLarge, WrongKind
from aizuchi.kernel.files.refusals import TooManyPixels as PictureRefused
from aizuchi.kernel.files.sealed_stream import open_pieces, seal_pieces
from aizuchi.kernel.keys import data_key, destroy_data_key, make_data_key
from aizuchi.kernel.sealing import make_key

log = structlog.get_logger()

_IN_MEMORY = 2 * 1024 * 1024
_AT_ONCE = 64 * 1024


class FileLost(Exception):
    """Its row is there, its bytes are not: somebody took them out of the storage."""


def file_storage() -> Storage:
    """A folder, or a bucket; see `AIZUCHI_FILES_URL`."""
    return storages["files"]


def keep_file(source: IO[bytes], *, organization_id: uuid.UUID, accepts: Accepts, now: datetime.datetime) -> StoredFile:
    """Raises a FileRefused.

    Better outside of a transaction, since a bucket may be slow. Whoever keeps it refers to it within a day.
    """
    kind, source = _check(source, accepts)
    return _keep(_read(source, accepts), kind, organization_id=organization_id, now=now)


def keep_bytes(content: bytes, *, kind: Kind, organization_id: uuid.UUID, now: datetime.datetime) -> StoredFile:
    """What we made ourselves, or what a reader of its own measures and judges: nothing about it is checked here."""
    return _keep(iter([content]), kind, organization_id=organization_id, now=now)


def read_file(stored: StoredFile) -> Iterator[bytes]:
    """Piece by piece. Raises FileLost, SealBroken or KeyDestroyed, before the first piece where that can be told."""
    key = data_key(stored.pk)
    try:
        sealed = file_storage().open(stored.place)
    except FileNotFoundError as lost:
        raise FileLost(str(stored.pk)) from lost
    return _read_sealed(sealed, key, str(stored.pk))


@transaction.atomic
def destroy_file(stored: StoredFile, *, now: datetime.datetime) -> None:
    """Its key goes with the row, so that no copy of the bytes can be read any more; then the bytes go too."""
    destroy_data_key(owner=stored.pk, now=now)
    place = stored.place
    stored.delete()
    transaction.on_commit(partial(remove_bytes, place))


@transaction.atomic
def delete_with_files(rows: QuerySet[Any], column: str, *, now: datetime.datetime) -> int:
    """Rows that hold a file by that foreign key, and the files. Returns how many rows."""
    keys = [key for key in rows.select_for_update().values_list(column, flat=True) if key]
    count: int = rows.delete()[0]
    for stored in StoredFile.objects.filter(pk__in=keys):
        destroy_file(stored, now=now)
    return count


def remove_bytes(place: str) -> None:
    """A storage that does not answer is asked again by the daily job: nobody can read them meanwhile."""
    try:
        file_storage().delete(place)
    except Exception as error:
        log.warning("sealed bytes are still there", error=type(error).__name__)


def _check(source: IO[bytes], accepts: Accepts) -> tuple[Kind, IO[bytes]]:
    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    if not head:
        raise FileEmpty
    kind = recognise(head, among=accepts.kinds)
    if kind is None:
        raise WrongKind(accepts)
    return kind, BytesIO(_remake(source, accepts)) if kind is Kind.PICTURE else source


def _remake(source: IO[bytes], accepts: Accepts) -> bytes:
    for _piece in _read(source, accepts):  # its size, before a decoder sees it
        pass
    source.seek(0)
    try:
        return make_anew(source)
    except TooManyPixels as problem:
        raise PictureRefused from problem
    except NotAPicture as problem:
        raise WrongKind(accepts) from problem


def _read(source: IO[bytes], accepts: Accepts) -> Iterator[bytes]:
    size = 0
    while piece := source.read(_AT_ONCE):
        size += len(piece)
        if size > accepts.most_bytes:
            raise FileTooLarge(accepts)
        yield piece


def _keep(plain: Iterator[bytes], kind: Kind, *, organization_id: uuid.UUID, now: datetime.datetime) -> StoredFile:
    """Bytes first, the row last: whoever dies in between leaves bytes that the daily job removes."""
    stored = StoredFile(organization_id=organization_id, kind=kind, size=0, created_at=now)
    key = make_key()
    with SpooledTemporaryFile(_IN_MEMORY) as sealed:
        for piece in seal_pieces(_count(plain, stored), key=key, row=str(stored.pk)):
            sealed.write(piece)
        sealed.seek(0)
        file_storage().save(stored.place, File(sealed))
    with transaction.atomic():
        make_data_key(owner=stored.pk, organization_id=organization_id, now=now, key=key)
        stored.save(force_insert=True)
    return stored


def _count(plain: Iterator[bytes], stored: StoredFile) -> Iterator[bytes]:
    for piece in plain:
        stored.size += len(piece)
        yield piece


def _read_sealed(sealed: IO[bytes], key: bytes, row: str) -> Iterator[bytes]:
    with sealed:
        yield from open_pieces(sealed, key=key, row=row)
