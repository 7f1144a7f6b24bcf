"""Words have an end: what is due, who sets it, and that nothing of them can be read afterwards."""

import datetime
import sqlite3
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from aizuchi.audit.models import AuditEntry
from aizuchi.kernel import keys
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.models import DataKey
from aizuchi.notes import compaction, operations, retention
from aizuchi.notes.history import read_history
from aizuchi.notes.models import Snapshot, Update
from aizuchi.notes.queries import read_document
from aizuchi.notes.search import search_notes
from aizuchi.notes.tests.yclient import YClient

NOW = timezone.now()
YEAR = datetime.timedelta(days=366)
WORDS = "来年の異動の話"


@pytest.fixture
def circle(cast):
    return operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=NOW)


@pytest.fixture
def document(cast, circle):
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text=WORDS, actor=cast.member, now=NOW)
    compaction.compact_notes(now=NOW + datetime.timedelta(minutes=10))
    return document


@pytest.mark.database
def test_two_years_after_the_pair_ended_the_words_are_gone(cast, circle, document):
    operations.close_circle(circle=circle, now=NOW)

    assert retention.destroy_due(now=NOW + 2 * YEAR - datetime.timedelta(days=3)) == 0
    assert read_document(document.pk, viewer=cast.member).text == WORDS
    assert retention.destroy_due(now=NOW + 2 * YEAR) == 1

    note = read_document(document.pk, viewer=cast.member)
    assert (note.text, note.may_write, note.destroyed_at) == ("", False, NOW + 2 * YEAR)
    assert search_notes("異動", viewer=cast.member).count == 0
    assert read_history(document.pk, viewer=cast.member).versions == ()
    assert not Update.objects.filter(document=document).exists()
    assert not Snapshot.objects.filter(document=document).exists()
    with pytest.raises(keys.KeyDestroyed):
        keys.data_key(circle.pk)


@pytest.mark.parametrize("fault", [ValueError, type("PanicException", (BaseException,), {})])
def test_one_circle_that_cannot_be_destroyed_does_not_keep_the_others_alive(cast, circle, document, monkeypatch, fault):
    stuck = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member], now=NOW)
    for one in (stuck, circle):
        operations.close_circle(circle=one, now=NOW)
    destroy = keys.destroy_data_key

    def refuse_one(*, owner, now):
        if owner == stuck.pk:
            raise fault
        destroy(owner=owner, now=now)

    monkeypatch.setattr(keys, "destroy_data_key", refuse_one)

    with pytest.raises(SomeFailed):
        retention.destroy_due(now=NOW + 2 * YEAR)

    assert read_document(document.pk, viewer=cast.member).destroyed_at
    assert not Update.objects.filter(document=document).exists()


