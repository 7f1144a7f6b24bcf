import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.calendars.models import CalendarEntry
from aizuchi.gatherings.models import Gathering, SignUp
from aizuchi.gatherings.operations import (
    call_off_gathering,
    change_gathering,
    create_gathering,
    invite_people,
    note_attendance,
    sign_up,
    withdraw,
)
from aizuchi.gatherings.refusals import (
    EndsTooLate,
    HasBegun,
    NotYourUnit,
    SignUpOver,
    TooFewPlaces,
)
from aizuchi.gatherings.tests.conftest import Hold, facts
from aizuchi.kernel.refusals import InThePast, Stale
from aizuchi.notifications.models import Notice
from aizuchi.people.models import Person
from aizuchi.spaces.models import Booking, MeetingSpace
from aizuchi.spaces.operations import SpaceTaken

pytestmark = pytest.mark.django_db

State = SignUp.State


def state_of(gathering: Gathering, person: Person) -> str:
    return SignUp.objects.get(gathering=gathering, person=person).state


def told(person: Person) -> list[str]:
    return [notice.key.rpartition(":")[2] for notice in Notice.objects.filter(person=person).order_by("pk")]


def join(gathering: Gathering, *people: Person) -> None:
    for person in people:
        sign_up(actor=person, gathering_id=gathering.pk, now=timezone.now())


@pytest.fixture
def room(cast: Cast) -> MeetingSpace:
    return MeetingSpace.objects.create(
        organization=cast.organization, name="楓", capacity=20, weekdays=list(range(7)), created_at=timezone.now()
    )


@pytest.mark.database
def test_hr_holds_one_for_everybody(cast: Cast, hold: Hold) -> None:
    gathering = hold()

    assert set(Gathering.objects.visible_to(cast.colleague)) == {gathering}
    assert not Gathering.objects.visible_to(cast.stranger).exists()
    assert not SignUp.objects.exists()
    assert AuditEntry.objects.filter(action="gatherings.gathering.created", subject_id=gathering.pk).exists()


@pytest.mark.database
def test_a_head_holds_one_for_their_unit_and_its_people_hear_of_it(cast: Cast, hold: Hold) -> None:
    gathering = hold(cast.manager, unit_id=cast.control.pk)

    assert state_of(gathering, cast.member) == State.INVITED
    assert told(cast.member) == ["invited"]
    assert told(cast.manager) == []
    assert not Gathering.objects.visible_to(cast.colleague).exists()


@pytest.mark.database
def test_a_managers_meeting_is_for_heads_alone(cast: Cast, hold: Hold) -> None:
    gathering = hold(cast.executive, kind="managers", audience="heads", unit_id=cast.development.pk)

    assert set(gathering.sign_ups.values_list("person", flat=True)) == {cast.manager.pk, cast.mentor.pk}
    assert not Gathering.objects.visible_to(cast.member).exists()
    assert Gathering.objects.visible_to(cast.mentor).exists()


@pytest.mark.parametrize("unit", ["mechanics", "company", None])
def test_a_head_holds_none_for_others(cast: Cast, hold: Hold, unit: str | None) -> None:
    with pytest.raises(NotYourUnit):
        hold(cast.manager, unit_id=getattr(cast, unit).pk if unit else None)


def test_a_member_holds_none(cast: Cast, hold: Hold) -> None:
    with pytest.raises(PermissionDenied):
        hold(cast.member, unit_id=cast.control.pk)


def test_what_is_over_cannot_be_set(cast: Cast, hold: Hold) -> None:
    with pytest.raises(InThePast):
        hold(days=-1)
    with pytest.raises(EndsTooLate):
        hold(sign_up_until=timezone.now() + datetime.timedelta(days=9))


