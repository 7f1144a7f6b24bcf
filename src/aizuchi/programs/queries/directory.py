"""People who are glad to be asked for a 1on1, as a colleague looks for them."""

import datetime
import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from aizuchi.catalogue.models import PairKind
from aizuchi.catalogue.queries import CatalogueEntry, responses_for, topics_for
from aizuchi.people.models import Leave, Person
from aizuchi.people.queries import PersonCard, cards_of_people
from aizuchi.people.search import fold_query
from aizuchi.programs.models import DirectoryEntry

CARDS_ON_A_PAGE = 24


@dataclass(frozen=True, kw_only=True)
class GladToBeAsked:
    entry: DirectoryEntry
    person: PersonCard
    kinds: list[str]
    topics: list[CatalogueEntry]
    responses: list[str]


@dataclass(frozen=True, kw_only=True)
class PeopleDirectory:
    cards: list[GladToBeAsked]
    page: "Page[DirectoryEntry]"
    topics: list[CatalogueEntry]
    own: DirectoryEntry | None
    is_filtered: bool


@dataclass(frozen=True, kw_only=True)
class OwnEntry:
    entry: DirectoryEntry | None
    topics: list[CatalogueEntry]
    responses: list[CatalogueEntry]

    @property
    def chosen_topics(self) -> set[uuid.UUID]:
        return {topic.pk for topic in self.entry.topics.all()} if self.entry else set()

    @property
    def chosen_responses(self) -> set[uuid.UUID]:
        return {response.pk for response in self.entry.responses.all()} if self.entry else set()


def list_directory(
    viewer: Person, *, topics: Collection[uuid.UUID], kind: str, typed: str, number: int, now: datetime.datetime
) -> PeopleDirectory:
    """Nobody who has left or is on leave, and not oneself. In an order of the viewer's own that stays."""
    on = viewer.organization.today(now)
    away = Leave.objects.on(on).filter(person__organization=viewer.organization_id).values("person")
    present = Person.objects.visible_to(viewer).present_on(on).exclude(pk__in=away)
    for word in fold_query(typed):
        present = present.filter(search_text__contains=word)
    shown = DirectoryEntry.objects.visible_to(viewer).filter(is_shown=True, person__in=present.values("pk"))
    if topics:
        shown = shown.filter(topics__in=topics).distinct()
    rows = shown.exclude(person=viewer).select_related("person").prefetch_related("topics", "responses")
    found = [row for row in rows if not kind or kind in row.kinds]
    found.sort(key=lambda row: hashlib.sha256(viewer.pk.bytes + row.pk.bytes).digest())
    page = Paginator(found, CARDS_ON_A_PAGE).get_page(number)
    offered = topics_for(viewer.organization, pair_kind="")
    return PeopleDirectory(
        cards=_make_cards(list(page), offered, on),
        page=page,
        topics=offered,
        own=DirectoryEntry.objects.filter(person=viewer).first(),
        is_filtered=bool(topics or kind or typed.strip()),
    )


def get_own_entry(viewer: Person) -> OwnEntry:
    return OwnEntry(
        entry=DirectoryEntry.objects.filter(person=viewer).first(),
        topics=topics_for(viewer.organization, pair_kind=""),
        responses=responses_for(viewer.organization),
    )


def _make_cards(entries: list[DirectoryEntry], offered: list[CatalogueEntry], on: datetime.date) -> list[GladToBeAsked]:
    cards = cards_of_people([entry.person for entry in entries], on=on)
    return [
        GladToBeAsked(
            entry=entry,
            person=cards[entry.person_id],
            kinds=[str(PairKind(kind).label) for kind in entry.kinds],
            topics=_choose(offered, {topic.pk for topic in entry.topics.all()}),
            responses=[response.label for response in entry.responses.all()],
        )
        for entry in entries
    ]


def _choose(offered: list[CatalogueEntry], chosen: set[uuid.UUID]) -> list[CatalogueEntry]:
    return [topic for topic in offered if topic.id in chosen]
