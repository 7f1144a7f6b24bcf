"""1on1s begin unit by unit, and only those who have come in are reminded."""

import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory, PersonFactory

from aizuchi.accounts.models import Invitation
from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import find_notices
from aizuchi.notifications.tasks import remind
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person, Unit
from aizuchi.people.operations import set_meets_from
from aizuchi.people.queries.rollout import meeting_starts

pytestmark = pytest.mark.usefixtures("in_2026")

NOW = datetime.datetime(2026, 6, 18, 10, 30, tzinfo=ZoneInfo("Asia/Tokyo"))  # a Thursday
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def late(cast: Cast) -> Pair:
    """Of the member and her manager: nothing held for months."""
    return PairFactory(mentee=cast.member, mentor=cast.manager, cadence="every_2_weeks", created_at=NOW - 90 * DAY)


def told() -> set[str | None]:
    find_notices(now=NOW, hourly=True)
    return set(Notice.objects.filter(notification_type="overdue").values_list("person__email", flat=True))


def start(unit: Unit, on: datetime.date | None) -> None:
    Unit.objects.filter(pk=unit.pk).update(meets_from=on)


def test_where_1on1s_have_begun_a_late_one_is_told(cast: Cast, late: Pair) -> None:
    assert told() == {cast.member.email, cast.manager.email}


@pytest.mark.database
@pytest.mark.parametrize("on", [None, TODAY + DAY])
def test_where_nobody_has_started_them_nothing_is_late(cast: Cast, late: Pair, on: datetime.date | None) -> None:
    start(cast.company, on)

    assert told() == set()


def test_a_start_holds_for_the_units_below(cast: Cast) -> None:
    start(cast.company, None)
    start(cast.development, TODAY)

    starts = meeting_starts(TODAY, organization=cast.organization)

    assert (starts[cast.control.pk], starts[cast.mechanics.pk], starts[cast.sales.pk]) == (TODAY, TODAY, None)


def test_the_day_after_the_start_nobody_is_late_at_once(cast: Cast, late: Pair) -> None:
    start(cast.company, TODAY - 3 * DAY)
    assert told() == set()

    start(cast.company, TODAY - 30 * DAY)
    assert told() == {cast.member.email, cast.manager.email}


@pytest.mark.database
def test_whoever_has_not_come_in_is_reminded_of_nothing(cast: Cast, late: Pair) -> None:
    Person.objects.filter(pk=cast.member.pk).update(password="")
    Invitation.objects.create(person=cast.member, invited_at=NOW - DAY)
    MeetingFactory(pair=late, starts_at=NOW + DAY)
    late.cadence = "weekly"
    other = PairFactory(mentee=cast.member, mentor=cast.mentor, created_at=NOW - 90 * DAY, kind="mentor")
    find_notices(now=NOW)
    find_notices(now=NOW, hourly=True)

    assert other.mentor.email in set(Notice.objects.values_list("person__email", flat=True))
    assert not Notice.objects.filter(person=cast.member).exists()


@pytest.mark.database
def test_somebody_who_came_in_another_way_than_by_password_is_reminded(cast: Cast, late: Pair) -> None:
    Person.objects.filter(pk=cast.member.pk).update(password="!", last_login=NOW - DAY)

    assert cast.member.email in told()


@pytest.mark.database
def test_a_manager_of_nine_gets_one_mail(cast: Cast, run_jobs: Callable[[], None]) -> None:
    for _ in range(9):
        mentee = PersonFactory(organization=cast.organization, password="")
        PairFactory(mentee=mentee, mentor=cast.manager, cadence="every_2_weeks", created_at=NOW - 90 * DAY)
    find_notices(now=NOW, hourly=True)

    remind.enqueue()
    run_jobs()

    assert [message.to for message in mail.outbox] == [[cast.manager.email]]
    assert Notice.objects.filter(person=cast.manager).count() == 9


def test_hr_starts_a_unit_and_others_cannot(cast: Cast, client_for: SignIn) -> None:
    start(cast.company, None)
    address = reverse("people:change_unit", args=[cast.control.pk, "meets"])

    assert client_for(cast.manager).post(address, {"meets_from": TODAY}).status_code == 403
    client_for(cast.hr).post(address, {"meets_from": TODAY.isoformat()})

    assert Unit.objects.get(pk=cast.control.pk).meets_from == TODAY
    page = client_for(cast.hr).get(reverse("people:unit", args=[cast.control.pk])).content.decode()
    assert "6月18日" in page
    assert "から数えます" in page
    set_meets_from(unit_id=Unit.objects.get(pk=cast.control.pk).pk, on=None, actor=cast.hr, now=NOW)
    page = client_for(cast.hr).get(reverse("people:unit", args=[cast.control.pk])).content.decode()
    assert "この部署の1on1は、まだ始まっていません" in page
