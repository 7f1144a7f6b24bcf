import datetime
import re
from collections.abc import Callable
from unittest import mock

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory
from tests.notices import send_due

from aizuchi.audit.models import AuditEntry
from aizuchi.kernel import live
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.operations import hold
from aizuchi.notes.operations import write_text
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

NOW = datetime.datetime(2026, 6, 18, 5, 2, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
State = Meeting.State


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def meeting(pair: Pair) -> Meeting:
    return MeetingFactory(pair=pair, starts_at=NOW - datetime.timedelta(minutes=2))


def test_the_second_press_of_start_changes_nothing(cast: Cast, meeting: Meeting) -> None:
    first = operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW)
    second = operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW + HOUR)

    assert (first.state, first.started_at, second.started_at) == (State.HELD, NOW, NOW)
    assert AuditEntry.objects.filter(action="meetings.meeting.started").count() == 1


def test_a_talk_without_a_date_takes_place_now(cast: Cast, pair: Pair) -> None:
    undated = MeetingFactory(pair=pair)

    held = operations.start_meeting(actor=cast.member, meeting_id=undated.pk, now=NOW)

    assert (held.starts_at, held.started_at) == (NOW, NOW)


def test_a_talk_days_before_its_date_took_place_today(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW + 72 * HOUR)

    held = operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW, anyway=True)

    assert (held.starts_at, held.planned_at) == (NOW, NOW + 72 * HOUR)


@pytest.mark.parametrize("away", [-24 * HOUR, 24 * HOUR, HOUR])
def test_at_another_time_it_begins_only_when_somebody_means_it(
    cast: Cast, pair: Pair, away: datetime.timedelta
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW + away)

    with pytest.raises(hold.TooEarly):
        operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at) == (State.PLANNED, NOW + away)


def test_not_yet_takes_it_back_whole(cast: Cast, pair: Pair) -> None:
    planned = NOW + 24 * HOUR
    meeting = MeetingFactory(pair=pair, starts_at=planned)
    item = AgendaItemFactory(meeting=meeting)
    operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW, anyway=True)
    operations.mark_talked(actor=cast.manager, item_id=item.pk, talked=True, now=NOW)
    undated = pair.meetings.get(state=State.PLANNED)
    thought = AgendaItemFactory(meeting=undated)

    operations.take_start_back(actor=cast.member, meeting_id=meeting.pk, now=NOW + HOUR / 10)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.starts_at, meeting.started_at) == (State.PLANNED, planned, None)
    assert (meeting.planned_at, meeting.current_item) == (None, None)
    assert pair.meetings.get(state=State.PLANNED) == meeting
    assert set(meeting.items.values_list("pk", "state")) == {(item.pk, "open"), (thought.pk, "open")}


def test_not_yet_tells_the_other_on_their_pages_and_where_they_heard_of_the_start(
    cast: Cast, pair: Pair, client_for: Callable[[Person], Client]
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW + 24 * HOUR)
    operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW, anyway=True)
    send_due(NOW + HOUR / 60)

    operations.take_start_back(actor=cast.manager, meeting_id=meeting.pk, now=NOW + HOUR / 10)
    send_due(NOW + HOUR / 9)

    assert [(*message.to, "まだ始めない" in message.subject) for message in mail.outbox] == [
        (cast.member.email, False),
        (cast.member.email, True),
    ]
    with mock.patch.object(timezone, "now", return_value=NOW + HOUR / 6):
        for address in ("/", f"/meetings/{meeting.pk}/session/", f"/meetings/{meeting.pk}/prepare/"):
            said = {
                person: "1on1は始まっていません" in client_for(person).get(address, follow=True).content.decode()
                for person in (cast.member, cast.manager)
            }
            assert said == {cast.member: True, cast.manager: False}, address
    with mock.patch.object(timezone, "now", return_value=NOW + 2 * HOUR):
        assert "1on1は始まっていません" not in client_for(cast.member).get("/").content.decode()


