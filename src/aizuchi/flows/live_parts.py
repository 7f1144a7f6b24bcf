"""Which open screens look again at which of their parts: `config/wiring.py` has the table, here is who is meant.

A part is what a template awaits by hx-trigger="live:PART from:body"; its page follows the topic by <c-live topic=...>.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from aizuchi.kernel import live
from aizuchi.meetings.events import MeetingEvent, MeetingsEvent, TalkEvent
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair

State = Meeting.State
E = TypeVar("E", contravariant=True)


class OfPair(Protocol):
    @property
    def pair_id(self) -> uuid.UUID: ...


@dataclass(frozen=True)
class Look(Generic[E]):
    """Screens that follow a topic of that kind look again at these parts; `find_keys` says of whom or of what."""

    kind: str
    parts: tuple[str, ...]
    find_keys: Callable[[E], Iterable[uuid.UUID | None]]

    def __call__(self, event: E) -> None:
        if live.is_muted():
            return
        for key in self.find_keys(event):
            live.announce(f"{self.kind}:{key}", *self.parts)


def at_meeting(*parts: str) -> Look[MeetingEvent]:
    return Look("meeting", parts, lambda event: [event.meeting_id])


def at_meetings(*parts: str) -> Look[MeetingsEvent]:
    return Look("meeting", parts, lambda event: event.meeting_ids)


def at_wrap_up(*parts: str) -> Look[MeetingEvent]:
    """Of what the two wrap up meanwhile: when they meet next stands there too."""
    return Look("meeting", parts, _find_held_lately)


def at_latest_meetings(*parts: str) -> Look[OfPair]:
    """The 1on1 that is on, and the latest one, which the two may be wrapping up."""
    return Look("meeting", parts, _find_latest)


def at_the_two(*parts: str) -> Look[OfPair]:
    """Wherever they are."""
    return Look("person", parts, _find_the_two)


def at_talkers(*parts: str) -> Look[TalkEvent]:
    return Look("person", parts, lambda event: [event.person_id, event.actor_id])


def _find_held_lately(event: MeetingEvent) -> Iterable[uuid.UUID]:
    held = Meeting.objects.filter(pair=event.pair_id, state__in=[State.HELD, State.CLOSED])
    return held.exclude(pk=event.meeting_id).order_by("-started_at").values_list("pk", flat=True)[:2]


def _find_latest(event: OfPair) -> Iterable[uuid.UUID]:
    latest = Meeting.objects.filter(pair=event.pair_id).exclude(state=State.CANCELLED).order_by("-created_at")
    return latest.values_list("pk", flat=True)[:3]


def _find_the_two(event: OfPair) -> Iterable[uuid.UUID]:
    return Pair.objects.values_list("mentee", "mentor").get(pk=event.pair_id)
