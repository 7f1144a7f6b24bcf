import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.kernel import live
from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import InThePast, Stale
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import arrangement as wishes
from aizuchi.meetings.operations import next_meeting, schedule
from aizuchi.pairs.events import PairsEnded, PairsStarted
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

pytestmark = pytest.mark.usefixtures("in_2026")

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)
THURSDAY = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
State = Meeting.State


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def undated(pair: Pair) -> Meeting:
    return next_meeting.ensure_next_meeting(pair=pair, now=NOW)


def at(start: datetime.datetime, **changes: object) -> wishes.Arrangement:
    return wishes.Arrangement(**{"starts_at": start, "minutes": 30, **changes})


def hours(count: float) -> datetime.timedelta:
    return datetime.timedelta(hours=count)


def test_a_new_pair_has_a_next_meeting_without_a_date_and_only_one(pair: Pair) -> None:
    first = next_meeting.ensure_next_meeting(pair=pair, now=NOW)
    second = next_meeting.ensure_next_meeting(pair=pair, now=NOW)

    assert first == second
    assert (first.state, first.starts_at, first.minutes) == (State.PLANNED, None, pair.minutes)


@pytest.mark.database
def test_many_new_pairs_get_their_next_meetings_at_once(cast: Cast, django_assert_max_num_queries) -> None:
    pairs = [PairFactory(mentee=mentee, mentor=cast.manager) for mentee in (cast.member, cast.peer)]
    next_meeting.ensure_next_meeting(pair=pairs[0], now=NOW)

    with django_assert_max_num_queries(4):
        made = next_meeting.ensure_next_meetings(pair_ids=[pair.pk for pair in pairs], now=NOW)

    assert made == 1
    assert Meeting.objects.filter(pair__in=pairs).count() == 2


def test_scheduling_dates_the_undated_meeting(cast: Cast, pair: Pair, undated: Meeting) -> None:
    meeting = schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=at(THURSDAY), now=NOW)

    assert meeting == undated
    undated.refresh_from_db()
    assert undated.starts_at == THURSDAY
    assert AuditEntry.objects.filter(action="meetings.meeting.scheduled", subject_id=undated.pk).exists()


def test_scheduling_again_plans_another_one(cast: Cast, pair: Pair, undated: Meeting) -> None:
    schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=at(THURSDAY), now=NOW)

    other = schedule.schedule_meeting(
        actor=cast.manager, pair_id=pair.pk, arrangement=at(THURSDAY + hours(24 * 7)), now=NOW
    )

    assert other != undated
    assert pair.meetings.filter(state=State.PLANNED).count() == 2


@pytest.mark.database
def test_a_button_pressed_twice_plans_one_meeting(cast: Cast, pair: Pair, undated: Meeting) -> None:
    for _ in range(2):
        schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=at(THURSDAY), now=NOW)

    assert pair.meetings.count() == 1


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (at(NOW - hours(1)), InThePast),
        (at(THURSDAY, minutes=0), wishes.BadLength),
        (at(THURSDAY, minutes=481), wishes.BadLength),
        (at(THURSDAY, place="x" * 121), wishes.BadPlace),
        (at(THURSDAY, place_kind="video", video_url="http://meet.example.jp/a"), wishes.BadVideoLink),
        (at(THURSDAY, place_kind="video", video_url="javascript:alert(1)"), wishes.BadVideoLink),
        (at(THURSDAY, place_kind="video", video_url="https://"), wishes.BadVideoLink),
        (at(THURSDAY, place_kind="video", video_url="https://[broken"), wishes.BadVideoLink),
        (at(THURSDAY, place_kind="video", video_url="https://meet.example.jp/a b"), wishes.BadVideoLink),
    ],
)
def test_an_impossible_wish_is_refused_and_changes_nothing(
    cast: Cast, pair: Pair, undated: Meeting, wanted: wishes.Arrangement, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=wanted, now=NOW)

    undated.refresh_from_db()
    assert undated.starts_at is None


@pytest.mark.database
@pytest.mark.parametrize("shift", [hours(-0.25), hours(0), hours(0.25)])
def test_ones_own_other_1on1_at_that_time_is_named(cast: Cast, pair: Pair, shift: datetime.timedelta) -> None:
    mentoring = PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor")
    MeetingFactory(pair=mentoring, starts_at=THURSDAY, minutes=30)

    with pytest.raises(wishes.NotFree, match=cast.mentor.family_name):
        schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=at(THURSDAY + shift), now=NOW)


