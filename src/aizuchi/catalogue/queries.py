"""What the catalogue offers, finished for a page: plain rows in the reader's language, retired ones left out.

Callers pass the organization of the person who looks. Nothing here is secret within an organization."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import get_language

from aizuchi.catalogue.content import Text, shipped_words
from aizuchi.catalogue.models import (
    ExpectedResponse,
    LibraryQuestion,
    MeetingFormat,
    PairKind,
    Prompt,
    RoleWords,
    Topic,
)
from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Organization


@dataclass(frozen=True)
class CatalogueEntry:
    """A topic or an expected response."""

    id: uuid.UUID
    key: str
    label: str
    icon: str


@dataclass(frozen=True)
class Tense:
    key: str
    label: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Format:
    id: uuid.UUID
    key: str
    label: str
    description: str
    minutes: int
    topics: tuple[CatalogueEntry, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """How the two seats of a pair are called."""

    mentor: str
    mentee: str


@dataclass(frozen=True)
class Library:
    ahead: tuple[str, ...] = field(default=())
    icebreaker: tuple[str, ...] = field(default=())
    open: tuple[str, ...] = field(default=())


@prepared
def _find_topics(organization: Organization) -> QuerySet[Topic]:
    found: QuerySet[Topic] = Topic.objects.offered().filter(organization=organization)
    return found


@prepared
def _find_responses(organization: Organization) -> QuerySet[ExpectedResponse]:
    return ExpectedResponse.objects.filter(organization=organization, retired_at__isnull=True)


@prepared
def _find_prompts(topic_ids: list[uuid.UUID]) -> QuerySet[Prompt]:
    return Prompt.objects.filter(topic_id__in=topic_ids, retired_at__isnull=True)


@prepared
def _find_questions(organization: Organization) -> QuerySet[LibraryQuestion]:
    return LibraryQuestion.objects.filter(organization=organization, retired_at__isnull=True)


def topics_for(organization: Organization, *, pair_kind: str) -> list[CatalogueEntry]:
    """The organization's topics, then the themes of that kind of pair."""
    topics = [topic for topic in _find_topics(organization=organization) if topic.pair_kind in ("", pair_kind)]
    return [_choice(topic) for topic in sorted(topics, key=lambda t: (bool(t.pair_kind), t.position))]


def responses_for(organization: Organization) -> list[CatalogueEntry]:
    return [_choice(response) for response in _find_responses(organization=organization)]


def prompts_by_topic(topic_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Tense, ...]]:
    """For each topic, past, present and future in that order; topics without prompts are absent. One query."""
    found = _find_prompts(topic_ids=sorted(topic_ids)) if topic_ids else []
    by_topic: dict[uuid.UUID, list[Prompt]] = {}
    for prompt in found:
        by_topic.setdefault(prompt.topic_id, []).append(prompt)
    return {topic_id: _tenses(prompts) for topic_id, prompts in by_topic.items()}


def formats_for(organization: Organization) -> list[Format]:
    """Three queries, however many formats there are."""
    formats = MeetingFormat.objects.filter(organization=organization, retired_at__isnull=True)
    return [_format(format) for format in formats.prefetch_related("topics", "questions")]


def library_for(organization: Organization) -> Library:
    """Questions to send ahead, icebreakers and open questions."""
    by_use: dict[str, list[str]] = {}
    for question in _find_questions(organization=organization):
        by_use.setdefault(question.use, []).append(question.text)
    return Library(**{use: tuple(by_use.get(use, ())) for use in LibraryQuestion.Use.values})


def words_for(organization: Organization, kind: str) -> Words:
    """The organization's own words for the two seats, or ours. One query per organization object."""
    return words_by_kind(organization)[kind]


def words_by_kind(organization: Organization) -> dict[str, Words]:
    own = _own_words(organization)
    return {kind: _words(own.get(kind)) or _shipped(kind) for kind in PairKind.values}


def forget_words(organization: Organization) -> None:
    """After a change, for whoever holds this very object."""
    vars(organization).pop("_role_words", None)


def _own_words(organization: Organization) -> dict[str, RoleWords]:
    """Kept on the object: it lives as long as the request, and a page names the seats many times."""
    kept: dict[str, RoleWords] | None = vars(organization).get("_role_words")
    if kept is None:
        kept = {row.pair_kind: row for row in RoleWords.objects.filter(organization=organization)}
        vars(organization)["_role_words"] = kept
    return kept


def _words(row: RoleWords | None) -> Words | None:
    if row is None:
        return None
    return Words(
        mentor=in_language(Text(ja=row.mentor_ja, en=row.mentor_en)),
        mentee=in_language(Text(ja=row.mentee_ja, en=row.mentee_en)),
    )


def _shipped(kind: str) -> Words:
    shipped = shipped_words()[kind]
    return Words(mentor=in_language(shipped.mentor), mentee=in_language(shipped.mentee))


def in_language(text: Text) -> str:
    """In the active language; the other one stands in where it is empty."""
    return (text.en or text.ja) if get_language() == "en" else (text.ja or text.en)


def _choice(row: Topic | ExpectedResponse) -> CatalogueEntry:
    return CatalogueEntry(id=row.pk, key=row.key, label=row.label, icon=row.icon)


def _tenses(prompts: Iterable[Prompt]) -> tuple[Tense, ...]:
    by_tense: dict[str, list[str]] = {}
    for prompt in prompts:
        by_tense.setdefault(prompt.tense, []).append(prompt.text)
    return tuple(
        Tense(key=tense.value, label=str(tense.label), questions=tuple(by_tense[tense.value]))
        for tense in Prompt.Tense
        if tense.value in by_tense
    )


def _format(format: MeetingFormat) -> Format:
    return Format(
        id=format.pk,
        key=format.key,
        label=format.label,
        description=format.description,
        minutes=format.minutes,
        topics=tuple(_choice(topic) for topic in format.topics.all() if topic.retired_at is None),
        questions=tuple(question.text for question in format.questions.all()),
    )