def test_whoever_dies_before_wiping_up_leaves_it_to_the_next(cast, circle, document, monkeypatch):
    operations.close_circle(circle=circle, now=NOW)
    end, wiped = NOW + 2 * YEAR, []
    monkeypatch.setattr(retention, "wipe_remains", mock.Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        retention.destroy_due(now=end)
    monkeypatch.setattr(retention, "wipe_remains", lambda *tables: wiped.append(1))

    retention.destroy_due(now=end + datetime.timedelta(hours=6))
    assert wiped == [1]
    retention.destroy_due(now=end + datetime.timedelta(days=3))
    assert wiped == [1]


def test_as_long_as_the_pair_lasts_nothing_is_due(circle, document):
    assert retention.list_due(until=NOW + 50 * YEAR) == []


@pytest.mark.database
def test_a_pair_that_goes_on_again_keeps_its_words(cast, circle, document):
    operations.close_circle(circle=circle, now=NOW)
    operations.reopen_circle(circle=circle)

    assert retention.destroy_due(now=NOW + 50 * YEAR) == 0


def test_what_was_destroyed_is_never_opened_again(circle, document):
    operations.close_circle(circle=circle, now=NOW)
    retention.destroy_due(now=NOW + 2 * YEAR)

    with pytest.raises(operations.CircleDestroyed):
        operations.reopen_circle(circle=circle)


def test_own_notes_follow_the_last_day_of_their_author(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)
    cast.member.left_on = NOW.date()
    cast.member.save(update_fields=["left_on"])

    assert [due.circle_id for due in retention.list_due(until=NOW + 3 * YEAR)] == [circle.pk]
    assert retention.list_due(until=NOW + YEAR) == []


@pytest.mark.parametrize("name", ["hr", "administrator"])
def test_the_office_chooses_how_long(cast, circle, document, name):
    operations.close_circle(circle=circle, now=NOW)
    retention.set_retention(actor=getattr(cast, name), years=5, now=NOW)

    assert retention.destroy_due(now=NOW + 4 * YEAR) == 0
    assert retention.destroy_due(now=NOW + 5 * YEAR) == 1


@pytest.mark.parametrize("name", ["member", "manager", "executive", "colleague"])
def test_nobody_else_does(cast, name):
    with pytest.raises(PermissionDenied):
        retention.set_retention(actor=getattr(cast, name), years=1, now=NOW)


def test_another_organization_is_not_touched(cast, circle, document):
    operations.close_circle(circle=circle, now=NOW)
    retention.Retention.objects.create(organization_id=cast.stranger.organization_id, years=1, changed_at=NOW)

    assert retention.list_due(until=NOW + 1.5 * YEAR) == []


def test_a_shorter_time_leaves_thirty_days_to_be_stopped(cast, circle, document):
    operations.close_circle(circle=circle, now=NOW - 1.5 * YEAR)
    retention.set_retention(actor=cast.hr, years=1, now=NOW)

    assert retention.destroy_due(now=NOW + datetime.timedelta(days=29)) == 0
    assert retention.destroy_due(now=NOW + datetime.timedelta(days=30)) == 1


@pytest.mark.database
def test_the_record_tells_of_it_without_a_word(cast, circle, document):
    retention.set_retention(actor=cast.hr, years=1, now=NOW)
    operations.close_circle(circle=circle, now=NOW)
    retention.destroy_due(now=NOW + 2 * YEAR)

    changed, destroyed = AuditEntry.objects.filter(action__startswith="notes.").order_by("id")
    assert (changed.actor_id, changed.detail) == (cast.hr.pk, {"years": 1, "before": 2})
    assert (destroyed.actor_id, destroyed.subject_id, destroyed.detail["documents"]) == (None, circle.pk, 1)


def test_both_are_told_until_when_and_then_that_it_happened(cast, circle, document, client_for):
    operations.close_circle(circle=circle, now=NOW)
    aoi = client_for(cast.member)

    assert "までとっておき" in aoi.get(f"/notes/{document.pk}/").content.decode()
    retention.destroy_due(now=NOW + 2 * YEAR)
    for page in ("", "history/"):
        shown = aoi.get(f"/notes/{document.pk}/{page}").content.decode()
        assert "もうだれにも読めません" in shown
        assert "notes-editor" not in shown


async def test_not_even_the_database_file_has_them_any_more(server, stage):
    """The wrapped key must not lie in a freed corner of the file: with the key file it would open every old copy."""
    note = stage.fresh()
    async with YClient(server, stage.sessions["member"], note).connected() as member:
        await member.synced()
        await member.write("すいかずら")
        await member.all_stored()
    with sqlite3.connect(server.home / "aizuchi.sqlite3") as database:
        wrapped = {bytes(row[0]) for row in database.execute("SELECT wrapped FROM kernel_datakey") if row[0]}
    async with YClient(server, stage.sessions["member"], note).connected() as reader:
        await reader.synced()
        await server.run_async("close", note)
        assert int(await server.run_async("destroy")) >= 1
        await reader.until(lambda: reader.close_code, timeout=3)
        assert reader.close_code == 4410

    files = {path: path.read_bytes() for path in server.home.glob("aizuchi.sqlite3*")}
    with sqlite3.connect(server.home / "aizuchi.sqlite3") as database:
        living = {bytes(row[0]) for row in database.execute("SELECT wrapped FROM kernel_datakey") if row[0]}
    assert wrapped - living
    assert not any(key in content for key in wrapped - living for content in files.values())


def test_a_key_destroyed_without_the_rule_is_not_made_again(cast, circle, document):
    keys.destroy_data_key(owner=circle.pk, now=NOW)

    assert DataKey.objects.get(owner=circle.pk).destroyed_at == NOW
    with pytest.raises(keys.KeyDestroyed):
        operations.write_text(document_id=document.pk, text="x", actor=cast.member, now=NOW)


@pytest.mark.parametrize("never", [datetime.date(9999, 12, 31), datetime.date(9998, 6, 1)])
def test_a_last_day_at_the_end_of_time_stops_no_other_from_being_done(cast, circle, document, never):
    operations.private_circle_of(person=cast.peer, now=NOW)
    type(cast.peer).objects.filter(pk=cast.peer.pk).update(left_on=never)
    operations.close_circle(circle=circle, now=NOW)

    assert retention.destroy_due(now=NOW + 2 * YEAR) == 1