def test_of_the_partners_other_1on1_nothing_is_told_but_that_they_are_not_free(cast: Cast, pair: Pair) -> None:
    elsewhere = PairFactory(mentee=cast.peer, mentor=cast.manager)
    MeetingFactory(pair=elsewhere, starts_at=THURSDAY, minutes=30)

    with pytest.raises(wishes.NotFree) as refusal:
        schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=at(THURSDAY), now=NOW)

    assert cast.manager.family_name in str(refusal.value)
    assert cast.peer.family_name not in str(refusal.value)


def test_one_1on1_may_begin_when_another_ends(cast: Cast, pair: Pair) -> None:
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=THURSDAY, minutes=30)

    later = THURSDAY + datetime.timedelta(minutes=30)
    meeting = schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=at(later), now=NOW)

    assert meeting.starts_at == later


def test_either_of_the_two_moves_a_meeting(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    wanted = at(THURSDAY + hours(1), place_kind="video", video_url="https://meet.example.jp/a", place="ignored")

    moved = schedule.move_meeting(
        actor=cast.manager, meeting_id=meeting.pk, arrangement=wanted, version=meeting.version, now=NOW
    )

    assert (moved.starts_at, moved.video_url, moved.place) == (wanted.starts_at, wanted.video_url, "")
    assert moved.edited_by == cast.manager


def test_a_stale_form_is_told_who_changed_what(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    schedule.move_meeting(
        actor=cast.manager, meeting_id=meeting.pk, arrangement=at(THURSDAY + hours(2)), version=1, now=NOW
    )

    with pytest.raises(Stale) as refusal:
        schedule.move_meeting(
            actor=cast.member, meeting_id=meeting.pk, arrangement=at(THURSDAY + hours(3)), version=1, now=NOW
        )

    assert cast.manager.short_name in str(refusal.value)
    assert "6月18日（木）16:00" in str(refusal.value)


def test_cancelling_keeps_what_was_prepared_for_the_next_one(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    item = AgendaItemFactory(meeting=meeting)

    cancelled = schedule.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at) == (State.PLANNED, None)
    assert (cancelled.state, cancelled.starts_at, cancelled.cancelled_by) == (State.CANCELLED, THURSDAY, cast.member)
    assert list(meeting.items.all()) == [item]


@pytest.mark.database
def test_a_cancelled_meeting_joins_the_undated_one_there_is(cast: Cast, pair: Pair, undated: Meeting) -> None:
    thought = AgendaItemFactory(meeting=undated, title="あとで思いついたこと")
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    item = AgendaItemFactory(meeting=meeting)

    schedule.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    assert list(meeting.items.all()) == [item, thought]
    assert pair.meetings.filter(state=State.PLANNED).get() == meeting


@pytest.mark.database
def test_a_cancellation_can_be_undone(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    cancelled = schedule.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    restored = schedule.restore_meeting(actor=cast.member, meeting_id=cancelled.pk, now=NOW)

    assert (restored, restored.starts_at) == (meeting, THURSDAY)
    assert pair.meetings.get() == meeting


def test_after_one_tap_the_way_back_stands_in_what_is_said_and_on_the_page(
    cast: Cast, pair: Pair, client_for: Callable[[Person], Client]
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=timezone.now() + hours(48))
    client = client_for(cast.member)

    page = client.post(f"/meetings/{meeting.pk}/cancel", follow=True).content.decode()

    cancelled = pair.meetings.get(state="cancelled")
    assert page.count(f'action="/meetings/{cancelled.pk}/restore"') == 2
    assert "元に戻す" in page
    client.post(f"/meetings/{cancelled.pk}/restore")
    assert pair.meetings.get(state="planned").starts_at == meeting.starts_at


def test_a_cancellation_is_not_undone_over_a_new_date(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    cancelled = schedule.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    schedule.schedule_meeting(actor=cast.manager, pair_id=pair.pk, arrangement=at(THURSDAY + hours(1)), now=NOW)

    with pytest.raises(schedule.CannotBeRestored):
        schedule.restore_meeting(actor=cast.member, meeting_id=cancelled.pk, now=NOW)


@pytest.mark.database
def test_what_was_prepared_for_a_date_given_up_waits_for_the_next_date(cast: Cast, pair: Pair) -> None:
    meeting, following = (MeetingFactory(pair=pair, starts_at=THURSDAY + hours(24 * days)) for days in (0, 7))
    item = AgendaItemFactory(meeting=meeting)

    cancelled = schedule.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    item.refresh_from_db()
    assert (item.meeting, cancelled.continued_as) == (following, following)
    assert not pair.meetings.filter(state=State.PLANNED, starts_at__isnull=True).exists()


def test_undoing_that_brings_it_back_with_what_was_prepared(cast: Cast, pair: Pair) -> None:
    meeting, following = (MeetingFactory(pair=pair, starts_at=THURSDAY + hours(24 * days)) for days in (0, 7))
    item, own = AgendaItemFactory(meeting=meeting), AgendaItemFactory(meeting=following)
    cancelled = schedule.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    restored = schedule.restore_meeting(actor=cast.member, meeting_id=cancelled.pk, now=NOW)

    assert (restored.state, restored.starts_at) == (State.PLANNED, THURSDAY)
    assert list(restored.items.all()) == [item]
    assert list(following.items.all()) == [own]


def test_a_date_that_did_not_take_place_leaves_its_agenda_to_the_next_date(cast: Cast, pair: Pair) -> None:
    past, following = MeetingFactory(pair=pair, starts_at=NOW - hours(3)), MeetingFactory(pair=pair, starts_at=THURSDAY)
    item = AgendaItemFactory(meeting=past)

    assert operations.deny_held(actor=cast.member, meeting_id=past.pk, now=NOW) == following

    item.refresh_from_db()
    assert item.meeting == following


def test_two_who_look_for_the_next_date_book_one(cast: Cast, pair: Pair, undated: Meeting) -> None:
    schedule.schedule_meeting(actor=cast.manager, pair_id=pair.pk, arrangement=at(THURSDAY), meant=undated.pk, now=NOW)

    with pytest.raises(schedule.DatedMeanwhile, match="森川さん"):
        schedule.schedule_meeting(
            actor=cast.member, pair_id=pair.pk, arrangement=at(THURSDAY + hours(24)), meant=undated.pk, now=NOW
        )

    assert pair.meetings.filter(state=State.PLANNED).count() == 1


def test_when_a_pair_ends_its_planned_meetings_are_cancelled_quietly(cast: Cast, pair: Pair) -> None:
    dated, held = (
        MeetingFactory(pair=pair, starts_at=THURSDAY),
        MeetingFactory(pair=pair, state=State.CLOSED, starts_at=NOW, started_at=NOW),
    )

    next_meeting.cancel_meetings_of_ended_pairs(pair_ids=[pair.pk], now=NOW)

    dated.refresh_from_db()
    held.refresh_from_db()
    assert (dated.state, held.state) == (State.CANCELLED, State.CLOSED)


@pytest.mark.parametrize("role", ["hr", "executive", "administrator", "colleague", "stranger", "mentor"])
def test_nobody_but_the_two_arranges_a_meeting(cast: Cast, pair: Pair, role: str) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    actor = getattr(cast, role)

    with pytest.raises(Http404):
        schedule.schedule_meeting(actor=actor, pair_id=pair.pk, arrangement=at(THURSDAY), now=NOW)
    with pytest.raises(Http404):
        schedule.move_meeting(actor=actor, meeting_id=meeting.pk, arrangement=at(THURSDAY), version=1, now=NOW)
    with pytest.raises(Http404):
        schedule.cancel_meeting(actor=actor, meeting_id=meeting.pk, now=NOW)


@pytest.mark.database
def test_after_their_pair_ended_neither_arranges_anything(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    pair.until_on = timezone.localdate(NOW)
    pair.save()

    with pytest.raises(PermissionDenied):
        schedule.schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=at(THURSDAY), now=NOW)
    with pytest.raises(PermissionDenied):
        schedule.cancel_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW)


def test_a_meeting_that_took_place_is_neither_moved_nor_cancelled(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, state=State.HELD, starts_at=NOW, started_at=NOW)

    with pytest.raises(PermissionDenied):
        schedule.move_meeting(actor=cast.member, meeting_id=meeting.pk, arrangement=at(THURSDAY), version=1, now=NOW)
    with pytest.raises(PermissionDenied):
        schedule.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)


def test_pairs_that_start_and_end_take_their_meetings_along(cast: Cast, pair: Pair) -> None:
    facts = {"organization_id": cast.organization.pk, "pair_ids": (pair.pk,), "actor_id": None, "at": NOW}

    with transaction.atomic():
        publish(PairsStarted(**facts))
    assert pair.meetings.get().state == State.PLANNED
    with transaction.atomic():
        publish(PairsEnded(**facts))
    assert pair.meetings.get().state == State.CANCELLED


@pytest.mark.database
@pytest.mark.parametrize(("role", "expected"), [("member", True), ("manager", True), ("hr", False), ("peer", False)])
def test_only_the_two_follow_a_meeting_live(cast: Cast, undated: Meeting, role: str, expected: bool) -> None:
    assert live.may_follow(getattr(cast, role), f"meeting:{undated.pk}") is expected
    assert not live.may_follow(getattr(cast, role), "meeting:nonsense")
