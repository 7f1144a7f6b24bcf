import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.kernel import events
from aizuchi.people.events import PeopleLeft, SupervisorChange, SupervisorsChanged
from aizuchi.people.operations import (
    EndsBeforeStart,
    NotLeaving,
    change_supervisor,
    end_leave_of_absence,
    grant_role,
    person_leaves,
    record_leave_of_absence,
    undo_leaving,
)
from aizuchi.people.operations.leave import LeaveOverlaps
from aizuchi.people.policies import has_role
from aizuchi.people.queries import card_of, heads_of, reports_of, supervisor_of, titles_of, units_of

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)


def leave(cast: Cast, left_on: datetime.date = TODAY) -> None:
    person_leaves(person_id=cast.manager.pk, left_on=left_on, actor=cast.hr, now=NOW)


def test_everything_dated_ends_after_the_last_day(cast: Cast) -> None:
    grant_role(
        person_id=cast.manager.pk, role="program_owner", starts_on=TODAY - DAY, actor=cast.administrator, now=NOW
    )

    leave(cast)

    assert supervisor_of(cast.manager.pk, on=TODAY) == cast.executive.pk
    assert supervisor_of(cast.manager.pk, on=TODAY + DAY) is None
    assert units_of(cast.manager, on=TODAY)
    assert units_of(cast.manager, on=TODAY + DAY) == []
    assert heads_of(cast.control.pk, on=TODAY + DAY) == []
    assert has_role(cast.manager, "program_owner", on=TODAY)
    assert not has_role(cast.manager, "program_owner", on=TODAY + DAY)
    cast.manager.refresh_from_db()
    assert not card_of(cast.manager, on=TODAY + DAY).is_present


def test_nothing_of_theirs_vanishes(cast: Cast) -> None:
    leave(cast)

    assert supervisor_of(cast.member.pk, on=TODAY - 100 * DAY) == cast.manager.pk
    assert units_of(cast.manager, on=TODAY - 100 * DAY)[0].is_head


def test_their_reports_are_without_a_supervisor_and_others_hear_it(cast: Cast, told: list[events.Event]) -> None:
    leave(cast, TODAY + 5 * DAY)

    gone_on = TODAY + 6 * DAY
    assert reports_of(cast.manager.pk, on=gone_on) == []
    left, changed = told
    assert isinstance(left, PeopleLeft)
    assert left.departures == ((cast.manager.pk, TODAY + 5 * DAY),)
    assert isinstance(changed, SupervisorsChanged)
    assert set(changed.changes) == {
        SupervisorChange(cast.member.pk, None, gone_on),
        SupervisorChange(cast.peer.pk, None, gone_on),
    }


def test_what_was_planned_for_later_never_begins(cast: Cast) -> None:
    change_supervisor(
        person_id=cast.manager.pk, supervisor_id=cast.mentor.pk, on=TODAY + 9 * DAY, actor=cast.hr, now=NOW
    )

    leave(cast)

    assert supervisor_of(cast.manager.pk, on=TODAY + 9 * DAY) is None


@pytest.mark.database
def test_taken_back_everything_goes_on_where_it_ended(cast: Cast, told: list[events.Event]) -> None:
    leave(cast, TODAY - 3 * DAY)
    told.clear()

    undo_leaving(person_id=cast.manager.pk, actor=cast.hr, now=NOW)

    assert supervisor_of(cast.manager.pk, on=TODAY) == cast.executive.pk
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.manager.pk
    assert heads_of(cast.control.pk, on=TODAY) == [cast.manager.pk]
    stayed, changed = told
    assert stayed.departures == ((cast.manager.pk, None),)
    assert {change.person_id for change in changed.changes} == {cast.manager.pk, cast.member.pk, cast.peer.pk}


def test_who_got_another_supervisor_meanwhile_keeps_that_one(cast: Cast) -> None:
    leave(cast, TODAY - 3 * DAY)
    change_supervisor(person_id=cast.member.pk, supervisor_id=cast.mentor.pk, on=TODAY, actor=cast.hr, now=NOW)

    undo_leaving(person_id=cast.manager.pk, actor=cast.hr, now=NOW)

    assert supervisor_of(cast.member.pk, on=TODAY) == cast.mentor.pk


def test_another_last_day_moves_the_ends(cast: Cast) -> None:
    leave(cast, TODAY)
    leave(cast, TODAY + 10 * DAY)

    assert supervisor_of(cast.member.pk, on=TODAY + 10 * DAY) == cast.manager.pk
    assert supervisor_of(cast.member.pk, on=TODAY + 11 * DAY) is None


def test_a_last_day_before_the_first_is_refused(cast: Cast) -> None:
    with pytest.raises(EndsBeforeStart):
        leave(cast, datetime.date(2020, 1, 1))


def test_who_does_not_leave_cannot_stay(cast: Cast) -> None:
    with pytest.raises(NotLeaving):
        undo_leaving(person_id=cast.manager.pk, actor=cast.hr, now=NOW)


@pytest.mark.parametrize("who", ["member", "manager", "executive", "stranger"])
def test_only_hr_lets_people_leave(cast: Cast, who: str) -> None:
    with pytest.raises(Http404 if who == "stranger" else PermissionDenied):
        person_leaves(person_id=cast.member.pk, left_on=TODAY, actor=getattr(cast, who), now=NOW)
    with pytest.raises(Http404 if who == "stranger" else PermissionDenied):
        record_leave_of_absence(person_id=cast.member.pk, starts_on=TODAY, actor=getattr(cast, who), now=NOW)


@pytest.mark.database
def test_absences_do_not_overlap_and_are_written_down(cast: Cast) -> None:
    absence = record_leave_of_absence(person_id=cast.member.pk, starts_on=TODAY, actor=cast.hr, now=NOW)

    with pytest.raises(LeaveOverlaps):
        record_leave_of_absence(person_id=cast.member.pk, starts_on=TODAY + 9 * DAY, actor=cast.hr, now=NOW)
    end_leave_of_absence(leave_id=absence.pk, until_on=TODAY + 5 * DAY, actor=cast.hr, now=NOW)
    record_leave_of_absence(
        person_id=cast.member.pk, starts_on=TODAY + 9 * DAY, until_on=TODAY + 12 * DAY, actor=cast.hr, now=NOW
    )

    with pytest.raises(LeaveOverlaps):
        end_leave_of_absence(leave_id=absence.pk, until_on=TODAY + 10 * DAY, actor=cast.hr, now=NOW)
    with pytest.raises(EndsBeforeStart):
        record_leave_of_absence(person_id=cast.peer.pk, starts_on=TODAY, until_on=TODAY, actor=cast.hr, now=NOW)
    actions = AuditEntry.objects.filter(subject_id=cast.member.pk).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["people.leave.recorded", "people.leave.ended", "people.leave.recorded"]


def test_a_title_is_that_of_the_day(cast: Cast) -> None:
    from aizuchi.people.operations import EmploymentFacts, change_employment

    change_employment(
        person_id=cast.member.pk, facts=EmploymentFacts(title="主任"), on=TODAY - 9 * DAY, actor=cast.hr, now=NOW
    )
    change_employment(person_id=cast.member.pk, facts=EmploymentFacts(title="課長"), on=TODAY, actor=cast.hr, now=NOW)

    assert titles_of([cast.member.pk], on=TODAY - DAY) == {cast.member.pk: "主任"}
    assert titles_of([cast.member.pk], on=TODAY) == {cast.member.pk: "課長"}
