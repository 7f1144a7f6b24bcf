import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory

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
