"""How long the first look at a calendar takes, and a later one: `python -m bench.calendars.sync [events]`.

Radicale runs as a process beside us; Google and Graph are the tests' local servers, so what is measured is our side and
the number of requests, not anybody's network.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

os.environ["AIZUCHI_HOME"] = tempfile.mkdtemp(prefix="aizuchi-bench-")
os.environ["AIZUCHI_CALENDAR_PRIVATE_ADDRESSES"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "aizuchi.config.settings"

import django

django.setup()

import datetime  # noqa: E402

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection as database  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.availability.models import BusyTime  # noqa: E402
from aizuchi.calendars.adapters.http import Caller  # noqa: E402
from aizuchi.calendars.models import Connection  # noqa: E402
from aizuchi.calendars.operations.connections import Account, connect_calendar  # noqa: E402
from aizuchi.calendars.syncing.run import sync  # noqa: E402
from aizuchi.calendars.tests.cloud import running  # noqa: E402
from aizuchi.calendars.tests.google_server import GoogleCloud  # noqa: E402
from aizuchi.calendars.tests.graph_server import GraphCloud  # noqa: E402
from aizuchi.calendars.tests.servers import running_radicale  # noqa: E402
from aizuchi.people.models import Person  # noqa: E402
from aizuchi.people.operations import create_organization  # noqa: E402

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
CHANGED = 10
DAYS = 180


class Requests:
    """Counts what goes over the wire."""

    def __init__(self) -> None:
        self.count = 0
        send_once = Caller._send_once

        def count(caller: Caller, *args: Any, **kwargs: Any) -> Any:
            self.count += 1
            return send_once(caller, *args, **kwargs)

        Caller._send_once = count  # type: ignore[method-assign]


class Statements:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.count += 1
        return execute(*args)


def moment(number: int) -> datetime.datetime:
    """Spread evenly over half a year, half an hour each."""
    first = timezone.now().replace(minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
    return first + datetime.timedelta(minutes=number * DAYS * 1440 // EVENTS)


def event(number: int, shift: int = 0) -> str:
    begin = moment(number) + datetime.timedelta(minutes=shift)
    return (
        f"BEGIN:VEVENT\r\nUID:event{number}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:meeting\r\n"
        f"DTSTART:{begin:%Y%m%dT%H%M%SZ}\r\nDURATION:PT30M\r\nEND:VEVENT\r\n"
    )


def collection(*events: str) -> str:
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:bench\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def measure(label: str, connection: Connection, change: Callable[[], None]) -> None:
    look(f"{label}: first look", connection)
    change()
    look(f"{label}: {CHANGED} changed", connection)
    look(f"{label}: nothing changed", connection)


def look(label: str, connection: Connection) -> None:
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=timezone.now())
    statements, before = Statements(), requests.count
    began, began_cpu = time.perf_counter(), time.process_time()
    with database.execute_wrapper(statements):
        sync(connection.pk)
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    connection.refresh_from_db()
    assert connection.state == "working", connection.problem
    busy = BusyTime.objects.filter(source=connection.pk).count()
    print(
        f"{label:32} {seconds:6.2f} s {cpu:6.2f} s CPU {requests.count - before:4} requests"
        f" {statements.count:4} statements {busy:6} busy times"
    )


def connect(person: Person, account: Account, credentials: dict[str, str]) -> Connection:
    return connect_calendar(actor=person, account=account, credentials=credentials, now=timezone.now())


def make_person(number: int) -> Person:
    made: Person = Person.objects.create(
        organization=organization, family_name="計測", given_name=str(number), created_at=timezone.now()
    )
    return made


def measure_radicale(stack: ExitStack) -> None:
    server = stack.enter_context(running_radicale(Path(tempfile.mkdtemp()), "aoi"))
    with server.client("aoi") as client:
        client.timeout = 120
        calendar = f"{server.url}/aoi/bench/"
        headers = {"Content-Type": "text/calendar"}
        filled = client.put(calendar, content=collection(*map(event, range(EVENTS))), headers=headers)
        filled.raise_for_status()
        account = Account(kind="caldav", calendar=calendar, account="aoi", server_url=server.url)
        connection = connect(make_person(1), account, {"username": "aoi", "password": "pw"})

        def change() -> None:
            for number in range(CHANGED):
                client.put(f"{calendar}event{number}.ics", content=collection(event(number, 15))).raise_for_status()

        measure("CalDAV (Radicale)", connection, change)


def measure_cloud(stack: ExitStack, kind: str, make: Any, calendar: str, page: int) -> None:
    cloud: Any = stack.enter_context(running(make))
    cloud.page_size = page
    setattr(settings, f"{kind.upper()}_ADDRESSES", {"api": cloud.url, "token": f"{cloud.url}/token"})
    for number in range(EVENTS):
        cloud.put(f"event{number}", moment(number), 30)
    later = (timezone.now() + datetime.timedelta(hours=1)).isoformat()
    tokens = {"access_token": "access-1", "refresh_token": "refresh-1", "expires_at": later}
    connection = connect(make_person(2), Account(kind=kind, calendar=calendar, account="aoi"), tokens)

    def change() -> None:
        for number in range(CHANGED):
            cloud.put(f"event{number}", moment(number) + datetime.timedelta(minutes=15), 30)

    measure(kind, connection, change)


requests = Requests()
call_command("migrate", verbosity=0)
organization = create_organization(name="計測", actor=None, now=timezone.now())
print(f"{EVENTS} events over {DAYS} days")
with ExitStack() as stack:
    measure_radicale(stack)
    measure_cloud(stack, "google", GoogleCloud, "primary", 2500)
    measure_cloud(stack, "microsoft", GraphCloud, "main", 500)
