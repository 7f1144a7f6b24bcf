import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from tests.cast import Cast

from aizuchi.kernel import events
from aizuchi.people.events import SupervisorChange, SupervisorsChanged
from aizuchi.people.models import Person, ReportingLine
from aizuchi.people.operations import ReportingCircle, SupervisorIsGone, change_supervisor, person_leaves
from aizuchi.people.queries import chain_of_command, is_in_chain, people_below, reports_of, supervisor_of

NOW = timezone.now()
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


def change(person: Person, supervisor: Person | None, cast: Cast, on: datetime.date = TODAY) -> None:
    change_supervisor(
        person_id=person.pk, supervisor_id=supervisor.pk if supervisor else None, on=on, actor=cast.hr, now=NOW
    )


def test_a_new_supervisor_follows_the_former_one_without_a_gap(cast: Cast) -> None:
    change(cast.member, cast.mentor, cast)

    assert supervisor_of(cast.member.pk, on=TODAY - DAY) == cast.manager.pk
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.mentor.pk


def test_a_change_planned_for_later_stays(cast: Cast) -> None:
    change(cast.member, cast.executive, cast, on=TODAY + 30 * DAY)
    change(cast.member, cast.mentor, cast, on=TODAY + 10 * DAY)

    found = [supervisor_of(cast.member.pk, on=TODAY + days * DAY) for days in (9, 10, 29, 30)]
    assert found == [cast.manager.pk, cast.mentor.pk, cast.mentor.pk, cast.executive.pk]


def test_a_change_on_the_first_day_of_a_line_corrects_it(cast: Cast) -> None:
    change(cast.member, cast.mentor, cast)
    change(cast.member, cast.executive, cast)

    assert supervisor_of(cast.member.pk, on=TODAY) == cast.executive.pk
    assert reports_of(cast.mentor.pk, on=TODAY) == []


def test_nobody_may_be_the_supervisor(cast: Cast) -> None:
    change(cast.member, None, cast)

    assert supervisor_of(cast.member.pk, on=TODAY) is None
    assert chain_of_command(cast.member.pk, on=TODAY) == []


@pytest.mark.database
def test_the_same_supervisor_again_is_no_change(cast: Cast, told: list[events.Event]) -> None:
    change(cast.member, cast.manager, cast)

    assert cast.member.reporting_lines.count() == 1
    assert told == []


def test_the_fact_is_told(cast: Cast, told: list[events.Event]) -> None:
    change(cast.member, cast.mentor, cast)

    (event,) = told
    assert isinstance(event, SupervisorsChanged)
    assert event.changes == (SupervisorChange(cast.member.pk, cast.mentor.pk, TODAY),)


@pytest.mark.parametrize("below", ["manager", "member"])
def test_a_circle_is_refused_and_nothing_changes(cast: Cast, below: str) -> None:
    with pytest.raises(ReportingCircle):
        change(cast.executive, getattr(cast, below), cast)

    assert supervisor_of(cast.executive.pk, on=TODAY) is None


def test_a_circle_that_a_planned_change_would_close_is_refused(cast: Cast) -> None:
    change(cast.manager, cast.mentor, cast, on=TODAY + 60 * DAY)

    with pytest.raises(ReportingCircle):
        change(cast.mentor, cast.member, cast)


def test_lines_that_never_hold_together_make_no_circle(cast: Cast) -> None:
    change(cast.manager, cast.mentor, cast, on=TODAY)
    change(cast.manager, cast.executive, cast, on=TODAY + 30 * DAY)

    change(cast.mentor, cast.manager, cast, on=TODAY + 30 * DAY)

    assert chain_of_command(cast.mentor.pk, on=TODAY + 30 * DAY) == [cast.manager.pk, cast.executive.pk]


def test_somebody_who_has_left_supervises_nobody(cast: Cast) -> None:
    person_leaves(person_id=cast.mentor.pk, left_on=TODAY, actor=cast.hr, now=NOW)

    with pytest.raises(SupervisorIsGone):
        change(cast.member, cast.mentor, cast, on=TODAY + DAY)


def test_somebody_who_will_leave_supervises_until_then(cast: Cast) -> None:
    person_leaves(person_id=cast.mentor.pk, left_on=TODAY + 5 * DAY, actor=cast.hr, now=NOW)

    change(cast.member, cast.mentor, cast)

    assert supervisor_of(cast.member.pk, on=TODAY + 5 * DAY) == cast.mentor.pk
    assert supervisor_of(cast.member.pk, on=TODAY + 6 * DAY) is None


@pytest.mark.parametrize("who", ["member", "manager", "executive", "colleague", "stranger"])
def test_only_hr_and_administrators_change_supervisors(cast: Cast, who: str) -> None:
    with pytest.raises(Http404 if who == "stranger" else PermissionDenied):
        change_supervisor(
            person_id=cast.member.pk, supervisor_id=cast.mentor.pk, on=TODAY, actor=getattr(cast, who), now=NOW
        )


def test_a_supervisor_from_another_organization_does_not_exist(cast: Cast) -> None:
    with pytest.raises(Http404):
        change(cast.member, cast.stranger, cast)


def test_the_chain_goes_up_nearest_first_and_down_at_any_depth(cast: Cast) -> None:
    assert chain_of_command(cast.member.pk, on=TODAY) == [cast.manager.pk, cast.executive.pk]
    assert is_in_chain(cast.executive.pk, above=cast.member.pk, on=TODAY)
    assert not is_in_chain(cast.mentor.pk, above=cast.member.pk, on=TODAY)
    assert set(people_below(cast.manager.pk, on=TODAY)) == {cast.member.pk, cast.peer.pk}
    assert cast.member.pk in people_below(cast.executive.pk, on=TODAY)


@pytest.mark.database
def test_the_database_refuses_two_supervisors_on_one_day(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="one_supervisor_at_a_time"), transaction.atomic():
        ReportingLine.objects.create(person=cast.member, supervisor=cast.mentor, starts_on=TODAY, until_on=TODAY + DAY)
    earlier = ReportingLine.objects.create(
        person=cast.member,
        supervisor=cast.mentor,
        starts_on=datetime.date(2020, 1, 1),
        until_on=datetime.date(2021, 1, 1),
    )
    with pytest.raises(IntegrityError, match="one_supervisor_at_a_time"), transaction.atomic():
        ReportingLine.objects.filter(pk=earlier.pk).update(until_on=TODAY)
