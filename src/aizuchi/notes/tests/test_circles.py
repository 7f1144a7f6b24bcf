import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from aizuchi.notes import operations
from aizuchi.notes.models import Circle, Document
from aizuchi.notes.queries import read_document, read_documents

pytestmark = pytest.mark.database

NOW = timezone.now()
WORDS = "手順書の3章を直す"


@pytest.fixture
def circle(cast) -> Circle:
    return operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=NOW)


@pytest.fixture
def document(circle, cast) -> Document:
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text=WORDS, actor=cast.member, now=NOW)
    return document


@pytest.mark.parametrize("name", ["member", "manager"])
def test_both_of_a_circle_read_and_write(name, cast, document):
    person = getattr(cast, name)

    operations.write_text(document_id=document.pk, text="次回はここから", actor=person, now=NOW)

    assert read_document(document.pk, viewer=person).text == f"{WORDS}\n次回はここから"


@pytest.mark.parametrize("name", ["hr", "executive", "administrator", "mentor", "peer", "colleague", "stranger"])
def test_nobody_else_can_open_a_note(name, cast, document):
    person = getattr(cast, name)

    assert read_documents([document.pk], viewer=person) == {}
    with pytest.raises(Document.DoesNotExist):
        read_document(document.pk, viewer=person)
    with pytest.raises(Http404):
        operations.write_text(document_id=document.pk, text="x", actor=person, now=NOW)


def test_a_private_note_is_for_its_author_alone(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text=WORDS, actor=cast.member, now=NOW)

    assert read_document(document.pk, viewer=cast.member).is_private
    assert read_documents([document.pk], viewer=cast.manager) == {}


def test_a_person_has_one_private_circle(cast):
    first = operations.private_circle_of(person=cast.member, now=NOW)

    assert operations.private_circle_of(person=cast.member, now=NOW) == first
    assert operations.private_circle_of(person=cast.manager, now=NOW) != first


def test_nobody_can_be_added_to_a_private_circle(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)

    with pytest.raises(operations.OutsiderInCircle):
        operations.add_member(circle=circle, person=cast.manager)


def test_a_circle_never_reaches_into_another_organization(cast, circle):
    with pytest.raises(operations.OutsiderInCircle):
        operations.add_member(circle=circle, person=cast.stranger)


def test_in_a_closed_circle_both_read_and_nobody_writes(cast, circle, document):
    operations.close_circle(circle=circle, now=NOW)

    for person in (cast.member, cast.manager):
        note = read_document(document.pk, viewer=person)
        assert note.text == WORDS
        assert not note.may_write
        with pytest.raises(PermissionDenied):
            operations.write_text(document_id=document.pk, text="x", actor=person, now=NOW)


def test_a_reader_can_see_and_not_write(cast, circle, document):
    operations.add_member(circle=circle, person=cast.peer, may_write=False)

    assert read_document(document.pk, viewer=cast.peer).text == WORDS
    with pytest.raises(PermissionDenied):
        operations.write_text(document_id=document.pk, text="x", actor=cast.peer, now=NOW)


def test_whoever_is_removed_sees_nothing_any_more(cast, circle, document):
    operations.remove_member(circle=circle, person=cast.manager)

    assert read_documents([document.pk], viewer=cast.manager) == {}
    assert read_document(document.pk, viewer=cast.member).text == WORDS


def test_garbage_is_no_update(cast, document):
    with pytest.raises(operations.MalformedUpdate):
        operations.append_update(document=document, update=b"\xff\x01\x02", actor=cast.member, now=NOW)

    assert read_document(document.pk, viewer=cast.member).text == WORDS


def test_many_notes_cost_as_many_queries_as_one(cast, circle, document, django_assert_num_queries):
    others = [operations.make_document(circle=circle, now=NOW) for _ in range(5)]
    for other in others:
        operations.write_text(document_id=other.pk, text=WORDS, actor=cast.manager, now=NOW)

    with django_assert_num_queries(3):
        read_documents([document.pk], viewer=cast.member)
    with django_assert_num_queries(3):
        found = read_documents([document.pk, None, *(other.pk for other in others)], viewer=cast.member)

    assert {note.text for note in found.values()} == {WORDS}
    assert len(found) == 6
