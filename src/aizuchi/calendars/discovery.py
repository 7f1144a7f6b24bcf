"""Looking at an account before it is connected, while the person waits for the answer."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aizuchi.calendars.adapters import CalendarAdapter, CalendarChoice, Refused, Trouble
from aizuchi.calendars.adapters.caldav import CalDav
from aizuchi.calendars.adapters.google import Google
from aizuchi.calendars.adapters.microsoft import MAIN, Microsoft
from aizuchi.calendars.models import Connection
from aizuchi.calendars.operations.connections import Account
from aizuchi.calendars.syncing.adapters import open_adapter


@dataclass(frozen=True)
class NotConnected(Exception):
    """`problem` is one of Connection.Problem."""

    problem: str


def find_caldav_calendars(*, server_url: str, username: str, password: str) -> list[CalendarChoice]:
    """The main one first. Raises NotConnected."""
    try:
        adapter = CalDav(
            server_url=server_url, calendar=server_url, username=username, password=password, zone=ZoneInfo("UTC")
        )
    except Refused as refusal:
        raise NotConnected(refusal.problem) from refusal
    return _list(adapter)


def find_calendars_beside(connection: Connection) -> list[CalendarChoice]:
    """All of the same account. Raises NotConnected."""
    return _list(open_adapter(connection))


def _list(adapter: CalendarAdapter) -> list[CalendarChoice]:
    try:
        return sorted(adapter.list_calendars(), key=lambda choice: not choice.is_main)
    except (Refused, Trouble) as problem:
        raise NotConnected(problem.problem) from problem
    finally:
        adapter.close()


def find_oauth_account(kind: str, values: dict[str, str]) -> Account:
    """The main calendar of whoever consented. Raises Refused, Trouble."""
    if kind == Connection.Kind.GOOGLE:
        google = Google(calendar="primary", values=values, save=values.update, zone=ZoneInfo("UTC"))
        try:
            main = next((choice for choice in google.list_calendars() if choice.is_main), None)
        finally:
            google.close()
        return Account(kind=kind, calendar="primary", account=main.id if main else "")
    microsoft = Microsoft(calendar=MAIN, values=values, save=values.update, zone=ZoneInfo("UTC"))
    try:
        return Account(kind=kind, calendar=MAIN, account=microsoft.find_account())
    finally:
        microsoft.close()
