"""Finding a time on the page where dates are chosen, and offering several."""

import datetime
from collections.abc import Callable
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.availability.models import BusyTime, PreferredTimes, TimeRule
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting, SlotProposal
from aizuchi.meetings.operations.arrangement import Arrangement, NotFree
from aizuchi.meetings.operations.proposals import BadNumberOfSlots, SettledMeanwhile, SlotHasPassed
from aizuchi.meetings.queries.proposals import list_offered
from aizuchi.meetings.queries.times import find_times
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)  # Wednesday, ten o'clock in Tokyo
THURSDAY = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
ClientFor = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.member)


@pytest.fixture(autouse=True)
def _then() -> object:
    with mock.patch.object(timezone, "now", return_value=NOW):
        yield


def busy(person: Person, starts_at: datetime.datetime, hours: float = 1) -> None:
    BusyTime.objects.create(person=person, starts_at=starts_at, ends_at=starts_at + hours * HOUR)


def offer(pair: Pair, actor: Person, *starts: datetime.datetime, **more: object) -> SlotProposal:
    return operations.propose_slots(actor=actor, pair_id=pair.pk, starts=starts, minutes=30, now=NOW, **more)  # type: ignore[arg-type]


def times_of(viewer: Person, pair: Pair, **more: object) -> list[datetime.datetime]:
    wanted = {"meeting": None, "minutes": 30, "in_person": True, "now": NOW, **more}
    return [slot.starts_at for slot in find_times(viewer=viewer, pair=pair, **wanted).offers]  # type: ignore[arg-type]


def test_one_tap_on_an_offered_time_sets_the_date(cast: Cast, pair: Pair, client: Client) -> None:
    page = client.get(f"/pairs/{pair.pk}/schedule").content.decode()
    best = times_of(cast.member, pair)[0]
    assert f'name="start" value="{best.isoformat()}"' in page

    client.post(f"/pairs/{pair.pk}/schedule", {"start": best.isoformat(), "minutes": "30", "place_kind": "in_person"})

    assert pair.meetings.get(state="planned").starts_at == best


def test_other_1on1s_of_both_are_kept_free(cast: Cast, pair: Pair) -> None:
    first = times_of(cast.member, pair)[0]
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=first)

    assert first not in times_of(cast.member, pair)


def test_the_1on1_that_is_moved_is_not_in_its_own_way(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)

    for moved in (meeting, None):
        week = find_times(
            viewer=cast.member,
            pair=pair,
            meeting=moved,
            minutes=30,
            in_person=False,
            now=NOW,
            monday=THURSDAY.date() - 3 * DAY,
        ).week
        open_at = [cell.value for row in week.rows for cell in row.cells if cell.may_start]
        assert (THURSDAY in map(datetime.datetime.fromisoformat, open_at)) == (moved is meeting)


def test_moving_never_offers_the_time_it_has(cast: Cast, pair: Pair, client: Client) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)

    assert THURSDAY not in times_of(cast.member, pair, meeting=meeting)
    page = client.get(f"/meetings/{meeting.pk}/move")
    assert THURSDAY not in [offer.starts_at for offer in page.context["times"].offers]


def test_the_partners_likings_are_told_and_come_first(cast: Cast, pair: Pair, client: Client) -> None:
    PreferredTimes.objects.create(person=cast.manager)
    TimeRule.objects.create(person=cast.manager, weekday=1, starts_minute=540, ends_minute=1080, kind="work")
    TimeRule.objects.create(person=cast.manager, weekday=1, starts_minute=540, ends_minute=720, kind="good")

    page = client.get(f"/pairs/{pair.pk}/schedule").content.decode()

    assert "森川さん：火曜の午前は話しやすい" in page
    assert "森川さんの話しやすい時間です" in page


def test_a_collision_is_told_before_and_may_be_overruled(cast: Cast, pair: Pair, client: Client) -> None:
    busy(cast.manager, THURSDAY)
    wanted = {"date": "2026-06-18", "time": "14:00", "minutes": "30", "place_kind": "in_person"}

    told = client.post(f"/pairs/{pair.pk}/schedule", wanted)
    assert told.status_code == 409
    assert "その時間には、森川さんに別の予定があります" in told.content.decode()
    assert not pair.meetings.filter(starts_at__isnull=False).exists()

    client.post(f"/pairs/{pair.pk}/schedule", {**wanted, "anyway": "1"})
    assert pair.meetings.filter(starts_at=THURSDAY).exists()


def test_the_week_shows_no_more_than_free_and_busy(cast: Cast, pair: Pair, client: Client) -> None:
    busy(cast.manager, THURSDAY)

    page = client.get(f"/pairs/{pair.pk}/schedule?week=2026-06-15").content.decode()

    assert "6月18日（木）14:00、あなたは空き、森川さんは予定あり" in page
    assert 'value="2026-06-18T14:00:00+09:00"' not in page
    assert 'value="2026-06-18T15:00:00+09:00"' in page


@pytest.mark.parametrize("week", ["9999-12-31", "0001-01-01", "tomorrow", ""])
def test_a_week_beyond_sight_is_no_mistake(week: str, pair: Pair, client: Client) -> None:
    assert client.get(f"/pairs/{pair.pk}/schedule?week={week}&minutes=abc").status_code == 200


