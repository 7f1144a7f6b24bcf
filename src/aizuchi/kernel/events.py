"""Facts that apps tell each other. Who listens to what stands in `config/wiring.py`, and nowhere else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: a frozen fact, named in the past tense, carrying keys rather than rows.

    Whoever hears of it acts as of `at`, which is the `now` of the operation that published it.
    """

    at: datetime
    actor_id: UUID | None
    """Who did it; None where nobody who is signed in did, such as a job."""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]


@dataclass(frozen=True)
class Subscription:
    event: type[Event]
    handlers: tuple[Handler, ...]


def on(event: type[E], *handlers: Callable[[E], None]) -> Subscription:
    """Who hears of it, in this order; a handler takes the event it is called with."""
    return Subscription(event, handlers)


_reactions: dict[type[Event], tuple[Handler, ...]] = {}
_announcements: dict[type[Event], tuple[Handler, ...]] = {}


def install(*, reactions: Sequence[Subscription], announcements: Sequence[Subscription]) -> None:
    """Called once by the wiring. Raises ValueError where an event is named twice: its order would be nobody's."""
    global _reactions, _announcements
    _reactions, _announcements = _by_event(reactions), _by_event(announcements)


def _by_event(subscriptions: Sequence[Subscription]) -> dict[type[Event], tuple[Handler, ...]]:
    found = {subscription.event: subscription.handlers for subscription in subscriptions}
    if len(found) != len(subscriptions):
        raise ValueError("An event stands twice in the wiring.")
    return found


def publish(event: Event) -> None:
    """Lets other apps act on a fact.

    Reactions run now, in the same transaction: what belongs together is kept together or not at all. Announcements
    (sockets, caches) run after commit; what must reach the outside world is a job, which is a row like any other.
    """
    for react in _reactions.get(type(event), ()):
        react(event)
    for announce in _announcements.get(type(event), ()):
        transaction.on_commit(partial(announce, event), robust=True)
