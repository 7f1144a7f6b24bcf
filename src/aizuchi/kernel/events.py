"""Facts that apps tell each other. Who listens to what stands in `config/wiring.py`, and nowhere else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: a frozen fact, named in the past tense, carrying keys rather than rows."""


Handler = Callable[[Any], None]
Table = Mapping[type[Event], Sequence[Handler]]

_reactions: Table = {}
_announcements: Table = {}


def install(*, reactions: Table, announcements: Table) -> None:
    """Called once by the wiring."""
    global _reactions, _announcements
    _reactions, _announcements = reactions, announcements


def publish(event: Event) -> None:
    """Lets other apps act on a fact.

    Reactions run now, in the same transaction: what belongs together is kept together or not at all. Announcements
    (sockets, caches) run after commit; what must reach the outside world is a job, which is a row like any other.
    """
    for react in _reactions.get(type(event), ()):
        react(event)
    for announce in _announcements.get(type(event), ()):
        transaction.on_commit(partial(announce, event), robust=True)
