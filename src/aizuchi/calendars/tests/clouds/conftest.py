"""Both clouds, as people connect them."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.availability.models import BusyTime
from aizuchi.calendars.models import Connection
from aizuchi.calendars.operations.connections import Account, connect_calendar
from aizuchi.calendars.syncing.run import sync
from aizuchi.calendars.tests.cloud import Cloud, running
from aizuchi.calendars.tests.google_server import GoogleCloud
from aizuchi.calendars.tests.graph_server import GraphCloud

CLOUDS: dict[str, Any] = {"google": GoogleCloud, "microsoft": GraphCloud}


@pytest.fixture(params=CLOUDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def cloud(kind: str, settings: Any) -> Iterator[Any]:
    with running(CLOUDS[kind]) as server:
        addresses = {name: f"{server.url}/{name}" for name in ("authorize", "token", "revoke")}
        setattr(settings, f"{kind.upper()}_ADDRESSES", {**addresses, "api": server.url})
        setattr(settings, f"{kind.upper()}_CLIENT", ("client", "secret"))
        yield server


@pytest.fixture
def connection(cast: Cast, kind: str, cloud: Cloud) -> Connection:
    calendar = {"google": "primary", "microsoft": "main"}[kind]
    later = (timezone.now() + datetime.timedelta(hours=1)).isoformat()
    return connect_calendar(
        actor=cast.member,
        account=Account(kind=kind, calendar=calendar, account="aoi@example.jp"),
        credentials={"access_token": "access-1", "refresh_token": "refresh-1", "expires_at": later},
        now=timezone.now(),
    )


def look(connection: Connection) -> Connection:
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=timezone.now())
    sync(connection.pk)
    connection.refresh_from_db()
    return connection


def busy() -> list[datetime.datetime]:
    return sorted(BusyTime.objects.values_list("starts_at", flat=True))


def standing(cloud: Any) -> list[dict[str, Any]]:
    return [
        event for event in cloud.events.values() if event.get("status") != "cancelled" and "is_removed" not in event
    ]
