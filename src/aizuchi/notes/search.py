"""Finding words in one's own notes: what the searching person may open is opened, nobody else's is touched."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aizuchi.kernel import keys
from aizuchi.kernel.sealing import SealBroken
from aizuchi.notes import log
from aizuchi.notes.compaction import SEARCHED
from aizuchi.notes.folding import fold, fold_with_places
from aizuchi.notes.models import CircleMember, Document, Snapshot, Update
from aizuchi.notes.origins import Origin, find_origins
from aizuchi.notes.rendering import render_text
from aizuchi.notes.tree import document_of, read_tree
from aizuchi.people.models import Person

_MOST = 50
_MOST_PLACED, _AT_ONCE = 1_000, 250  # of how many it is asked what they are about: the newest
_BEFORE, _AFTER = 24, 56
_LONGEST_QUERY = 100


@dataclass(frozen=True)
class Hit:
    document_id: uuid.UUID
    is_private: bool
    at: datetime.datetime
    """When that was for which it was written, else when it was begun."""
    excerpt: SafeString
    partners: tuple[Person, ...] = ()
    """With whom it is shared, or with whom the 1on1 was that a private note belongs to."""
    origin: Origin | None = None

    @property
    def month(self) -> datetime.date:
        return timezone.localtime(self.at).date().replace(day=1)  # any wall: the reader's, which is in force


@dataclass(frozen=True)
class Whose:
    """One choice among the results: notes shared with one person, or one's own."""

    value: str
    count: int
    person: Person | None = None


@dataclass(frozen=True)
class Found:
    hits: list[Hit]
    """The newest first, no more than a page holds."""
    count: int
    """How many there are in all, for every choice."""
    whose: list[Whose]
    chosen: str = ""
    topics: tuple[tuple[str, int], ...] = ()
    """What those of the chosen people are about, and how many of each; the most frequent first."""
    topic: str = ""
    chosen_count: int = 0
    """How many there are for what is chosen."""


PRIVATE = "own"


def search_notes(
    query: str, *, viewer: Person, whose: str = "", topic: str = "", since: datetime.datetime | None = None
) -> Found:
    """Every word of the query must be there, in whatever spelling. whose, topic: one of those that are found."""
    terms = [fold(term) for term in query[:_LONGEST_QUERY].split()]
    if not terms:
        return Found([], 0, [])
    circles = list(CircleMember.objects.filter(person=viewer).values_list("circle_id", flat=True))
    words = {pk: text for pk, text in _found_words(circles, terms).items() if text is not None}
    partners = _partners(circles, viewer)
    circle_of, begun = _circles_of(circles, words.keys())
    choices = _choices(Counter(circle_of.values()), partners)
    chosen = whose if any(whose == one.value for one in choices) else ""
    matching = sorted(
        (pk for pk, circle in circle_of.items() if not chosen or chosen in _values(partners[circle])), reverse=True
    )
    origins = _find_origins(matching[:_MOST_PLACED], viewer)
    topics = Counter(origin.topic for origin in origins.values() if origin.topic)
    topic = topic if topic in topics else ""
    if topic:
        matching = [pk for pk in matching if pk in origins and origins[pk].topic == topic]
    if since:
        matching = [pk for pk in matching if _when(origins.get(pk), begun[pk]) >= since]
    newest = matching[:_MOST]
    documents = Document.objects.visible_to(viewer).select_related("circle").in_bulk(newest)
    hits = [
        _hit(documents[pk], _excerpt(words[pk], terms[0]), partners[circle_of[pk]], origins.get(pk)) for pk in newest
    ]
    hits.sort(key=lambda hit: hit.at, reverse=True)
    return Found(hits, len(words), choices, chosen, tuple(topics.most_common()), topic, len(matching))


def _find_origins(document_ids: list[uuid.UUID], viewer: Person) -> dict[uuid.UUID, Origin]:
    """A few hundred at a time, for a database takes no list of any length."""
    found: dict[uuid.UUID, Origin] = {}
    for first in range(0, len(document_ids), _AT_ONCE):
        found |= find_origins(set(document_ids[first : first + _AT_ONCE]), viewer=viewer)
    return found


def _when(origin: Origin | None, begun: datetime.datetime) -> datetime.datetime:
    return (origin.at if origin else None) or begun


def _hit(document: Document, excerpt: SafeString, partners: list[Person], origin: Origin | None) -> Hit:
    met = [origin.partner] if origin and origin.partner else []
    at = _when(origin, document.created_at)
    return Hit(document.pk, document.circle.is_private, at, excerpt, tuple(partners or met), origin)


def _partners(circles: Collection[uuid.UUID], viewer: Person) -> dict[uuid.UUID, list[Person]]:
    found: dict[uuid.UUID, list[Person]] = defaultdict(list)
    for member in CircleMember.objects.filter(circle__in=circles).exclude(person=viewer).select_related("person"):
        found[member.circle_id].append(member.person)
    return found


def _circles_of(
    circles: Collection[uuid.UUID], found: Collection[uuid.UUID]
) -> tuple[dict[uuid.UUID, uuid.UUID], dict[uuid.UUID, datetime.datetime]]:
    """The circle of each and when it was begun. Asked by circle, for what was found may be more than a database takes
    as one list."""
    documents = Document.objects.filter(circle__in=circles).values_list("pk", "circle_id", "created_at").iterator()
    rows = [row for row in documents if row[0] in found]
    return {pk: circle_id for pk, circle_id, _ in rows}, {pk: begun for pk, _, begun in rows}


def _values(partners: list[Person]) -> list[str]:
    return [str(person.pk) for person in partners] or [PRIVATE]


def _choices(counts: Counter[uuid.UUID], partners: dict[uuid.UUID, list[Person]]) -> list[Whose]:
    """Those with most results first, one's own at the end."""
    people = {str(person.pk): person for circle in counts for person in partners[circle]}
    sums: Counter[str] = Counter()
    for circle, count in counts.items():
        for value in _values(partners[circle]):
            sums[value] += count
    choices = [Whose(value, count, people.get(value)) for value, count in sums.most_common()]
    return sorted(choices, key=lambda one: one.person is None)


def _found_words(circles: list[uuid.UUID], terms: list[str]) -> dict[uuid.UUID, str | None]:
    return _settled_words(circles, terms) | _fresh_words(circles, terms)


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
