"""What an app brings that lets people answer anonymously: it alone knows what was asked, and what groups say in sum."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aizuchi.anonymous_answers.sizes import SIZES
from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Organization

Content = dict[str, Any]
"""JSON from a sealed box, as whoever sent it made it."""


Kept = set[tuple[uuid.UUID, uuid.UUID]]
"""Window, and whom it is about."""


class Put(Protocol):
    def __call__(
        self,
        *,
        organization: Organization,
        quarter_on: datetime.date,
        sheets: Mapping[uuid.UUID, Sequence[Any]],
        now: datetime.datetime,
    ) -> object:
        """`sheets` are by whom they are about; they exist in memory only."""


@dataclass(frozen=True, kw_only=True)
class ByQuarter:
    """Asks about people, in fortnights; what groups said comes thirteen weeks at a time."""

    read: Callable[[Content, uuid.UUID], Any]
    """What was in a box for that window. Raises SealedAnswerUnreadable."""
    put_together_early: Put
    """At every tick of a running quarter: what may be told before it is over."""
    put_together: Put
    """Once, when a quarter is over: keeps what groups said and marks its windows as released, in one transaction. Gets
    what waits from earlier quarters as well."""
    list_waiting: Callable[[Iterable[uuid.UUID], datetime.datetime], Kept]
    """Of these windows, which are released: about whom answers may still come into a later sum. At most for a year or
    so, whether or not there is a later quarter."""
    forget_waiting: Callable[[datetime.datetime], None]
    """At every tick, of what `list_waiting` lists no more because its time is over."""


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    group: str
    """The key under which the window was opened for them."""
    said: bytes
    """As whoever sent it made it: anything may be in it."""


@dataclass(frozen=True, slots=True)
class GroupCount:
    entitled: int
    """Who could answer, without those who had left or were on leave on the last day."""
    people: int
    """At least so many of them answered."""


@dataclass(frozen=True, kw_only=True)
class ClosedWindow:
    """All of it, in memory only."""

    window_id: uuid.UUID
    organization_id: uuid.UUID
    subject_key: str
    k: int
    groups: Mapping[str, GroupCount]
    """Every group that was asked, also where nobody answered."""
    answers: Sequence[GroupAnswer]
    """Shuffled."""


@dataclass(frozen=True, kw_only=True)
class OnceClosed:
    """Asks groups about something that is nobody; all answers come at once, and only after the last of them could."""

    put_together: Callable[[ClosedWindow, datetime.datetime], Callable[[], None]]
    """Adds up what was said, which may take long: nothing is locked yet, and nothing may be written. What it returns
    keeps that, once for each window, in the transaction that marks it as released: what is written there is there with
    it, or not at all. Nothing may leave the transaction."""


@dataclass(frozen=True, kw_only=True)
class AskingApp:
    label: str
    """As its windows have it, and the browser's half."""
    place: str
    """The address at which its sealed answers arrive; `urls_of` has what stands there and below. No page asks for a
    name there, no log has a line about it."""
    grace: datetime.timedelta
    """For so long after a window's last day tokens are signed and answers are taken."""
    releases: ByQuarter | OnceClosed

    @property
    def largest(self) -> int:
        return SIZES[0] if isinstance(self.releases, ByQuarter) else SIZES[-1]


class NobodyAsks(LookupError):
    """No app of that label is installed."""


def list_asking_apps() -> tuple[AskingApp, ...]:
    return gather(AskingApp)


def get_asking_app(label: str) -> AskingApp:
    """Raises NobodyAsks."""
    for app in list_asking_apps():
        if app.label == label:
            return app
    raise NobodyAsks(label)


def list_by_quarter() -> dict[str, ByQuarter]:
    return {app.label: app.releases for app in list_asking_apps() if isinstance(app.releases, ByQuarter)}


def list_once_closed() -> dict[str, OnceClosed]:
    return {app.label: app.releases for app in list_asking_apps() if isinstance(app.releases, OnceClosed)}
