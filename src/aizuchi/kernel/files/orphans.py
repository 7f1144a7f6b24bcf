"""Files to which nobody refers, and bytes that belong to no file."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import destroy_file, file_storage
from aizuchi.kernel.jobs.each import FailedItems, for_each

# Whoever keeps a file may still be about to refer to it.
PATIENCE = datetime.timedelta(days=1)


def remove_orphans(*, now: datetime.datetime, aside: FailedItems) -> int:
    """How many files and remains were destroyed."""
    destroyed = for_each(find_forgotten(now=now).iterator(), lambda file: destroy_file(file, now=now), aside=aside)
    return destroyed + for_each(list_remains(now=now), file_storage().delete, aside=aside)


def find_forgotten(*, now: datetime.datetime) -> QuerySet[StoredFile]:
    """Every foreign key to a file, of whichever app, holds it."""
    found = StoredFile.objects.filter(created_at__lt=now - PATIENCE)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            holders = relation.field.model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.exclude(Exists(holders))
    return found


def list_remains(*, now: datetime.datetime) -> Iterator[str]:
    """Bytes without a row: of a transaction that was taken back, or of a deletion that the storage did not hear."""
    storage = file_storage()
    for folder, names in list_places():
        known = {row.place for row in StoredFile.objects.filter(pk__in=[name for name in names if len(name) == 32])}
        for name in names:
            place = f"{folder}/{name}"
            if place not in known and storage.get_modified_time(place) < now - PATIENCE:
                yield place


def list_lost() -> Iterator[StoredFile]:
    """Rows whose bytes are gone."""
    there = {name for _folder, names in list_places() for name in names}
    for stored in StoredFile.objects.iterator():
        if stored.pk.hex not in there:
            yield stored


def list_places() -> Iterator[tuple[str, list[str]]]:
    """Folder by folder, there are at most 256 of ours."""
    storage = file_storage()
    try:
        folders, _files = storage.listdir("")
    except FileNotFoundError:  # nothing was ever kept
        return
    for folder in folders:
        yield folder, storage.listdir(folder)[1]
