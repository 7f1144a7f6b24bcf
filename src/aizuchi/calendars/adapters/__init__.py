"""Calendars elsewhere, behind one face. What an adapter hands on is when, and never what about."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from aizuchi.calendars.appointments import CalendarEvent
from aizuchi.calendars.models import Connection
from aizuchi.kernel.ics.reading import Busy, BusyWindow

Problem = Connection.Problem


class Trouble(Exception):
    """The other side could not do it now. Tried again later, at the earliest after `retry_after` seconds."""

    problem: str = Problem.UNREACHABLE

    def __init__(self, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(type(self).__name__)


class Unreachable(Trouble):
    problem = Problem.UNREACHABLE


class ServerBroken(Trouble):
    problem = Problem.BROKEN


class Throttled(Trouble):
    problem = Problem.THROTTLED


class NotUnderstood(Trouble):
    problem = Problem.ODD


class Refused(Exception):
    """Trying again is of no use: only the calendar's owner can mend it."""

    problem: ClassVar[str] = Problem.PASSWORD


class ConsentGone(Refused):
    problem = Problem.CONSENT


class WrongPassword(Refused):
    problem = Problem.PASSWORD


class CalendarGone(Refused):
    problem = Problem.GONE


class AddressForbidden(Refused):
    problem = Problem.FORBIDDEN


class SyncTokenGone(Exception):
    """What the server remembered for us is gone: everything has to be read again."""


class ChangedThere(Exception):
    """Somebody changed it since we last read it: read first, then write."""


@dataclass(frozen=True, kw_only=True)
class EventChange:
    """What one event over there is now. `own_uid` is the uid we gave it, if it is one of ours."""

    href: str
    etag: str = ""
    own_uid: str = ""
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    busy: tuple[Busy, ...] = ()
    is_gone: bool = False
    is_declined: bool = False
    unreadable: int = 0


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """`sync_token` stands on the last page only. On the pages of a full reading, what is not listed is gone."""

    changes: list[EventChange]
    is_full: bool
    sync_token: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """Where an event stands now, and as what. An empty etag: the server did not say."""

    href: str
    etag: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarChoice:
    """A calendar of the account, under the name its owner gave it."""

    id: str
    name: str
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class Channel:
    id: str
    resource: str
    until: datetime.datetime


@dataclass(kw_only=True)
class Credentials:
    """What opens the account. Never logged: it has no representation but this one."""

    values: dict[str, str] = field(default_factory=dict, repr=False)


class CalendarAdapter(Protocol):
    """One connection's calendar. Every method may raise Trouble or Refused."""

    @property
    def clocks_are_apart(self) -> bool:
        """By what the server said of the time."""
        ...

    def list_calendars(self) -> list[CalendarChoice]: ...

    def read_changes(self, *, sync_token: str, window: BusyWindow) -> Iterator[ChangePage]:
        """Without a token everything in the window. Raises SyncTokenGone."""
        ...

    def write_event(self, event: CalendarEvent, *, href: str, etag: str) -> Written:
        """Makes it where `href` is empty, and is safe to repeat. Raises ChangedThere."""
        ...

    def delete_event(self, *, href: str, etag: str) -> None:
        """One that is gone already is as good. Raises ChangedThere."""
        ...

    def open_channel(self, *, address: str, id: str, secret: str, now: datetime.datetime) -> Channel | None:
        """Asks to be told of changes. None: this calendar cannot tell."""
        ...

    def close_channel(self, channel: Channel) -> None: ...

    def revoke(self) -> None:
        """Gives the consent back, where that can be done."""
        ...

    def close(self) -> None: ...
