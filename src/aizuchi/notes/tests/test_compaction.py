import datetime

import pytest
import time_machine
from django.utils import timezone

from aizuchi.kernel import keys
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.notes import compaction, log, operations
from aizuchi.notes.models import Snapshot, Update
from aizuchi.notes.queries import read_document
from aizuchi.notes.tasks import compact_note

pytestmark = pytest.mark.database

NOW = timezone.now()
LATER = NOW + datetime.timedelta(minutes=10)


@pytest.fixture
def document(cast):
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=NOW)
    document = operations.make_document(circle=circle, now=NOW)
    for number in range(5):
        operations.write_text(document_id=document.pk, text=f"{number}行目", actor=cast.member, now=NOW)
    return document


def read(document, cast) -> str:
    return read_document(document.pk, viewer=cast.member).text


def test_a_note_reads_the_same_after_it_was_summed_up(cast, document):
    before = read(document, cast)

    assert compaction.compact_notes(now=LATER) == 1

    assert read(document, cast) == before
    assert not Update.objects.filter(in_snapshot=False).exists()


def test_what_is_written_afterwards_comes_on_top_and_into_the_next_sum(cast, document):
    compaction.compact_notes(now=LATER)
    operations.write_text(document_id=document.pk, text="あとから", actor=cast.manager, now=LATER)
    before = read(document, cast)
    assert before.endswith("あとから")

    compaction.compact_notes(now=LATER + datetime.timedelta(minutes=10))

    assert read(document, cast) == before
    assert Snapshot.objects.get().version == 2
    assert set(Snapshot.objects.get().authors.values()) == {str(cast.member.pk), str(cast.manager.pk)}


def test_a_note_that_is_being_written_in_is_left_alone(cast, document):
    assert compaction.compact_notes(now=NOW + datetime.timedelta(seconds=60)) == 0


def test_a_sum_that_breaks_off_changes_nothing(cast, document, monkeypatch):
    before = read(document, cast)
    monkeypatch.setattr(log, "seal_words", break_off)

    with pytest.raises(SomeFailed) as told:
        compaction.compact_notes(now=LATER)

    assert isinstance(told.value.__cause__, BrokenOff)
    assert read(document, cast) == before
    assert not Snapshot.objects.exists()


def test_an_update_whose_beginning_is_not_here_yet_stays_outside_the_sum(cast, document):
    first = Update.objects.order_by("id").first()
    held_back = {field.name: getattr(first, field.name) for field in Update._meta.fields}
    before = read(document, cast)
    first.delete()

    compaction.compact_notes(now=LATER)
    Update.objects.create(**held_back)

    assert read(document, cast) == before


def test_the_history_stays(cast, document):
    compaction.compact_notes(now=LATER)

    assert Update.objects.filter(document=document).count() == 5


def test_words_in_a_sum_are_sealed(cast, document):
    compaction.compact_notes(now=LATER)

    snapshot = Snapshot.objects.get()
    assert "行目".encode() not in bytes(snapshot.payload) + bytes(snapshot.words)


class BrokenOff(Exception):
    pass


def break_off(*args, **kwargs):
    raise BrokenOff


def test_one_note_that_cannot_be_summed_up_does_not_hold_up_the_others(cast, document):
    """A row that was changed in the database; and afterwards the job says that something is wrong."""
    other = operations.make_document(circle=document.circle, now=NOW)
    operations.write_text(document_id=other.pk, text="べつのメモ", actor=cast.member, now=NOW)
    Update.objects.filter(document=document).update(payload=b"\x01changed")

    with pytest.raises(SomeFailed):
        compaction.compact_notes(now=LATER)

    assert [snapshot.document_id for snapshot in Snapshot.objects.all()] == [other.pk]


def test_what_native_code_throws_past_exception_does_not_hold_up_the_others_either(cast, document, monkeypatch):
    other = operations.make_document(circle=document.circle, now=NOW)
    operations.write_text(document_id=other.pk, text="べつのメモ", actor=cast.member, now=NOW)
    plain, summed = compaction.compact_note, []

    def panic_at_first(document_id, *, now):
        summed.append(document_id)
        if len(summed) == 1:
            raise type("PanicException", (BaseException,), {})
        return plain(document_id, now=now)

    monkeypatch.setattr(compaction, "compact_note", panic_at_first)

    with pytest.raises(SomeFailed):
        compaction.compact_notes(now=LATER)

    assert [snapshot.document_id for snapshot in Snapshot.objects.all()] == summed[1:]


def test_an_update_that_cannot_be_read_stays_outside_the_sum_and_the_rest_is_readable(cast, document):
    before = read(document, cast)
    entry = log.LogEntry(document_id=document.pk, author_id=cast.member.pk, at=NOW, payload=b"no update at all")
    bad = log.seal_entry(entry, key=keys.data_key(document.circle_id))
    bad.save(force_insert=True)

    compaction.compact_notes(now=LATER)

    assert read(document, cast) == before
    assert [row.pk for row in Update.objects.filter(in_snapshot=False)] == [bad.pk]


def test_a_server_by_itself_need_not_wait_for_edits_of_others(cast, document, settings):
    before = read(document, cast)

    assert not compaction.compact_note(document.pk, now=NOW)
    assert compact_note.call(str(document.pk))

    assert read(document, cast) == before
    assert not Update.objects.filter(in_snapshot=False).exists()


def test_beside_other_nodes_even_the_job_waits_for_them(cast, document, settings):
    settings.NOTES_REDIS_URL = "redis://127.0.0.1:1/0"

    with time_machine.travel(NOW, tick=False):
        assert not compact_note.call(str(document.pk))
