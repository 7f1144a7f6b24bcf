"""Finding words in one's own notes: what the searching person may open is opened, nobody else's is touched."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from aizuchi.kernel import keys
from aizuchi.kernel.sealing import SealBroken
from aizuchi.notes import log
from aizuchi.notes.compaction import SEARCHED
from aizuchi.notes.folding import fold, fold_with_places
from aizuchi.notes.models import CircleMember, Document, Snapshot, Update
from aizuchi.notes.rendering import render_text
from aizuchi.notes.tree import document_of, read_tree
from aizuchi.people.models import Person

_MOST = 50
_BEFORE, _AFTER = 24, 56
_LONGEST_QUERY = 100


@dataclass(frozen=True)
class Hit:
    document_id: uuid.UUID
    is_private: bool
    created_at: datetime.datetime
    excerpt: SafeString
    partners: tuple[Person, ...] = ()
    """With whom it is shared."""


def search_notes(query: str, *, viewer: Person) -> list[Hit]:
    """The newest notes first. Every word of the query must be there, in whatever spelling."""
    terms = [fold(term) for term in query[:_LONGEST_QUERY].split()]
    if not terms:
        return []
    circles = list(CircleMember.objects.filter(person=viewer).values_list("circle_id", flat=True))
    words = _settled_words(circles, terms) | _fresh_words(circles, terms)
    newest = sorted((document_id for document_id, text in words.items() if text is not None), reverse=True)[:_MOST]
    documents = Document.objects.visible_to(viewer).select_related("circle").in_bulk(newest)
    partners = _partners({document.circle_id for document in documents.values()}, viewer)
    return [_hit(documents[document_id], words[document_id] or "", terms[0], partners) for document_id in newest]


def _hit(document: Document, words: str, term: str, partners: dict[uuid.UUID, list[Person]]) -> Hit:
    shared_with = tuple(partners[document.circle_id])
    return Hit(document.pk, document.circle.is_private, document.created_at, _excerpt(words, term), shared_with)


def _partners(circles: set[uuid.UUID], viewer: Person) -> dict[uuid.UUID, list[Person]]:
    found: dict[uuid.UUID, list[Person]] = defaultdict(list)
    for member in CircleMember.objects.filter(circle__in=circles).exclude(person=viewer).select_related("person"):
        found[member.circle_id].append(member.person)
    return found


def _settled_words(circles: list[uuid.UUID], terms: list[str]) -> dict[uuid.UUID, str | None]:
    """Thousands of notes: plain tuples circle by circle, and nothing is kept of those that do not match."""
    found: dict[uuid.UUID, str | None] = {}
    for circle_id, key in keys.data_keys(circles).items():
        rows = Snapshot.objects.filter(document__circle=circle_id).values_list("document_id", "version", "words")
        for document_id, version, sealed in rows.iterator():
            try:
                folded, _, text = log.open_words(document_id, version, bytes(sealed), key=key).partition("\0")
            except SealBroken:  # one that somebody changed in the database must not hide all others
                continue
            if all(term in folded for term in terms):
                found[document_id] = text
    return found


def _fresh_words(circles: list[uuid.UUID], terms: list[str]) -> dict[uuid.UUID, str | None]:
    """Of notes that changed since they were summed up: few, the background sees to that. None where it is no match."""
    changed = Update.objects.filter(document__circle__in=circles, in_snapshot=False).values("document")
    updates = log.load_updates(Document.objects.filter(pk__in=changed))
    texts = {
        document_id: render_text(read_tree(document_of(parts)))[:SEARCHED] for document_id, parts in updates.items()
    }
    return {document_id: text if _matches(text, terms) else None for document_id, text in texts.items()}


def _matches(text: str, terms: list[str]) -> bool:
    folded = fold(text)
    return all(term in folded for term in terms)


def _excerpt(words: str, term: str) -> SafeString:
    line = " ".join(words.split())
    folded, places = fold_with_places(line)
    found = folded.find(term)
    if found < 0:  # the words of the query stand across a line break
        return format_html("{}", line[: _BEFORE + _AFTER])
    start = places[found]
    end = places[found + len(term)] if found + len(term) < len(places) else len(line)
    before, after = line[max(0, start - _BEFORE) : start], line[end : end + _AFTER]
    return format_html(
        "{}{}<mark>{}</mark>{}{}",
        "…" if start > _BEFORE else "",
        before,
        line[start:end],
        after,
        "…" if end + _AFTER < len(line) else "",
    )
