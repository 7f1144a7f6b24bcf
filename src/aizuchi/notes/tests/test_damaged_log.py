"""A row of the log that somebody changed in the database: all the rest can be read, and every page says so."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.damage import damage

from aizuchi.kernel import keys
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.models import DataKey
from aizuchi.notes import operations
from aizuchi.notes.compaction import compact_notes
from aizuchi.notes.models import Document, Snapshot, Update
from aizuchi.notes.queries import read_document, read_documents
from aizuchi.notes.search import search_notes
from aizuchi.notes.sync.protocol import Close, ConnectionRefused
from aizuchi.notes.sync.storage import load_note
from aizuchi.notes.tree import document_of, read_tree
from aizuchi.people.models import Person

SENTENCE = "このメモの一部は、もう読むことができません"


@pytest.fixture
def document(cast: Cast) -> Document:
    """Three lines, of which the second was changed outside."""
    then = timezone.now() - datetime.timedelta(hours=1)
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=then)
    document = operations.make_document(circle=circle, now=then)
    words = [(cast.member, "はじめの行"), (cast.manager, "二つめ"), (cast.member, "三つめの行")]
    for place, (author, text) in enumerate(words):
        at = then + datetime.timedelta(minutes=place * 16)
        operations.write_text(document_id=document.pk, text=text, actor=author, now=at)
    spoil(Update.objects.filter(document=document, author_id=cast.manager.pk))
    return document


def spoil(rows) -> None:
    for row in rows:
        row.payload = damage(row.payload)
        row.save(update_fields=["payload"])


@pytest.mark.parametrize("page", ["/notes/{}/", "/notes/{}/history/"])
def test_pages_show_what_is_left_and_say_so(
    page: str, document: Document, cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    answer = client_for(cast.member).get(page.format(document.pk))

    assert answer.status_code == 200
    assert "はじめの行" in answer.content.decode()
    assert SENTENCE in answer.content.decode()


def test_every_form_to_read_it_in_says_so(document: Document, cast: Cast) -> None:
    note = read_document(document.pk, viewer=cast.member)

    for told in (note.html, note.text, note.markdown):
        assert "はじめの行" in told
        assert SENTENCE in told


def test_a_note_of_which_nothing_is_left_is_not_called_empty(document: Document, cast: Cast) -> None:
    spoil(Update.objects.filter(document=document, author_id=cast.member.pk))

    note = read_document(document.pk, viewer=cast.member)

    assert not note.is_empty
    assert SENTENCE in note.html


def test_it_is_still_found_and_opened(document: Document, cast: Cast) -> None:
    assert [hit.document_id for hit in search_notes("はじめ", viewer=cast.member).hits] == [document.pk]

    stored = load_note(document.pk)

    assert stored
    assert "はじめの行" in read_tree(document_of(stored.updates)).plain_text


def test_whoever_runs_the_house_hears_of_it_where_jobs_are_listed(document: Document) -> None:
    with pytest.raises(SomeFailed):
        compact_notes(now=timezone.now() + datetime.timedelta(hours=1))


def test_a_sum_that_was_changed_is_read_from_the_log_it_is_the_sum_of(cast: Cast) -> None:
    now = timezone.now()
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member], now=now)
    document = operations.make_document(circle=circle, now=now)
    operations.write_text(document_id=document.pk, text="ぜんぶの行", actor=cast.member, now=now)
    compact_notes(now=now + datetime.timedelta(hours=1))
    spoil(Snapshot.objects.filter(document=document))

    note = read_document(document.pk, viewer=cast.member)

    assert note.text == "ぜんぶの行"
    stored = load_note(document.pk)
    assert stored
    assert read_tree(document_of(stored.updates)).plain_text == "ぜんぶの行"


@pytest.fixture
def locked(cast: Cast) -> Document:
    """A note whose wrapped key was changed in the database."""
    then = timezone.now() - datetime.timedelta(hours=1)
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member], now=then)
    document = operations.make_document(circle=circle, now=then)
    operations.write_text(document_id=document.pk, text="かぎの中の行", actor=cast.member, now=then)
    row = DataKey.objects.get(owner=circle.pk)
    DataKey.objects.filter(pk=row.pk).update(wrapped=damage(row.wrapped))
    keys.forget_keys()
    return document


@pytest.mark.parametrize("page", ["/notes/{}/", "/notes/{}/history/"])
def test_a_note_whose_key_was_changed_says_so(
    page: str, locked: Document, cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    answer = client_for(cast.member).get(page.format(locked.pk))

    assert answer.status_code == 200
    assert SENTENCE in answer.content.decode()


def test_a_key_that_was_changed_hides_no_other_note(document: Document, locked: Document, cast: Cast) -> None:
    found = read_documents([document.pk, locked.pk], viewer=cast.member)

    assert "はじめの行" in found[document.pk].text
    assert SENTENCE in found[locked.pk].text
    assert [hit.document_id for hit in search_notes("行", viewer=cast.member).hits] == [document.pk]


def test_nothing_is_written_under_a_key_that_was_changed_and_nobody_tries_for_ever(
    locked: Document, cast: Cast
) -> None:
    with pytest.raises(keys.KeyBroken):
        operations.write_text(document_id=locked.pk, text="二つめ", actor=cast.member, now=timezone.now())
    with pytest.raises(ConnectionRefused) as refused:
        load_note(locked.pk)

    assert refused.value.code == Close.NOT_FOUND
    with pytest.raises(SomeFailed):
        compact_notes(now=timezone.now() + datetime.timedelta(hours=1))
