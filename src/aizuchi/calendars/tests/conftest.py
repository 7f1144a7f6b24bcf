import datetime
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.calendars.models import Connection
from aizuchi.calendars.operations.connections import Account, connect_calendar
from aizuchi.calendars.tests.servers import Radicale, running_radicale
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import Arrangement, schedule_meeting
from aizuchi.pairs.models import Pair

HALF_AN_HOUR = datetime.timedelta(minutes=30)


def soon(days: int = 3, hour: int = 10) -> datetime.datetime:
    """Ten o'clock in Tokyo, some days from now."""
    tokyo = datetime.timezone(datetime.timedelta(hours=9))
    day = timezone.now().astimezone(tokyo).date() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=tokyo).astimezone(datetime.UTC)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def schedule(cast: Cast, pair: Pair) -> Callable[..., Meeting]:
    """The member schedules a 1on1 with her manager."""

    def make(starts_at: datetime.datetime | None = None, place: str = "会議室A") -> Meeting:
        arrangement = Arrangement(starts_at=starts_at or soon(), minutes=30, place=place)
        return schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=arrangement, now=timezone.now())

    return make


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with running_radicale(tmp_path_factory.mktemp("radicale"), "aoi", "takumi") as server:
        yield server


@pytest.fixture
def calendar(own_network: None, radicale: Radicale) -> str:
    return radicale.make_calendar("aoi", f"work-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def own_network(settings: Any) -> None:
    settings.CALENDAR_PRIVATE_ADDRESSES = True


@pytest.fixture
def connection(own_network: None, cast: Cast, radicale: Radicale, calendar: str) -> Connection:
    account = Account(kind="caldav", calendar=calendar, account="aoi", server_url=radicale.url + "/")
    return connect_calendar(
        actor=cast.member,
        account=account,
        credentials={"username": "aoi", "password": "pw"},
        now=timezone.now(),
    )


@pytest.fixture
def own(radicale: Radicale) -> Iterator[Any]:
    with radicale.client("aoi") as client:
        yield client
