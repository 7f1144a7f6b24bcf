import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import connection, models
from pytest_django import Settings

from aizuchi.kernel.files import orphans
from aizuchi.kernel.files.checks import find_problems
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import keep_bytes
from aizuchi.kernel.files.tests.conftest import ORGANIZATION
from aizuchi.kernel.jobs.each import FailedItems, SomeFailed

pytestmark = pytest.mark.django_db

NOW = datetime.datetime.now(datetime.UTC)  # a storage keeps its own clock
LATER = NOW + datetime.timedelta(days=2)


def keep(content: bytes = b"words", *, now: datetime.datetime = NOW) -> StoredFile:
    return keep_bytes(content, kind=Kind.TEXT, organization_id=ORGANIZATION, now=now)


def remove(now: datetime.datetime) -> int:
    aside = FailedItems()
    count = orphans.remove_orphans(now=now, aside=aside)
    aside.tell()
    return count


@pytest.mark.database
def test_a_file_that_nobody_refers_to_is_destroyed_after_a_while(storage: Storage) -> None:
    stored = keep()

    assert remove(NOW + datetime.timedelta(hours=3)) == 0
    assert remove(LATER) >= 1
    assert not StoredFile.objects.filter(pk=stored.pk).exists()


def test_bytes_without_a_row_are_removed_after_a_while(storage: Storage) -> None:
    stored = keep()
    StoredFile.objects.all().delete()  # a transaction that was taken back

    assert remove(NOW + datetime.timedelta(hours=3)) == 0
    assert remove(LATER) == 1
    assert not storage.exists(stored.place)


def test_what_others_laid_beside_is_no_reason_to_stop(folder: Path, storage: Storage) -> None:
    storage.save("ab/notes.txt", ContentFile(b"left by an administrator"))

    assert remove(LATER) == 1


@pytest.mark.database
def test_one_file_that_cannot_be_destroyed_keeps_no_other(folder: object, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = keep(), keep()
    monkeypatch.setattr(orphans, "destroy_file", lambda file, *, now: 1 / 0 if file == bad else file.delete())

    with pytest.raises(SomeFailed):
        remove(LATER)

    assert StoredFile.objects.get() == bad
    assert good.pk.hex not in {name for _, names in orphans.list_places() for name in names}


@pytest.mark.database
def test_a_file_is_held_by_whichever_foreign_key_refers_to_it(folder: object) -> None:
    class Holder(models.Model):
        file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

        class Meta:
            app_label = "files"

    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE files_holder (id bigint PRIMARY KEY, file_id uuid)")
        held, forgotten = keep(), keep()
        Holder.objects.create(id=1, file=held)

        assert list(orphans.find_forgotten(now=LATER)) == [forgotten]
    finally:
        _forget(Holder)


def _forget(model: type[models.Model]) -> None:
    model._meta.apps.all_models["files"].pop(model._meta.model_name)
    model._meta.apps.clear_cache()


def test_a_check_tells_of_files_whose_bytes_are_gone(storage: Storage) -> None:
    kept, lost = keep(), keep()
    storage.delete(lost.place)

    assert [file.pk for file in orphans.list_lost()] == [lost.pk]
    assert [problem.is_serious for problem in find_problems()] == [True]
    assert storage.exists(kept.place)


def test_a_check_tells_when_the_bucket_does_not_answer(settings: Settings, bucket: str) -> None:
    url = settings.STORAGES["files"]["OPTIONS"]["url"].replace(bucket, "no-such-bucket")
    settings.STORAGES = settings.STORAGES | {"files": settings.STORAGES["files"] | {"OPTIONS": {"url": url}}}

    (problem,) = find_problems()
    assert "AIZUCHI_FILES_URL" in problem.mend
    assert "se%2Fcret" not in problem.what + problem.mend


def test_nothing_is_wrong_where_nothing_was_kept(storage: Storage) -> None:
    assert list(find_problems()) == []