@pytest.mark.database
def test_signing_up_puts_it_into_ones_own_calendar_and_tells_nobody_else(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    join(gathering, cast.member, cast.peer)

    entry = CalendarEntry.objects.get(attendances__person=cast.member)
    assert entry.title == "聞く練習"
    assert [row.person for row in entry.attendances.all()] == [cast.member]


@pytest.mark.database
def test_a_second_press_changes_nothing(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    join(gathering, cast.member, cast.member)

    assert CalendarEntry.objects.filter(attendances__person=cast.member).count() == 1


@pytest.mark.database
def test_whoever_comes_late_waits_and_takes_the_first_free_place(cast: Cast, hold: Hold) -> None:
    gathering = hold(places=1)
    join(gathering, cast.member, cast.peer, cast.colleague)
    assert state_of(gathering, cast.peer) == State.WAITING

    withdraw(actor=cast.member, gathering_id=gathering.pk, now=timezone.now())

    assert state_of(gathering, cast.peer) == State.COMING
    assert state_of(gathering, cast.colleague) == State.WAITING
    assert told(cast.peer) == ["place"]
    assert CalendarEntry.objects.filter(attendances__person=cast.peer, called_off_at=None).exists()
    assert CalendarEntry.objects.get(attendances__person=cast.member).called_off_at


@pytest.mark.database
def test_whoever_withdraws_and_comes_back_is_last(cast: Cast, hold: Hold) -> None:
    gathering = hold(places=1)
    join(gathering, cast.member, cast.peer, cast.colleague)
    withdraw(actor=cast.peer, gathering_id=gathering.pk, now=timezone.now())
    join(gathering, cast.peer)

    withdraw(actor=cast.member, gathering_id=gathering.pk, now=timezone.now())

    assert state_of(gathering, cast.colleague) == State.COMING


@pytest.mark.database
def test_more_places_are_filled_at_once_and_fewer_take_nobodys(cast: Cast, hold: Hold) -> None:
    gathering = hold(places=1)
    join(gathering, cast.member, cast.peer)
    common = {"actor": cast.hr, "gathering_id": gathering.pk, "now": timezone.now()}

    change_gathering(facts=facts(places=2), version=1, **common)

    assert state_of(gathering, cast.peer) == State.COMING
    with pytest.raises(TooFewPlaces):
        change_gathering(facts=facts(places=1), version=2, **common)


def test_a_move_reaches_calendars_under_a_higher_number(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    join(gathering, cast.member)
    entry = CalendarEntry.objects.get(attendances__person=cast.member)

    moved = facts(days=5)
    change_gathering(actor=cast.hr, gathering_id=gathering.pk, facts=moved, version=1, now=timezone.now())

    after = CalendarEntry.objects.get(attendances__person=cast.member)
    assert (after.uid, after.sequence, after.starts_at) == (entry.uid, entry.sequence + 1, moved.starts_at)
    assert told(cast.member) == ["moved"]


def test_other_words_move_nobody(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    join(gathering, cast.member)

    change_gathering(
        actor=cast.hr, gathering_id=gathering.pk, facts=facts(words="資料を読んでから"), version=1, now=timezone.now()
    )

    assert told(cast.member) == []
    assert CalendarEntry.objects.get(attendances__person=cast.member).sequence == 0


def test_two_who_change_it_at_once_do_not_undo_each_other(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    common = {"gathering_id": gathering.pk, "version": 1, "now": timezone.now()}
    change_gathering(actor=cast.hr, facts=facts(title="別の題"), **common)

    with pytest.raises(Stale):
        change_gathering(actor=cast.administrator, facts=facts(), **common)


@pytest.mark.database
def test_its_room_is_booked_moved_and_given_back(cast: Cast, hold: Hold, room: MeetingSpace) -> None:
    gathering = hold(space_id=room.pk)
    assert gathering.where == "楓"
    with pytest.raises(SpaceTaken):
        hold(space_id=room.pk)

    moved = facts(days=4, space_id=room.pk)
    change_gathering(actor=cast.hr, gathering_id=gathering.pk, facts=moved, version=1, now=timezone.now())
    assert Booking.objects.get(released_at=None).starts_at == moved.starts_at

    call_off_gathering(actor=cast.hr, gathering_id=gathering.pk, now=timezone.now())
    assert not Booking.objects.filter(released_at=None).exists()


@pytest.mark.database
def test_another_place_frees_the_room(cast: Cast, hold: Hold, room: MeetingSpace) -> None:
    gathering = hold(space_id=room.pk)

    change_gathering(actor=cast.hr, gathering_id=gathering.pk, facts=facts(place="食堂"), version=1, now=timezone.now())

    gathering.refresh_from_db()
    assert gathering.where == "食堂"
    assert not Booking.objects.filter(released_at=None).exists()


def test_calling_off_takes_it_out_of_all_calendars_and_is_told(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    join(gathering, cast.member)

    call_off_gathering(actor=cast.hr, gathering_id=gathering.pk, now=timezone.now())

    assert not CalendarEntry.objects.filter(called_off_at=None).exists()
    assert told(cast.member) == ["called-off"]
    with pytest.raises(SignUpOver):
        join(gathering, cast.peer)


def test_after_its_day_nobody_signs_up(cast: Cast, hold: Hold) -> None:
    gathering = hold(sign_up_until=timezone.now() + datetime.timedelta(hours=1))

    with pytest.raises(SignUpOver):
        sign_up(actor=cast.member, gathering_id=gathering.pk, now=timezone.now() + datetime.timedelta(hours=2))


def test_nobody_withdraws_from_what_has_begun(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    join(gathering, cast.member)

    with pytest.raises(HasBegun):
        withdraw(actor=cast.member, gathering_id=gathering.pk, now=gathering.starts_at)


@pytest.mark.parametrize("act", [sign_up, withdraw])
def test_what_one_does_not_see_one_cannot_join(cast: Cast, hold: Hold, act: object) -> None:
    gathering = hold(cast.manager, unit_id=cast.control.pk)

    for outsider in (cast.colleague, cast.stranger):
        with pytest.raises(Http404):
            act(actor=outsider, gathering_id=gathering.pk, now=timezone.now())  # type: ignore[operator]


def test_who_is_invited_by_name_sees_it(cast: Cast, hold: Hold) -> None:
    gathering = hold(audience="invited", kind="cohort")
    assert not Gathering.objects.visible_to(cast.colleague).exists()
    invite = {"actor": cast.hr, "gathering_id": gathering.pk, "now": timezone.now()}

    assert invite_people(person_ids=[cast.colleague.pk, cast.stranger.pk], **invite) == 1
    assert invite_people(person_ids=[cast.colleague.pk], **invite) == 0

    assert Gathering.objects.visible_to(cast.colleague).exists()
    assert told(cast.colleague) == ["invited"]


@pytest.mark.database
def test_who_came_is_noted_by_those_who_look_after_it(cast: Cast, hold: Hold) -> None:
    gathering = hold()
    join(gathering, cast.member, cast.peer)
    common = {"gathering_id": gathering.pk, "person_ids": [cast.member.pk]}
    with pytest.raises(PermissionDenied):
        note_attendance(actor=cast.hr, now=timezone.now(), **common)
    with pytest.raises(PermissionDenied):
        note_attendance(actor=cast.member, now=gathering.ends_at, **common)

    assert note_attendance(actor=cast.hr, now=gathering.ends_at, **common) == 1

    assert dict(gathering.sign_ups.values_list("person", "attended")) == {cast.member.pk: True, cast.peer.pk: False}


def test_the_unit_of_another_organization_is_none_of_ours(cast: Cast) -> None:
    other = cast.stranger.memberships.get().unit

    with pytest.raises(NotYourUnit):
        create_gathering(actor=cast.hr, facts=replace(facts(), unit_id=other.pk), now=timezone.now())
