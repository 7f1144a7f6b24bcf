"""A hint as a card shows it: finished, in the reader's language, and without its author unless they gave their name."""

import uuid
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.hints.models import Bookmark, Hint, HintQuerySet, Trial
from aizuchi.hints.wording import plain, render
from aizuchi.people.models import Person, unseen

Cell = tuple[uuid.UUID, uuid.UUID]
"""A topic and an expected response, by their keys."""

FEW = 5  # fewer voices than this are not told: one more would tell what a single person said


@dataclass(frozen=True)
class Label:
    id: uuid.UUID
    key: str
    label: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class HintCard:
    id: uuid.UUID
    topic: Label
    response: Label
    title: str
    body: SafeString
    plain: str
    situation: str
    language: str
    by: str
    useful: str
    """How many it helped, as a sentence; empty while too few have told."""
    useful_percent: int | None
    is_own: bool
    is_anonymous: bool
    is_retired: bool
    is_hidden: bool
    is_bookmarked: bool
    is_being_tried: bool
    """In the 1on1 the list is about, or in any that is still to come."""
    probability: float = 1.0
    """With which it came to stand here."""

    @classmethod
    def of(cls, hint: Hint, *, viewer: Person) -> Self:
        """`hint` comes from `full`."""
        score = hint.score
        return cls(
            id=hint.pk,
            topic=Label(hint.topic.pk, hint.topic.key, hint.topic.label, hint.topic.icon),
            response=Label(hint.response.pk, hint.response.key, hint.response.label, hint.response.icon),
            title=hint.said("title"),
            body=render(hint.said("body")),
            plain=plain(hint.said("body")),
            situation=hint.said("situation"),
            language=hint.language,
            by=_say_by(hint),
            useful=_say_useful(score.helped, score.tried),
            useful_percent=round(100 * score.helped / score.tried) if score.tried >= FEW else None,
            is_own=hint.author_id == viewer.pk,
            is_anonymous=hint.is_anonymous,
            is_retired=hint.retired_at is not None,
            is_hidden=hint.hidden_at is not None,
            is_bookmarked=getattr(hint, "is_bookmarked", False),
            is_being_tried=getattr(hint, "is_being_tried", False),
        )

    def shown_with(self, probability: float) -> Self:
        return replace(self, probability=probability)

    @property
    def cell(self) -> Cell:
        return self.topic.id, self.response.id


def full(hints: HintQuerySet, *, viewer: Person, meeting_id: uuid.UUID | None = None) -> HintQuerySet:
    """With all that a card needs, so that a list stays one query."""
    trials = Trial.objects.visible_to(viewer).filter(hint=OuterRef("pk"), outcome="")
    trials = trials.filter(meeting=meeting_id) if meeting_id else trials.filter(meeting__ended_at__isnull=True)
    return (
        hints.select_related("topic", "response", "score", "author")
        .defer(*unseen("author"), "search_text")
        .annotate(
            is_bookmarked=Exists(Bookmark.objects.filter(person=viewer, hint=OuterRef("pk"))),
            is_being_tried=Exists(trials),
        )
    )


def _say_by(hint: Hint) -> str:
    if hint.author is None:
        return (hint.credit_en if hint.language == "en" else hint.credit_ja) or hint.credit_ja or hint.credit_en
    return _("A colleague, without a name") if hint.is_anonymous else hint.author.full_name


def _say_useful(helped: int, tried: int) -> str:
    if tried < FEW:
        return ""
    told = ngettext(
        "It helped in %(helped)d of %(count)d try",
        "It helped in %(helped)d of %(count)d tries",
        tried,
    )
    return told % {"helped": helped, "count": tried}
