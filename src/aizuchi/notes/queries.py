"""Reading notes. Whoever is not of a note's circle gets nothing, not even that it exists."""

import datetime
import json
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from aizuchi.kernel.prepared import prepared
from aizuchi.notes import log
from aizuchi.notes.models import Circle, CircleMember, Document
from aizuchi.notes.rendering import list_lines, render_html, render_markdown, render_text
from aizuchi.notes.retention import rule_of
from aizuchi.notes.tree import EMPTY, Node, document_of, read_tree
from aizuchi.people.models import Person
from aizuchi.ui.templatetags.ui import hue


@dataclass(frozen=True, kw_only=True)
class NotePerson:
    """Somebody who can see a note, as the editor shows them."""

    id: uuid.UUID
    name: str
    short_name: str
    initial: str
    hue: int
    may_write: bool
    names: tuple[str, ...]
    """All that this person is called by, in both languages."""


@dataclass(frozen=True, kw_only=True)
class NoteContent:
    """A note as one viewer sees it. Texts are rendered on first use, from data already here."""

    document_id: uuid.UUID
    viewer_id: uuid.UUID
    people: tuple[NotePerson, ...]
    is_private: bool
    tree: Node = field(repr=False)
    is_whole: bool = True
    """False: something of it was changed outside and cannot be read. Every way to read it says so."""
    kept_until: datetime.datetime | None = None
    """When the words of a closed circle are destroyed; None as long as nothing sets an end to them."""
    destroyed_at: datetime.datetime | None = None
    make_at: str = ""
    """Where the editor asks for the document when its first words are written; until then there is none."""

    @property
    def may_write(self) -> bool:
        return any(person.may_write for person in self.people if person.id == self.viewer_id)

    @property
    def people_json(self) -> str:
        """Who they are, for the editor."""
        cards = [
            {
                "id": str(one.id),
                "name": one.name,
                "short": one.short_name,
                "initial": one.initial,
                "hue": hue(one.hue),
                "names": one.names,
            }
            for one in self.people
        ]
        return json.dumps(cards, ensure_ascii=False)

    @cached_property
    def readable_html(self) -> SafeString:
        return SafeString("") if self.is_empty else render_html(self.tree)

    @cached_property
    def html(self) -> SafeString:
        if self.is_whole:
            return self.readable_html
        return format_html("{}<p>{}</p>", self.readable_html, self.damage)

    @property
    def damage(self) -> str:
        """What to say where something of the note cannot be read any more."""
        return "" if self.is_whole else say_damaged()

    @cached_property
    def text(self) -> str:
        return self._told(render_text(self.tree).strip("\n"))

    @cached_property
    def markdown(self) -> str:
        return self._told(render_markdown(self.tree))

    @cached_property
    def is_empty(self) -> bool:
        return self.is_whole and not self.tree.plain_text.strip()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Each line for itself, for lists that have signs of their own."""
        return tuple(Truncator(line).chars(80, truncate="…") for line in list_lines(self.tree))

    @cached_property
    def excerpt(self) -> str:
        """The first words in one line."""
        return Truncator(" ".join(self.lines)).chars(80, truncate="…")

    def _told(self, text: str) -> str:
        return text if self.is_whole else f"{text}\n\n{self.damage}\n".lstrip("\n")


def say_damaged() -> str:
    return _(
        "A part of this note cannot be read any more: it was changed outside of Aizuchi. The rest stands here."
        " Whoever runs Aizuchi can bring the part back from a backup."
    )


def describe_unmade_note(*, viewer: Person, place: uuid.UUID, make_at: str) -> NoteContent:
    """A private note in which nobody has written yet. `place` tells it apart on its page."""
    return NoteContent(
        document_id=place,
        viewer_id=viewer.pk,
        people=(_note_person(viewer, may_write=True),),
        is_private=True,
        tree=EMPTY,
        make_at=make_at,
    )


def read_document(document_id: uuid.UUID, *, viewer: Person) -> NoteContent:
    """Raises `Document.DoesNotExist` where the viewer is not of the circle."""
    found = read_documents([document_id], viewer=viewer)
    if document_id not in found:
        raise Document.DoesNotExist
    return found[document_id]


def read_documents(
    document_ids: Collection[uuid.UUID | None], *, viewer: Person, with_people: bool = True
) -> dict[uuid.UUID, NoteContent]:
    """Many at once, always with the same number of queries. What the viewer may not see is left out.

    `with_people` is for whoever writes: an editor names them."""
    wanted = sorted({document_id for document_id in document_ids if document_id})
    documents = _find_documents(viewer=viewer, keys=wanted) if wanted else []
    logs = log.read_logs(documents)
    people = _people_of({document.circle_id for document in documents}) if with_people else {}
    ends = _ends_of({document.circle for document in documents})
    return {
        document.pk: NoteContent(
            document_id=document.pk,
            viewer_id=viewer.pk,
            people=people.get(document.circle_id, ()),
            is_private=document.circle.is_private,
            tree=read_tree(document_of(logs[document.pk].updates)) if logs[document.pk].updates else EMPTY,
            is_whole=logs[document.pk].is_whole,
            kept_until=ends.get(document.circle_id),
            destroyed_at=document.circle.destroyed_at,
        )
        for document in documents
    }


@prepared
def _find_documents(viewer: Person, keys: list[uuid.UUID]) -> QuerySet[Document]:
    return Document.objects.visible_to(viewer).filter(pk__in=keys).select_related("circle")


@prepared
def _find_members(circles: list[uuid.UUID]) -> QuerySet[CircleMember]:
    return CircleMember.objects.filter(circle__in=circles).select_related("person").order_by("id")


def _ends_of(circles: set[Circle]) -> dict[uuid.UUID, datetime.datetime]:
    closed = [circle for circle in circles if circle.closed_at and not circle.destroyed_at]
    rules = {organization_id: rule_of(organization_id) for organization_id in {one.organization_id for one in closed}}
    return {one.pk: rules[one.organization_id].ends_at(one.closed_at) for one in closed if one.closed_at}


def _people_of(circle_ids: set[uuid.UUID]) -> dict[uuid.UUID, tuple[NotePerson, ...]]:
    people: dict[uuid.UUID, list[NotePerson]] = defaultdict(list)
    for member in _find_members(circles=sorted(circle_ids)) if circle_ids else ():
        people[member.circle_id].append(_note_person(member.person, may_write=member.may_write))
    return {circle_id: tuple(people[circle_id]) for circle_id in circle_ids}


def _note_person(person: Person, *, may_write: bool) -> NotePerson:
    return NotePerson(
        id=person.pk,
        name=person.full_name,
        short_name=person.short_name,
        initial=person.initial,
        hue=person.hue,
        may_write=may_write,
        names=_names_of(person),
    )


def _names_of(person: Person) -> tuple[str, ...]:
    japanese = (person.family_name, f"{person.family_name}{person.given_name}", person.full_name)
    latin = (person.given_romaji, f"{person.given_romaji} {person.family_romaji}".strip(), person.family_romaji)
    return tuple(dict.fromkeys(name for name in (*japanese, *latin) if name))