def test_the_page_takes_as_many_queries_with_full_calendars(cast: Cast, pair: Pair, client: Client) -> None:
    address = f"/pairs/{pair.pk}/schedule"
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for n in range(30):
        busy(cast.member, THURSDAY + n * HOUR)
        MeetingFactory(
            pair=PairFactory(mentor=cast.manager, mentee__organization=cast.organization), starts_at=THURSDAY + n * DAY
        )

    with CaptureQueriesContext(connection) as after:
        client.get(address)

    assert len(after) == len(before)


def test_the_other_takes_one_of_three_with_one_tap(
    cast: Cast, pair: Pair, client: Client, client_for: ClientFor
) -> None:
    slots = [THURSDAY.isoformat(), (THURSDAY + DAY).isoformat(), (THURSDAY + 4 * DAY).isoformat()]
    client.post(f"/pairs/{pair.pk}/propose-times", {"slot": slots, "minutes": "45"})
    other = client_for(cast.manager)
    assert "小野寺さんから日の候補が届いています" in other.get("/").content.decode()
    assert "小野寺さんから日の候補が届いています" in other.get(f"/pairs/{pair.pk}/").content.decode()

    slot = SlotProposal.objects.get().slots.all()[1]
    other.post(f"/proposed-times/{slot.pk}/take")

    meeting = pair.meetings.get(state="planned")
    assert (meeting.starts_at, meeting.minutes) == (THURSDAY + DAY, 45)
    assert SlotProposal.objects.get().answer == "taken"
    assert list_offered(viewer=cast.manager, now=NOW) == []


def test_a_1on1_that_was_to_be_moved_moves(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY, place="楓")
    proposal = offer(pair, cast.member, THURSDAY + DAY, meeting_id=meeting.pk)

    operations.take_slot(actor=cast.manager, slot_id=proposal.slots.get().pk, now=NOW)

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (THURSDAY + DAY, "楓")


def test_a_date_set_otherwise_closes_what_was_offered(cast: Cast, pair: Pair) -> None:
    slot = offer(pair, cast.member, THURSDAY).slots.get()

    operations.schedule_meeting(
        actor=cast.member, pair_id=pair.pk, arrangement=Arrangement(starts_at=THURSDAY + DAY, minutes=30), now=NOW
    )

    with pytest.raises(SettledMeanwhile):
        operations.take_slot(actor=cast.manager, slot_id=slot.pk, now=NOW)


def test_a_time_that_has_gone_is_not_taken_and_the_rest_stays_open(cast: Cast, pair: Pair) -> None:
    slots = offer(pair, cast.member, THURSDAY, THURSDAY + DAY).slots.all()
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=THURSDAY)

    assert [slot.is_free for slot in list_offered(viewer=cast.manager, now=NOW)[0].slots] == [False, True]
    with pytest.raises(NotFree):
        operations.take_slot(actor=cast.manager, slot_id=slots[0].pk, now=NOW)
    operations.take_slot(actor=cast.manager, slot_id=slots[1].pk, now=NOW)

    assert Meeting.objects.get(pair=pair).starts_at == THURSDAY + DAY


def test_two_tabs_take_one(cast: Cast, pair: Pair) -> None:
    slots = offer(pair, cast.member, THURSDAY, THURSDAY + DAY).slots.all()
    operations.take_slot(actor=cast.manager, slot_id=slots[0].pk, now=NOW)

    with pytest.raises(SettledMeanwhile):
        operations.take_slot(actor=cast.manager, slot_id=slots[1].pk, now=NOW)

    assert pair.meetings.filter(starts_at__isnull=False).count() == 1


def test_offering_again_replaces_what_was_offered(cast: Cast, pair: Pair) -> None:
    offer(pair, cast.member, THURSDAY)
    offer(pair, cast.manager, THURSDAY + DAY)

    assert [one.is_mine for one in list_offered(viewer=cast.member, now=NOW)] == [False]


@pytest.mark.parametrize(
    ("starts", "refusal"),
    [((), BadNumberOfSlots), ([THURSDAY + n * DAY for n in range(4)], BadNumberOfSlots), ([NOW - DAY], SlotHasPassed)],
)
def test_too_many_none_or_gone_is_refused(
    starts: list[datetime.datetime], refusal: type[Exception], cast: Cast, pair: Pair
) -> None:
    with pytest.raises(refusal):
        offer(pair, cast.member, *starts)


def test_only_the_other_one_may_take_and_outsiders_see_nothing(cast: Cast, pair: Pair) -> None:
    proposal = offer(pair, cast.member, THURSDAY)
    slot = proposal.slots.get()

    with pytest.raises(PermissionDenied):
        operations.take_slot(actor=cast.member, slot_id=slot.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        operations.withdraw_proposal(actor=cast.manager, proposal_id=proposal.pk, now=NOW)
    for outsider in (cast.colleague, cast.hr, cast.stranger):
        with pytest.raises(Http404):
            operations.take_slot(actor=outsider, slot_id=slot.pk, now=NOW)
        with pytest.raises(Http404):
            operations.decline_proposal(actor=outsider, proposal_id=proposal.pk, now=NOW)
        assert list_offered(viewer=outsider, now=NOW) == []


def test_the_same_moment_is_shown_in_each_persons_zone(cast: Cast, pair: Pair, client_for: ClientFor) -> None:
    Person.objects.filter(pk=cast.manager.pk).update(time_zone="Europe/London", language="en")
    offer(pair, cast.member, THURSDAY)

    assert "6:00–6:30" in client_for(cast.manager).get(f"/pairs/{pair.pk}/").content.decode()
