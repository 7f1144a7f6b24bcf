"""Pages that many apps fill: an ordered list of cards. An app brings its own in its manifest and knows no other's.

A card is one query object and one template, which finds what the query returned as `card`. What several cards look at
is loaded once for all of them (`Context.once`), so that another card does not mean the same rows again.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aizuchi.ui.facts import Fact, Facts

Loaded = TypeVar("Loaded")


@dataclass(frozen=True, kw_only=True)
class Context:
    """Who looks, when, and at what."""

    viewer: Any
    now: datetime.datetime
    today: datetime.date
    subject: Any = None
    """What the page is about: its meeting or its pair; of home there is none."""
    facts: Facts = field(default_factory=dict)
    _loaded: dict[Callable[..., Any], Any] = field(default_factory=dict)

    def once(self, load: Callable[["Context"], Loaded]) -> Loaded:
        """What `load` returns for this page, whoever asks first."""
        if load not in self._loaded:
            self._loaded[load] = load(self)
        loaded: Loaded = self._loaded[load]
        return loaded

    def know(self, load: Callable[["Context"], Loaded], loaded: Loaded) -> None:
        """Spares this page of loading it."""
        self._loaded[load] = loaded

    def may_have(self, fact: Fact) -> bool:
        """False where it is known that there is nothing to look for."""
        return bool(self.facts.get(fact, True))


def note_nothing(context: Context, content: Any) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Card:
    area: str
    """Where on the page: its template names them."""
    order: int
    template: str
    query: Callable[[Context], object | None]
    """None where there is nothing to show."""
    only_if: Fact | None = None
    """What is asked first, together with what all others ask: without it, the card's own query is spared."""
    is_live: bool = False
    """Looks again with the page's live part."""
    note_shown: Callable[[Context, Any], None] = note_nothing
    """Told what was shown, once the page is put together. Writes nothing at once: whoever looks waits for nobody."""


class HomeCard(Card):
    """Areas: `now`, `main`, `aside`."""


class BriefCard(Card):
    """About a meeting. Areas: `head`, `main`, `memory`."""


class PairPageCard(Card):
    """About a pair. Areas: `now`, `top`, `main`, `past`, `aside`."""


@dataclass(frozen=True)
class ShownCard:
    template: str
    content: object


def list_facts(cards: Iterable[Card]) -> list[Fact]:
    return [card.only_if for card in cards if card.only_if]


def compose(cards: Iterable[Card], context: Context, *, only_live: bool = False) -> Mapping[str, list[ShownCard]]:
    """By area, in the order that the cards themselves declare."""
    shown: dict[str, list[ShownCard]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: card.order):
        is_asked = card.is_live or not only_live
        if is_asked and (card.only_if is None or context.may_have(card.only_if)):
            content = card.query(context)
            if content is not None:
                shown[card.area].append(ShownCard(card.template, content))
                card.note_shown(context, content)
    return dict(shown)
