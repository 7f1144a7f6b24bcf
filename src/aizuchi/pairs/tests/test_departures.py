import datetime

import pytest
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.events import publish
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import follow_reporting_lines, open_and_close_due_pairs
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.people.events import PeopleLeft
from aizuchi.people.models import Person

DAY = datetime.timedelta(days=1)


def leave(person: Person, left_on: datetime.date | None) -> None:
    Person.objects.filter(pk=person.pk).update(left_on=left_on)
    publish(
        PeopleLeft(organization_id=person.organization_id, departures=((person.pk, left_on),), actor_id=None, at=NOW)
    )


def test_all_pairs_of_somebody_who_leaves_end_after_the_last_day(cast: Cast, mentor_pair: Pair) -> None:
    follow_reporting_lines(organization=cast.organization, person_ids=[cast.member.pk], actor=None, now=NOW)

    leave(cast.member, TODAY - DAY)

    pairs = list(Pair.objects.filter(mentee=cast.member))
    assert len(pairs) == 2
    assert {(pair.until_on, pair.ended_because) for pair in pairs} == {(TODAY, Pair.Ending.LEFT)}
    assert all(pair.closed_at for pair in pairs)


def test_on_the_last_day_itself_they_still_meet(cast: Cast, mentor_pair: Pair) -> None:
    leave(cast.member, TODAY)

    mentor_pair.refresh_from_db()
    assert mentor_pair.holds_on(TODAY)
    assert mentor_pair.closed_at is None

    open_and_close_due_pairs(organization=cast.organization, actor=None, now=NOW + DAY)

    mentor_pair.refresh_from_db()
    assert mentor_pair.closed_at == NOW + DAY


@pytest.mark.database
def test_a_departing_supervisor_ends_the_pairs_with_their_members(cast: Cast) -> None:
    follow_reporting_lines(
        organization=cast.organization, person_ids=[cast.member.pk, cast.peer.pk], actor=None, now=NOW
    )

    leave(cast.manager, TODAY + 5 * DAY)

    ends = Pair.objects.filter(mentor=cast.manager, kind=PairKind.SUPERVISOR).values_list("until_on", flat=True)
    assert list(ends) == [TODAY + 6 * DAY] * 2


@pytest.mark.database
def test_a_departure_taken_back_leaves_everything_as_it_was(cast: Cast, mentor_pair: Pair) -> None:
    follow_reporting_lines(organization=cast.organization, person_ids=[cast.member.pk], actor=None, now=NOW)
    leave(cast.member, TODAY + 5 * DAY)

    leave(cast.member, None)

    pairs = Pair.objects.filter(mentee=cast.member)
    assert {(pair.until_on, pair.ended_because) for pair in pairs} == {(None, "")}
    assert pairs.count() == 2


def test_a_pair_that_ends_earlier_keeps_its_own_end(cast: Cast) -> None:
    pair = PairFactory(
        mentee=cast.member, mentor=cast.mentor, kind=PairKind.MENTOR, until_on=TODAY + 2 * DAY, ended_because="choice"
    )

    leave(cast.member, TODAY + 5 * DAY)

    pair.refresh_from_db()
    assert (pair.until_on, pair.ended_because) == (TODAY + 2 * DAY, Pair.Ending.CHOICE)


def test_pairs_of_others_go_on(cast: Cast, mentor_pair: Pair) -> None:
    leave(cast.peer, TODAY - DAY)

    mentor_pair.refresh_from_db()
    assert mentor_pair.until_on is None