def test_whoever_never_heard_of_the_start_hears_nothing_of_its_end(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW + 24 * HOUR)
    operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW, anyway=True)
    operations.take_start_back(actor=cast.manager, meeting_id=meeting.pk, now=NOW + HOUR / 60)

    send_due(NOW + HOUR / 10)

    assert mail.outbox == []


def test_begun_and_not_begun_are_shown_to_both_at_once(
    cast: Cast, pair: Pair, django_capture_on_commit_callbacks
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW)

    with mock.patch.object(live, "announce") as announce, django_capture_on_commit_callbacks(execute=True):
        operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW)
        operations.take_start_back(actor=cast.manager, meeting_id=meeting.pk, now=NOW + HOUR / 60)

    told = [call.args[0] for call in announce.call_args_list if "begun" in call.args]
    assert sorted(told) == sorted(2 * [f"person:{cast.member.pk}", f"person:{cast.manager.pk}"])


def test_home_looks_again_at_all_that_names_the_next_1on1(
    cast: Cast, meeting: Meeting, client_for: Callable[[Person], Client]
) -> None:
    page = client_for(cast.member).get("/").content.decode()

    again = re.search(r'hx-trigger="[^"]*live:begun[^"]*"[^>]*hx-select-oob="([^"]*)"', page)
    assert again is not None
    for part in again.group(1).split(","):
        assert f'id="{part.strip("#")}"' in page, part
    assert {"#headline", "#next"} <= set(again.group(1).split(","))


def test_not_yet_leaves_a_talk_without_a_date_undated_again(cast: Cast, pair: Pair) -> None:
    undated = MeetingFactory(pair=pair)
    operations.start_meeting(actor=cast.member, meeting_id=undated.pk, now=NOW)

    back = operations.take_start_back(actor=cast.member, meeting_id=undated.pk, now=NOW + HOUR / 10)

    assert (back.state, back.starts_at) == (State.PLANNED, None)
    assert pair.meetings.filter(state=State.PLANNED).count() == 1


def test_what_is_over_is_not_taken_back(cast: Cast, meeting: Meeting) -> None:
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    operations.end_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW + HOUR)

    with pytest.raises(hold.NotRunning):
        operations.take_start_back(actor=cast.member, meeting_id=meeting.pk, now=NOW + HOUR)


def test_while_they_talk_there_is_a_next_one_for_thoughts(cast: Cast, pair: Pair, meeting: Meeting) -> None:
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    assert pair.meetings.get(state=State.PLANNED).starts_at is None


def test_ticking_an_item_off_brings_the_next_one_forward(cast: Cast, meeting: Meeting) -> None:
    first, second = AgendaItemFactory(meeting=meeting, position=1), AgendaItemFactory(meeting=meeting, position=2)
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    meeting.refresh_from_db()
    assert meeting.current_item == first

    operations.mark_talked(actor=cast.manager, item_id=first.pk, talked=True, now=NOW)

    meeting.refresh_from_db()
    assert meeting.current_item == second
    assert operations.mark_talked(actor=cast.member, item_id=first.pk, talked=False, now=NOW).state == "open"


def test_closing_leaves_what_was_not_talked_about_for_next_time(cast: Cast, pair: Pair, meeting: Meeting) -> None:
    talked = AgendaItemFactory(meeting=meeting, state="talked")
    left = AgendaItemFactory(meeting=meeting, title="夜間対応の当番")
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    operations.end_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW + HOUR)

    closed = operations.close_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW + 2 * HOUR)

    assert (closed.state, closed.ended_at, closed.closed_at) == (State.CLOSED, NOW + HOUR, NOW + 2 * HOUR)
    talked.refresh_from_db()
    left.refresh_from_db()
    assert (talked.state, left.state) == ("talked", "left")
    assert pair.meetings.filter(state=State.PLANNED).count() == 1


