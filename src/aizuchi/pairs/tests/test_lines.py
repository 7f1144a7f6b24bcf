import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.factories import PersonFactory, ReportingLineFactory
from tests.thorough import examples

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.events import publish
from aizuchi.notes.models import CircleMember
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import follow_reporting_lines, open_and_close_due_pairs
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.people.events import SupervisorChange, SupervisorsChanged
from aizuchi.people.models import Person, ReportingLine

DAY = datetime.timedelta(days=1)


def change_supervisor(person: Person, supervisor: Person | None, on: datetime.date) -> None:
    """Does what people/ does: the old line ends, the next begins."""
    ReportingLine.objects.filter(person=person, starts_on__gte=on).delete()
    ReportingLine.objects.filter(person=person).on(on).update(until_on=on)
    if supervisor:
        ReportingLineFactory(person=person, supervisor=supervisor, starts_on=on)


def announce(person: Person, supervisor: Person | None, on: datetime.date) -> None:
    publish(
        SupervisorsChanged(
            organization_id=person.organization_id,
            changes=(SupervisorChange(person.pk, supervisor.pk if supervisor else None, on),),
            actor_id=None,
            at=NOW,
        )
    )


def follow(person: Person, *, now: datetime.datetime = NOW) -> None:
    follow_reporting_lines(organization=person.organization, person_ids=[person.pk], actor=None, now=now)


def pairs_of(person: Person) -> list[Pair]:
    return list(Pair.objects.filter(mentee=person, kind=PairKind.SUPERVISOR).order_by("starts_on", "until_on"))


def test_a_reporting_line_starts_a_pair_with_a_circle(cast: Cast) -> None:
    announce(cast.member, cast.manager, TODAY)

    pair = pairs_of(cast.member)[0]
    assert (pair.mentor, pair.until_on) == (cast.manager, None)
    assert pair.circle is not None


def test_a_change_of_supervisor_ends_one_and_starts_the_next(cast: Cast) -> None:
    follow(cast.member)

    change_supervisor(cast.member, cast.mentor, TODAY)
    announce(cast.member, cast.mentor, TODAY)

    before, after = pairs_of(cast.member)
    assert (before.mentor, before.until_on, before.ended_because) == (cast.manager, TODAY, Pair.Ending.LINE)
    assert (after.mentor, after.starts_on, after.until_on) == (cast.mentor, TODAY, None)


def test_the_successor_sees_nothing_of_the_pair_before(cast: Cast) -> None:
    follow(cast.member)
    change_supervisor(cast.member, cast.mentor, TODAY)
    follow(cast.member)

    before, after = pairs_of(cast.member)
    assert before not in Pair.objects.visible_to(cast.mentor)
    assert not CircleMember.objects.filter(circle=before.circle, person=cast.mentor).exists()
    assert before.circle != after.circle


def test_a_change_ahead_holds_on_its_day(cast: Cast) -> None:
    follow(cast.member)
    change_supervisor(cast.member, cast.mentor, TODAY + 10 * DAY)
    follow(cast.member)

    assert [pair.mentor for pair in Pair.objects.visible_to(cast.member)] == [cast.manager]
    assert CircleMember.objects.filter(circle=pairs_of(cast.member)[0].circle, may_write=True).count() == 2

    open_and_close_due_pairs(organization=cast.organization, actor=None, now=NOW + 10 * DAY)

    before, after = pairs_of(cast.member)
    assert before.closed_at == NOW + 10 * DAY
    assert not CircleMember.objects.filter(circle=before.circle, may_write=True).exists()
    assert after in Pair.objects.visible_to(cast.mentor)


def test_a_change_ahead_that_is_taken_back_leaves_the_pair_as_it_was(cast: Cast) -> None:
    follow(cast.member)
    pair = pairs_of(cast.member)[0]
    change_supervisor(cast.member, cast.mentor, TODAY + 10 * DAY)
    follow(cast.member)

    ReportingLine.objects.filter(person=cast.member, supervisor=cast.mentor).delete()
    ReportingLine.objects.filter(person=cast.member).update(until_on=None)
    follow(cast.member)

    pair.refresh_from_db()
    assert (pair.until_on, pair.ended_because) == (None, "")
    assert [pair.mentor for pair in pairs_of(cast.member) if pair.until_on is None] == [cast.manager]
    assert not Pair.objects.filter(mentor=cast.mentor, circle__isnull=False).exists()


def test_a_change_entered_late_counts_from_its_day(cast: Cast) -> None:
    follow(cast.member)
    change_supervisor(cast.member, cast.mentor, TODAY - 14 * DAY)
    follow(cast.member)

    before, after = pairs_of(cast.member)
    assert before.until_on == after.starts_on == TODAY - 14 * DAY


def test_without_a_supervisor_there_is_no_pair(cast: Cast) -> None:
    follow(cast.member)
    change_supervisor(cast.member, None, TODAY)
    follow(cast.member)

    assert [pair.until_on for pair in pairs_of(cast.member)] == [TODAY]


def test_lines_that_ended_long_ago_make_no_pairs(cast: Cast) -> None:
    newcomer = PersonFactory(organization=cast.organization)
    ReportingLineFactory(person=newcomer, supervisor=cast.manager, starts_on="2024-04-01", until_on="2025-04-01")
    ReportingLineFactory(person=newcomer, supervisor=cast.mentor, starts_on="2025-04-01")
    follow(newcomer)

    assert [pair.mentor for pair in pairs_of(newcomer)] == [cast.mentor]


def test_the_queries_do_not_grow_with_the_people(cast: Cast, django_assert_max_num_queries) -> None:
    people = PersonFactory.create_batch(60, organization=cast.organization)
    for person in people:
        ReportingLineFactory(person=person, supervisor=cast.manager)

    with django_assert_max_num_queries(32):  # the next meetings of all of them included
        follow_reporting_lines(
            organization=cast.organization, person_ids={person.pk for person in people}, actor=None, now=NOW
        )
    assert Pair.objects.filter(mentor=cast.manager, circle__isnull=False).count() == 60


moves = st.lists(
    st.tuples(st.sampled_from(["manager", "mentor", "colleague", None]), st.integers(min_value=-20, max_value=20)),
    max_size=6,
)


@pytest.mark.django_db
@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=moves)
def test_however_supervisors_change_there_is_never_more_than_one_at_a_time(
    moves: list[tuple[str | None, int]], cast: Cast
) -> None:
    person = PersonFactory(organization=cast.organization)

    for name, days in moves:
        change_supervisor(person, getattr(cast, name) if name else None, TODAY + days * DAY)
        follow(person)
        once = [(pair.pk, pair.starts_on, pair.until_on, pair.version) for pair in pairs_of(person)]
        follow(person)
        assert once == [(pair.pk, pair.starts_on, pair.until_on, pair.version) for pair in pairs_of(person)]

    for day in (TODAY + days * DAY for days in range(25)):
        assert [pair.mentor_id for pair in pairs_of(person) if pair.holds_on(day)] == list(
            ReportingLine.objects.on(day).filter(person=person).values_list("supervisor_id", flat=True)
        )
