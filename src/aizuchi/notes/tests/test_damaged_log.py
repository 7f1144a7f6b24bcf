"""A row of the log that somebody changed in the database: all the rest can be read, and every page says so."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.notes import operations
from aizuchi.notes.compaction import NotesLeftOut, compact_notes
from aizuchi.notes.models import Document, Snapshot, Update
from aizuchi.notes.queries import read_document
from aizuchi.notes.search import search_notes
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
        operations.write_text(document=document, text=text, actor=author, now=at)
    spoil(Update.objects.filter(document=document, author_id=cast.manager.pk))
    return document


def spoil(rows) -> None:
    for row in rows:
        row.payload = bytes(row.payload)[:-1] + bytes([bytes(row.payload)[-1] ^ 1])
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
    with pytest.raises(NotesLeftOut):
        compact_notes(now=timezone.now() + datetime.timedelta(hours=1))


def test_a_sum_that_was_changed_is_read_from_the_log_it_is_the_sum_of(cast: Cast) -> None:
    now = timezone.now()
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member], now=now)
    document = operations.make_document(circle=circle, now=now)
    operations.write_text(document=document, text="ぜんぶの行", actor=cast.member, now=now)
    compact_notes(now=now + datetime.timedelta(hours=1))
    spoil(Snapshot.objects.filter(document=document))

    note = read_document(document.pk, viewer=cast.member)

    assert note.text == "ぜんぶの行"
    stored = load_note(document.pk)
    assert stored
    assert read_tree(document_of(stored.updates)).plain_text == "ぜんぶの行"
