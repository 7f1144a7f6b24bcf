"""Circles, documents, and writing without a browser. Browsers write through `sync/`.

Why a circle is made, and who belongs to it, is decided by the app that asks for it.
"""

import datetime
import uuid
from collections.abc import Collection, Mapping
from functools import partial

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.kernel import keys
from aizuchi.kernel.permissions import require
from aizuchi.notes import log, policies
from aizuchi.notes.history import tree_at
from aizuchi.notes.markdown import parse_markdown
from aizuchi.notes.models import Circle, CircleMember, Document
from aizuchi.notes.sync.hub import is_serving, show_written
from aizuchi.notes.sync.outside import tell_of_write
from aizuchi.notes.tree import document_of, sum_of
from aizuchi.notes.walker import walk
from aizuchi.notes.writing import append_tree, replace_tree
from aizuchi.people.models import Person


class OutsiderInCircle(ValueError):
    """A circle never reaches across organizations."""


class CircleDestroyed(ValueError):
    """Its words are gone for good, and nothing can be sealed for it any more."""


class UnknownVersion(ValueError):
    """The note never had that many turns."""


class MalformedUpdate(ValueError):
    """The bytes are no update of a document."""


@transaction.atomic
def make_circle(*, organization_id: uuid.UUID, writers: Collection[Person], now: datetime.datetime) -> Circle:
    circle = Circle.objects.create(organization_id=organization_id, created_at=now)
    keys.make_data_key(owner=circle.pk, organization_id=organization_id, now=now)
    for person in writers:
        add_member(circle=circle, person=person)
    return circle


@transaction.atomic
def private_circle_of(*, person: Person, now: datetime.datetime) -> Circle:
    """The circle that is one person alone; the same at every call."""
    circle, is_new = Circle.objects.get_or_create(
        owner=person, defaults={"organization_id": person.organization_id, "created_at": now}
    )
    if is_new:
        keys.make_data_key(owner=circle.pk, organization_id=person.organization_id, now=now)
        add_member(circle=circle, person=person)
    return circle


@transaction.atomic
def add_member(*, circle: Circle, person: Person, may_write: bool = True) -> None:
    if person.organization_id != circle.organization_id or (circle.is_private and circle.owner_id != person.pk):
        raise OutsiderInCircle
    CircleMember.objects.update_or_create(circle=circle, person=person, defaults={"may_write": may_write})


@transaction.atomic
def remove_member(*, circle: Circle, person: Person) -> None:
    """This person no longer opens anything of the circle; what they wrote stays."""
    circle.members.filter(person=person).delete()


def close_circle(*, circle: Circle, now: datetime.datetime) -> None:
    """From now on everybody of the circle reads and nobody writes; retention counts from here."""
    close_circles([circle.pk], now=now)


@transaction.atomic
def make_circles(
    *, organization_id: uuid.UUID, writers: Mapping[uuid.UUID, Collection[uuid.UUID]], now: datetime.datetime
) -> None:
    """One for each key, of the people under it; a few queries for any number. Data keys come with the first words."""
    Circle.objects.bulk_create(
        (Circle(pk=circle_id, organization_id=organization_id, created_at=now) for circle_id in writers), batch_size=500
    )
    CircleMember.objects.bulk_create(
        (
            CircleMember(circle_id=circle_id, person_id=person_id)
            for circle_id, people in writers.items()
            for person_id in people
        ),
        batch_size=500,
    )


@transaction.atomic
def close_circles(circle_ids: Collection[uuid.UUID], *, now: datetime.datetime) -> None:
    """As `close_circle`, for many at once."""
    CircleMember.objects.filter(circle__in=circle_ids).update(may_write=False)
    Circle.objects.filter(pk__in=circle_ids, closed_at=None).update(closed_at=now)


@transaction.atomic
def reopen_circle(*, circle: Circle) -> None:
    if not Circle.objects.filter(pk=circle.pk, destroyed_at=None).update(closed_at=None):
        raise CircleDestroyed
    circle.members.update(may_write=True)


@transaction.atomic
def reopen_circles(circle_ids: Collection[uuid.UUID]) -> None:
    """Many at once: whoever wrote there writes again, and retention counts no longer."""
    living = list(Circle.objects.filter(pk__in=circle_ids, destroyed_at=None).values_list("pk", flat=True))
    Circle.objects.filter(pk__in=living).update(closed_at=None)
    CircleMember.objects.filter(circle__in=living).update(may_write=True)


def make_document(*, circle: Circle, now: datetime.datetime) -> Document:
    return Document.objects.create(circle=circle, created_at=now)


@transaction.atomic
def write_text(*, document_id: uuid.UUID, text: str, actor: Person, now: datetime.datetime) -> None:
    """Adds text in the small Markdown of notes at the end of the document; whoever has it open sees it arrive."""
    document = _access_document(document_id, actor)
    content = document_of(log.load_updates([document])[document.pk])
    update = append_tree(content, parse_markdown(text))
    append_update(document=document, update=update, actor=actor, now=now)


@transaction.atomic
def go_back_to(*, document_id: uuid.UUID, number: int, actor: Person, now: datetime.datetime) -> None:
    """Makes the note say again what it said after that turn, as a new edit: nothing is erased from the history."""
    document = _access_document(document_id, actor)
    tree = tree_at(document, number=number, viewer=actor)
    if tree is None:
        raise UnknownVersion
    content = document_of(log.load_updates([document])[document.pk])
    append_update(document=document, update=replace_tree(content, tree), actor=actor, now=now)


@transaction.atomic
def append_update(*, document: Document, update: bytes, actor: Person, now: datetime.datetime) -> None:
    require(policies.may_write(actor, document))
    _check_update(update)
    key = keys.data_key_made_for(owner=document.circle_id, organization_id=actor.organization_id, now=now)
    entry = log.LogEntry(document_id=document.pk, author_id=actor.pk, at=now, payload=update)
    log.seal_entry(entry, key=key).save(force_insert=True)
    if is_serving():
        transaction.on_commit(partial(show_written, document.pk, update, actor.pk, key))
    else:
        tell_of_write(document)


def _access_document(document_id: uuid.UUID, actor: Person) -> Document:
    return get_object_or_404(Document.objects.visible_to(actor).select_related("circle"), pk=document_id)


def _check_update(update: bytes) -> None:
    try:
        walk(update)
        sum_of([update])
    except (ValueError, RuntimeError) as error:
        raise MalformedUpdate from error
