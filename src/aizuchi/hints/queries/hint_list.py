"""All hints of the organization, to browse and to search."""

import datetime
import random
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from aizuchi.hints import policies
from aizuchi.hints.cards import HintCard, full
from aizuchi.hints.models import Hint, HintQuerySet
from aizuchi.hints.ranking import draw
from aizuchi.hints.wording import ALIKE, bigrams, likeness, terms_of
from aizuchi.people.models import Person

PAGE_SIZE = 20
EXPLORING_PLACE = 2
DRAWN_FROM = 20
COMPARED = 500


@dataclass(frozen=True, kw_only=True)
class HintList:
    """One page of what was asked for."""

    cards: list[HintCard]
    total: int
    number: int
    has_next: bool
    typed: str
    topic: str
    response: str
    kept: str
    """"bookmarks", "own", or "" for everything."""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed or self.topic or self.response)


@dataclass(frozen=True, kw_only=True)
class HintPage:
    card: HintCard
    hint_id: uuid.UUID
    hidden_because: str
    may_edit: bool
    may_report: bool
    may_decide: bool


def search_hints(
    *,
    viewer: Person,
    now: datetime.datetime,
    typed: str = "",
    topic: str = "",
    response: str = "",
    kept: str = "",
    number: int = 1,
) -> HintList:
    """`topic` and `response` are keys of the catalogue. Three queries."""
    hints = _narrow(_of(viewer, kept), typed, topic, response)
    start = (number - 1) * PAGE_SIZE
    page = list(
        full(hints, viewer=viewer).order_by("-score__low", "topic__position", "response__position", "pk")[
            start : start + PAGE_SIZE + 1
        ]
    )
    cards = [HintCard.of(hint, viewer=viewer) for hint in page[:PAGE_SIZE]]
    has_next = len(page) > PAGE_SIZE
    if has_next and number == 1 and not kept:
        cards.insert(EXPLORING_PLACE, _explore(hints, cards, viewer, now))
    return HintList(
        cards=cards,
        total=hints.count(),
        number=number,
        has_next=has_next,
        typed=typed,
        topic=topic,
        response=response,
        kept=kept,
    )


def get_hint(
    *, viewer: Person, hint_id: uuid.UUID, now: datetime.datetime, meeting_id: uuid.UUID | None = None
) -> HintPage:
    """Http404 for what the viewer cannot see. With `meeting_id`, whether it is to be tried there."""
    hints = full(Hint.objects.visible_to(viewer), viewer=viewer, meeting_id=meeting_id)
    hint = get_object_or_404(hints, pk=hint_id)
    is_author = policies.is_author(viewer, hint)
    return HintPage(
        card=HintCard.of(hint, viewer=viewer),
        hint_id=hint.pk,
        hidden_because=hint.hidden_because if is_author else "",
        may_edit=policies.may_edit_hint(viewer, hint),
        may_report=policies.may_report_hint(viewer, hint),
        may_decide=policies.may_decide_on(viewer, hint, now),
    )


def find_alike(
    *, viewer: Person, topic_id: uuid.UUID, response_id: uuid.UUID, words: str, but: uuid.UUID | None = None
) -> HintCard | None:
    """The hint of the same cell that says nearly the same, if any: to be looked at before another is written."""
    hints = Hint.objects.visible_to(viewer).published().filter(topic=topic_id, response=response_id)
    wanted = bigrams(words)
    best, closest = None, ALIKE
    others = hints.exclude(pk=but) if but else hints
    for key, *bodies in others.values_list("pk", "body_ja", "body_en")[:COMPARED]:
        found = max(likeness(wanted, bigrams(body)) for body in bodies)
        if found >= closest:
            best, closest = key, found
    alike = full(Hint.objects.visible_to(viewer), viewer=viewer).filter(pk=best).first() if best else None
    return HintCard.of(alike, viewer=viewer) if alike else None


def list_newly_hidden(*, viewer: Person) -> list[HintCard]:
    """One's own hints that were taken off, until one has been told."""
    return [HintCard.of(hint, viewer=viewer) for hint in full(newly_hidden_of(viewer), viewer=viewer)]


def newly_hidden_of(viewer: Person) -> HintQuerySet:
    return Hint.objects.visible_to(viewer).filter(author=viewer, hidden_at__isnull=False, author_told_at__isnull=True)


def _of(viewer: Person, kept: str) -> HintQuerySet:
    hints = Hint.objects.visible_to(viewer)
    if kept == "own":
        return hints.filter(author=viewer)
    if kept == "bookmarks":
        return hints.published().filter(bookmarks__person=viewer)
    return hints.published()


def _narrow(hints: HintQuerySet, typed: str, topic: str, response: str) -> HintQuerySet:
    for term in terms_of(typed):
        hints = hints.filter(search_text__contains=term)
    if topic:
        hints = hints.filter(topic__key=topic)
    if response:
        hints = hints.filter(response__key=response)
    return hints


def _explore(hints: HintQuerySet, cards: list[HintCard], viewer: Person, now: datetime.datetime) -> HintCard:
    """One of those that would not stand on the first page yet."""
    rest: QuerySet[Hint] = full(hints, viewer=viewer).exclude(pk__in=[card.id for card in cards])
    likeliest = [(hint, hint.score.chance) for hint in rest.order_by("-score__chance", "pk")[:DRAWN_FROM]]
    rng = random.Random(f"{viewer.pk} {timezone.localdate(now)}")  # noqa: S311
    hint, probability = draw(likeliest, rng=rng)
    return HintCard.of(hint, viewer=viewer).shown_with(probability)