def test_what_something_was_written_about_is_not_offered_as_left_over(cast: Cast, pair: Pair, meeting: Meeting) -> None:
    written, silent = AgendaItemFactory(meeting=meeting, position=1), AgendaItemFactory(meeting=meeting, position=2)
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    write_text(actor=cast.member, document_id=written.note.pk, text="当番は月曜から", now=NOW)

    operations.close_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW + HOUR)

    written.refresh_from_db()
    silent.refresh_from_db()
    assert (written.state, silent.state) == ("talked", "left")


def test_a_talk_ended_by_mistake_goes_on(cast: Cast, meeting: Meeting) -> None:
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    operations.end_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW + HOUR)

    resumed = operations.resume_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW + HOUR)

    assert (resumed.ended_at, resumed.started_at) == (None, NOW)


def test_what_has_not_started_is_neither_ended_nor_closed(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(hold.NotHeldYet):
        operations.end_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    with pytest.raises(hold.NotHeldYet):
        operations.close_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)


def test_it_took_place_after_all(cast: Cast, meeting: Meeting) -> None:
    later = NOW + 30 * HOUR

    held = operations.confirm_held(actor=cast.member, meeting_id=meeting.pk, held_at=None, now=later)

    assert (held.state, held.started_at, held.asked_at) == (State.HELD, meeting.starts_at, later)
    assert held.ended_at == meeting.starts_at + datetime.timedelta(minutes=30)


def test_it_cannot_have_taken_place_in_the_future(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(hold.NotYetPossible):
        operations.confirm_held(actor=cast.member, meeting_id=meeting.pk, held_at=NOW + HOUR, now=NOW)


def test_it_did_not_take_place_and_what_was_prepared_waits(cast: Cast, meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting)

    following = operations.deny_held(actor=cast.member, meeting_id=meeting.pk, now=NOW + 30 * HOUR)

    assert (following.state, following.starts_at) == (State.PLANNED, None)
    assert list(following.items.all()) == [item]


@pytest.mark.parametrize("role", ["hr", "executive", "administrator", "colleague", "stranger", "mentor"])
def test_nobody_but_the_two_holds_a_1on1(cast: Cast, meeting: Meeting, role: str) -> None:
    for operation in (operations.start_meeting, operations.end_meeting, operations.close_meeting, operations.deny_held):
        with pytest.raises(Http404):
            operation(actor=getattr(cast, role), meeting_id=meeting.pk, now=NOW)


def test_after_the_pair_ended_nothing_starts(cast: Cast, meeting: Meeting) -> None:
    meeting.pair.until_on = NOW.date()
    meeting.pair.save()

    with pytest.raises(PermissionDenied):
        operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)


def test_what_the_two_write_together_is_there_once_it_has_begun_and_stays_the_same(
    cast: Cast, meeting: Meeting
) -> None:
    assert meeting.note is None
    begun = operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=NOW)
    operations.take_start_back(actor=cast.manager, meeting_id=meeting.pk, now=NOW)

    again = operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=NOW)

    assert None not in (begun.note, begun.summary, begun.gains)
    assert (begun.note_id, begun.summary_id, begun.gains_id) == (again.note_id, again.summary_id, again.gains_id)
    assert {seat.person for seat in begun.note.circle.members.all()} == {cast.member, cast.manager}


def test_what_took_place_unseen_has_its_documents_too(cast: Cast, meeting: Meeting) -> None:
    held = operations.confirm_held(actor=cast.member, meeting_id=meeting.pk, held_at=None, now=NOW + 30 * HOUR)

    assert None not in (held.note, held.summary, held.gains)


def test_a_private_note_is_made_once_and_for_one(cast: Cast, meeting: Meeting) -> None:
    mine = operations.make_private_note(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    assert operations.make_private_note(actor=cast.member, meeting_id=meeting.pk, now=NOW) == mine
    private = Preparation.objects.get(person=cast.member).private_note
    assert private.pk == mine
    assert [seat.person for seat in private.circle.members.all()] == [cast.member]
    assert operations.make_private_note(actor=cast.manager, meeting_id=meeting.pk, now=NOW) != mine
