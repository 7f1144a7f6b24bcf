import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc

from aizuchi.notes import compaction, operations
from aizuchi.notes.history import read_history
from aizuchi.notes.markdown import parse_markdown
from aizuchi.notes.models import Document
from aizuchi.notes.queries import read_document
from aizuchi.notes.tree import document_of, read_tree
from aizuchi.notes.writing import append_tree, replace_tree

NOW = timezone.now()


def at(minutes: int) -> datetime.datetime:
    return NOW + datetime.timedelta(minutes=minutes)


@pytest.fixture
def circle(cast):
    return operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=NOW)


@pytest.fixture
def document(cast, circle):
    """Aoi writes twice in one go, then Takumi, then Aoi again the next hour."""
    document = operations.make_document(circle=circle, now=NOW)
    for minute, actor, text in (
        (0, cast.member, "はじめ"),
        (5, cast.member, "つづき"),
        (6, cast.manager, "森川の行"),
        (70, cast.member, "あとから"),
    ):
        operations.write_text(document_id=document.pk, text=text, actor=actor, now=at(minute))
    return document


def test_each_turn_at_writing_is_one_version(cast, document):
    history = read_history(document.pk, viewer=cast.manager)

    assert [version.author.id for version in history.versions] == [cast.member.pk, cast.manager.pk, cast.member.pk]
    assert [version.began_at for version in history.versions] == [at(70), at(6), at(0)]
    assert history.is_latest


@pytest.mark.parametrize("is_summed_up", [True, False])
@pytest.mark.parametrize(
    ("number", "html", "added"),
    [
        (1, "<p>はじめ</p><p>つづき</p>", ["はじめ", "つづき"]),
        (2, "<p>はじめ</p><p>つづき</p><p>森川の行</p>", ["森川の行"]),
    ],
)
def test_it_tells_what_stood_there_and_what_each_turn_changed(cast, document, number, html, added, is_summed_up):
    if is_summed_up:
        compaction.compact_notes(now=at(200))

    history = read_history(document.pk, viewer=cast.member, number=number)

    assert history.html == html
    assert [line.text for line in history.changes if line.is_added] == added


def test_going_back_is_a_new_edit_that_erases_nothing(cast, document):
    operations.go_back_to(document_id=document.pk, number=1, actor=cast.manager, now=at(80))

    assert read_document(document.pk, viewer=cast.member).text == "はじめ\nつづき"
    history = read_history(document.pk, viewer=cast.member)
    assert len(history.versions) == 4
    assert [line.text for line in history.changes if line.is_removed] == ["森川の行", "あとから"]
    operations.go_back_to(document_id=document.pk, number=3, actor=cast.member, now=at(90))
    assert read_document(document.pk, viewer=cast.member).text == "はじめ\nつづき\n森川の行\nあとから"


@pytest.mark.parametrize("name", ["hr", "executive", "administrator", "peer", "stranger"])
def test_nobody_else_learns_who_wrote_when(cast, document, name, client_for):
    person = getattr(cast, name)

    with pytest.raises(Document.DoesNotExist):
        read_history(document.pk, viewer=person)
    assert client_for(person).get(f"/notes/{document.pk}/history/").status_code == 404
    assert client_for(person).post(f"/notes/{document.pk}/go-back/", {"version": "1"}).status_code == 404


def test_who_only_reads_steps_through_but_does_not_go_back(cast, circle, document, client_for):
    operations.close_circle(circle=circle, now=NOW)

    page = client_for(cast.member).get(f"/notes/{document.pk}/history/?version=1").content.decode()
    assert "つづき" in page
    assert "go-back" not in page
    with pytest.raises(PermissionDenied):
        operations.go_back_to(document_id=document.pk, number=1, actor=cast.member, now=at(80))
    assert client_for(cast.member).post(f"/notes/{document.pk}/go-back/", {"version": "1"}).status_code == 403


def test_the_page_offers_the_way_back(cast, document, client_for):
    client = client_for(cast.member)

    assert "go-back" in client.get(f"/notes/{document.pk}/history/?version=1").content.decode()
    assert client.post(f"/notes/{document.pk}/go-back/", {"version": "1"}).url == f"/notes/{document.pk}/"
    assert read_document(document.pk, viewer=cast.manager).text == "はじめ\nつづき"


@pytest.mark.parametrize("version", ["0", "99", "-1", "x", "", "٣٣"])
def test_a_version_that_never_was_is_not_found(cast, document, client_for, version):
    client = client_for(cast.member)

    assert client.get(f"/notes/{document.pk}/history/", {"version": version}).status_code == 200
    assert client.post(f"/notes/{document.pk}/go-back/", {"version": version}).status_code == 404


def test_going_back_is_not_done_by_reading(cast, document, client_for):
    assert client_for(cast.member).get(f"/notes/{document.pk}/go-back/").status_code == 405


lines = st.lists(st.sampled_from(["あ", "い", "- う", "- [x] え", "## お", "> か", "**き**く"]), max_size=8).map(
    "\n\n".join
)


@given(lines, lines)
def test_replacing_says_exactly_what_was_wanted(before, after):
    here: Doc = Doc()
    first = append_tree(here, parse_markdown(before))

    second = replace_tree(here, parse_markdown(after))

    there = read_tree(document_of([first, second]))
    assert there == read_tree(here) == read_tree(document_of([append_tree(Doc(), parse_markdown(after))]))
