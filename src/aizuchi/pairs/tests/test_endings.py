"""What would end is told before it is done, and asked about once more."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.people.endings import ConsideredChange, what_would_end
from aizuchi.people.events import SupervisorChange
from aizuchi.people.models import Person
from aizuchi.people.queries import supervisor_of

DAY = datetime.timedelta(days=1)
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def leaving(person: Person, left_on: datetime.date) -> ConsideredChange:
    return ConsideredChange(departures=((person.pk, left_on),))


def reporting_to(person: Person, supervisor: Person | None, on: datetime.date) -> ConsideredChange:
    return ConsideredChange(supervisors=(SupervisorChange(person.pk, supervisor.pk if supervisor else None, on),))


def test_a_departure_ends_every_pair_and_the_dates_after_the_last_day(
    cast: Cast, supervisor_pair: Pair, mentor_pair: Pair
) -> None:
    for days in (1, 5, 6, 20):
        MeetingFactory(pair=supervisor_pair, starts_at=NOW + days * DAY)
    MeetingFactory(pair=supervisor_pair, starts_at=NOW + 30 * DAY, state=Meeting.State.CANCELLED)

    told = what_would_end(cast.organization, leaving(cast.member, TODAY + 5 * DAY), now=NOW)

    assert {pair.pair_id for pair in told.pairs} == {supervisor_pair.pk, mentor_pair.pk}
    assert {pair.until_on for pair in told.pairs} == {TODAY + 6 * DAY}
    assert (told.pair_count, told.meeting_count) == (2, 2)
    assert told.meetings_by_day == [(TODAY + 6 * DAY, 2)]
    assert sorted(count for _kind, count in told.pairs_by_kind) == [1, 1]


def test_a_departing_supervisor_ends_the_pairs_of_all_members(cast: Cast, supervisor_pair: Pair) -> None:
    PairFactory(mentee=cast.peer, mentor=cast.manager)

    assert what_would_end(cast.organization, leaving(cast.manager, TODAY), now=NOW).pair_count == 2


@pytest.mark.database
def test_another_supervisor_ends_the_pair_with_the_one_before_only(
    cast: Cast, supervisor_pair: Pair, mentor_pair: Pair
) -> None:
    told = what_would_end(cast.organization, reporting_to(cast.member, cast.mentor, TODAY), now=NOW)

    assert [pair.pair_id for pair in told.pairs] == [supervisor_pair.pk]


def test_the_same_supervisor_ends_nothing(cast: Cast, supervisor_pair: Pair) -> None:
    assert not what_would_end(cast.organization, reporting_to(cast.member, cast.manager, TODAY), now=NOW)


@pytest.mark.database
def test_what_ends_earlier_anyway_is_not_told_again(cast: Cast, supervisor_pair: Pair) -> None:
    Pair.objects.update(until_on=TODAY + 3 * DAY)

    assert not what_would_end(cast.organization, leaving(cast.member, TODAY + 5 * DAY), now=NOW)


def test_the_questions_do_not_grow_with_the_people(cast: Cast, django_assert_max_num_queries) -> None:
    pairs = [PairFactory(mentor=cast.manager, organization=cast.organization) for _ in range(30)]

    with django_assert_max_num_queries(3):
        change = ConsideredChange(departures=tuple((pair.mentee_id, TODAY) for pair in pairs))
        assert what_would_end(cast.organization, change, now=NOW).pair_count == 30


@pytest.mark.parametrize(
    ("language", "sentence"), [("ja", "続いている1on1が、1組終わります"), ("en", "one standing 1on1 ends")]
)
def test_hr_is_told_and_asked_before_a_pair_ends(
    cast: Cast, supervisor_pair: Pair, client_for: SignIn, language: str, sentence: str
) -> None:
    Person.objects.filter(pk=cast.hr.pk).update(language=language)
    client = client_for(Person.objects.get(pk=cast.hr.pk))
    MeetingFactory(pair=supervisor_pair, starts_at=NOW + 3 * DAY)
    address = reverse("people:change", args=[cast.member.pk, "supervisor"])
    typed = {"supervisor": cast.mentor.employee_number, "on": TODAY.isoformat()}

    page = client.post(address, typed)

    assert sentence in page.content.decode()
    assert 'name="read" value="1-1"' in page.content.decode()
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.manager.pk

    client.post(address, {**typed, "read": "1-0"})
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.manager.pk, "the numbers are others by now"

    client.post(address, {**typed, "read": "1-1"})
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.mentor.pk


def test_where_nothing_ends_nobody_is_asked(cast: Cast, client_for: SignIn) -> None:
    client_for(cast.hr).post(
        reverse("people:change", args=[cast.member.pk, "supervisor"]),
        {"supervisor": cast.mentor.employee_number, "on": TODAY.isoformat()},
    )

    assert supervisor_of(cast.member.pk, on=TODAY) == cast.mentor.pk
