"""A mistake that is taken back within two weeks costs nobody their 1on1s."""

import datetime

import pytest
import time_machine
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.calendars.models import CalendarEntry
from aizuchi.catalogue.models import PairKind
from aizuchi.meetings.models import Meeting
from aizuchi.notes.models import CircleMember
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import follow_reporting_lines, open_and_close_due_pairs
from aizuchi.pairs.operations.healing import WITHIN
from aizuchi.pairs.queries import former_pairs_of, pairs_of
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.people.models import Person
from aizuchi.people.operations import change_supervisor, person_leaves, undo_leaving

DAY = datetime.timedelta(days=1)
State = Meeting.State


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pair(cast: Cast) -> Pair:
    """As the reporting line has made it, with its next meeting."""
    follow_reporting_lines(organization=cast.organization, person_ids=[cast.member.pk], actor=None, now=NOW)
    return Pair.objects.get(mentee=cast.member)


def put_under(person: Person, supervisor: Person | None, *, after: int = 0, on: datetime.date | None = None) -> None:
    """`after` so many days of the mistake, and from that day unless told otherwise."""
    now = NOW + after * DAY
    change_supervisor(
        person_id=person.pk,
        supervisor_id=supervisor.pk if supervisor else None,
        on=on or TODAY + after * DAY,
        actor=None,
        now=now,
    )


def open_pairs(person: Person) -> list[Pair]:
    return list(Pair.objects.filter(mentee=person, kind=PairKind.SUPERVISOR, until_on=None))


@pytest.mark.parametrize("after", [0, 1, 13])
def test_a_supervisor_changed_and_changed_back_is_the_same_pair(cast: Cast, pair: Pair, after: int) -> None:
    put_under(cast.member, cast.mentor)
    assert [one.mentor for one in open_pairs(cast.member)] == [cast.mentor]

    put_under(cast.member, cast.manager, after=after)

    assert open_pairs(cast.member) == [pair]
    pair.refresh_from_db()
    assert (pair.until_on, pair.ended_because, pair.closed_at) == (None, "", None)


def test_entered_for_the_day_of_the_mistake_it_is_the_same_pair_too(cast: Cast, pair: Pair) -> None:
    put_under(cast.member, cast.mentor)
    put_under(cast.member, cast.manager, after=3, on=TODAY)

    assert open_pairs(cast.member) == [pair]


@pytest.mark.database
def test_entered_for_a_day_to_come_it_is_the_same_pair_from_then_on(cast: Cast, pair: Pair) -> None:
    put_under(cast.member, cast.mentor)
    put_under(cast.member, cast.manager, after=2, on=TODAY + 9 * DAY)
    open_and_close_due_pairs(organization=cast.organization, actor=None, now=NOW + 9 * DAY)

    assert open_pairs(cast.member) == [pair]
    assert not Pair.objects.filter(mentee=cast.member, mentor=cast.mentor, until_on__gt=TODAY).exists()


def test_after_two_weeks_it_is_another_beginning(cast: Cast, pair: Pair) -> None:
    put_under(cast.member, cast.mentor)
    put_under(cast.member, cast.manager, after=WITHIN.days + 1)

    [again] = open_pairs(cast.member)
    assert again.mentor == cast.manager
    assert again != pair


@pytest.mark.database
def test_the_two_write_again_and_the_time_of_keeping_no_longer_runs(cast: Cast, pair: Pair) -> None:
    put_under(cast.member, cast.mentor)
    assert Pair.objects.get(pk=pair.pk).circle.closed_at
    put_under(cast.member, cast.manager, after=1)

    assert Pair.objects.get(pk=pair.pk).circle.closed_at is None
    assert CircleMember.objects.filter(circle=pair.circle, may_write=True).count() == 2


@pytest.mark.database
def test_the_dates_come_back_and_calendars_with_them(cast: Cast, pair: Pair, run_jobs) -> None:
    soon = MeetingFactory(pair=pair, starts_at=NOW + DAY)
    later = MeetingFactory(pair=pair, starts_at=NOW + 10 * DAY)
    undated = pair.meetings.get(starts_at=None)
    put_under(cast.member, cast.mentor)
    assert {one.state for one in pair.meetings.all()} == {State.CANCELLED}

    with time_machine.travel(NOW + 2 * DAY, tick=False):
        put_under(cast.member, cast.manager, after=2)
        run_jobs()

    assert [Meeting.objects.get(pk=one.pk).state for one in (undated, later)] == [State.PLANNED] * 2
    assert Meeting.objects.get(pk=soon.pk).state == State.CANCELLED, "its time is over"
    assert CalendarEntry.objects.filter(appointment_key=later.pk, called_off_at=None).count() == 1
    assert AuditEntry.objects.filter(action="meetings.meeting.restored", subject_id=later.pk).exists()


@pytest.mark.database
def test_a_time_that_is_taken_by_now_gives_what_was_prepared_to_the_next_1on1(cast: Cast, pair: Pair) -> None:
    lost = MeetingFactory(pair=pair, starts_at=NOW + 3 * DAY)
    item = AgendaItemFactory(meeting=lost)
    put_under(cast.member, cast.mentor)
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=NOW + 3 * DAY)

    put_under(cast.member, cast.manager, after=1)

    lost.refresh_from_db()
    item.refresh_from_db()
    following = pair.meetings.get(state=State.PLANNED)
    assert (lost.state, following.starts_at) == (State.CANCELLED, None)
    assert item.meeting == following


def test_what_somebody_called_off_themselves_stays_called_off(cast: Cast, pair: Pair) -> None:
    own = MeetingFactory(
        pair=pair, starts_at=NOW + 3 * DAY, state=State.CANCELLED, cancelled_at=NOW, cancelled_by=cast.member
    )
    put_under(cast.member, cast.mentor)
    put_under(cast.member, cast.manager, after=1)

    own.refresh_from_db()
    assert own.state == State.CANCELLED


def test_the_empty_pair_that_began_by_it_is_gone(cast: Cast, pair: Pair) -> None:
    put_under(cast.member, cast.mentor)
    between = Pair.objects.get(mentee=cast.member, mentor=cast.mentor)
    MeetingFactory(pair=between, starts_at=NOW + 5 * DAY)

    put_under(cast.member, cast.manager, after=2)

    between.refresh_from_db()
    assert (between.until_on, between.ended_because) == (between.starts_on, Pair.Ending.UNDONE)
    assert {one.state for one in between.meetings.all()} == {State.CANCELLED}
    for person in (cast.member, cast.mentor):
        assert between.pk not in {card.pk for card in former_pairs_of(person, on=TODAY + 2 * DAY)}
    assert [card.pk for card in pairs_of(cast.member, on=TODAY + 2 * DAY)] == [pair.pk]


@pytest.mark.database
@pytest.mark.parametrize("trace", ["item", "action", "words"])
def test_where_something_was_written_meanwhile_both_stay(cast: Cast, pair: Pair, trace: str) -> None:
    put_under(cast.member, cast.mentor)
    between = Pair.objects.get(mentee=cast.member, mentor=cast.mentor)
    if trace == "item":
        AgendaItemFactory(meeting=between.meetings.get())
    elif trace == "action":
        ActionItemFactory(pair=between)
    else:
        Pair.objects.filter(pk=between.pk).update(wish="ゆっくり聞いてほしいです。")

    put_under(cast.member, cast.manager, after=2)

    between.refresh_from_db()
    assert (between.until_on, between.ended_because) == (TODAY + 2 * DAY, Pair.Ending.UNDONE)
    [card] = former_pairs_of(cast.member, on=TODAY + 2 * DAY)
    assert (card.pk, card.began_by_mistake) == (between.pk, True)
    assert open_pairs(cast.member) == [pair]


@pytest.mark.database
def test_changed_once_more_it_goes_on_once_more(cast: Cast, pair: Pair) -> None:
    put_under(cast.member, cast.mentor)
    between = Pair.objects.get(mentee=cast.member, mentor=cast.mentor)
    put_under(cast.member, cast.manager, after=1)
    put_under(cast.member, cast.mentor, after=2)

    assert open_pairs(cast.member) == [between]
    assert Pair.objects.filter(mentee=cast.member).count() == 2


def test_lines_that_were_all_gone_and_come_back_end_nothing(cast: Cast, pair: Pair) -> None:
    put_under(cast.member, None)
    assert open_pairs(cast.member) == []

    put_under(cast.member, cast.manager, after=1)

    assert open_pairs(cast.member) == [pair]


@pytest.mark.database
@pytest.mark.parametrize("kind", [PairKind.MENTOR, PairKind.PEER, PairKind.DIAGONAL, PairKind.SUPERVISOR])
@pytest.mark.parametrize("days", [1, 13])
def test_a_last_day_taken_back_after_it_came_lets_every_pair_go_on(
    cast: Cast, pair: Pair, kind: PairKind, days: int
) -> None:
    other = pair if kind == PairKind.SUPERVISOR else PairFactory(mentee=cast.member, mentor=cast.mentor, kind=kind)
    person_leaves(person_id=cast.member.pk, left_on=TODAY - DAY, actor=None, now=NOW)
    other.refresh_from_db()
    assert (other.until_on, other.ended_because, other.closed_at) == (TODAY, Pair.Ending.LEFT, NOW)

    undo_leaving(person_id=Person.objects.get(pk=cast.member.pk).pk, actor=None, now=NOW + days * DAY)

    other.refresh_from_db()
    assert (other.until_on, other.ended_because, other.closed_at) == (None, "", None)
    assert other.circle.closed_at is None
    assert Pair.objects.filter(mentee=cast.member, kind=kind).count() == 1


def test_a_pair_the_two_have_begun_anew_meanwhile_is_not_doubled(cast: Cast) -> None:
    over = PairFactory(
        mentee=cast.member,
        mentor=cast.mentor,
        kind=PairKind.MENTOR,
        until_on=TODAY,
        ended_because="left",
        closed_at=NOW,
    )
    PairFactory(mentee=cast.member, mentor=cast.mentor, kind=PairKind.MENTOR, starts_on=TODAY)
    person_leaves(person_id=cast.member.pk, left_on=TODAY + 9 * DAY, actor=None, now=NOW)
    undo_leaving(person_id=Person.objects.get(pk=cast.member.pk).pk, actor=None, now=NOW + DAY)

    over.refresh_from_db()
    assert over.until_on == TODAY


def test_what_the_two_ended_themselves_is_over(cast: Cast) -> None:
    over = PairFactory(
        mentee=cast.member,
        mentor=cast.mentor,
        kind=PairKind.MENTOR,
        until_on=TODAY,
        ended_because="choice",
        closed_at=NOW,
    )
    person_leaves(person_id=cast.member.pk, left_on=TODAY, actor=None, now=NOW)
    undo_leaving(person_id=Person.objects.get(pk=cast.member.pk).pk, actor=None, now=NOW + DAY)

    over.refresh_from_db()
    assert over.until_on == TODAY


@pytest.mark.database
def test_a_whole_company_is_healed_in_a_handful_of_queries(cast: Cast, django_assert_max_num_queries) -> None:
    people = [PairFactory(mentor=cast.manager, organization=cast.organization).mentee for _ in range(40)]
    Pair.objects.update(ended_because="line", until_on=TODAY, closed_at=NOW)
    for person in people:
        person.reporting_lines.create(supervisor=cast.manager, starts_on=TODAY)

    with django_assert_max_num_queries(45):
        follow_reporting_lines(
            organization=cast.organization, person_ids=[person.pk for person in people], actor=None, now=NOW + DAY
        )

    assert Pair.objects.filter(mentor=cast.manager, until_on=None, closed_at=None).count() == 40
    assert Pair.objects.filter(mentor=cast.manager).count() == 40


@pytest.mark.database
def test_an_end_is_told_as_the_last_day_and_not_as_the_first_without(
    cast: Cast, supervisor_pair: Pair, mentor_pair: Pair, client_for
) -> None:
    put_under(cast.member, cast.mentor)
    Pair.objects.filter(pk=mentor_pair.pk).update(until_on=TODAY, ended_because="choice")

    page = client_for(cast.member).get("/board/").content.decode()

    assert "6月17日（水）まで" in page
    assert "6月18日（木）まで" in page


@pytest.mark.parametrize(("language", "sentence"), [("ja", "上司の入力まちがいで始まり"), ("en", "begun by a mistake")])
def test_a_pair_that_had_begun_by_mistake_says_so(
    cast: Cast, pair: Pair, client_for, language: str, sentence: str
) -> None:
    put_under(cast.member, cast.mentor)
    between = Pair.objects.get(mentee=cast.member, mentor=cast.mentor)
    Pair.objects.filter(pk=between.pk).update(wish="ゆっくり聞いてほしいです。")
    put_under(cast.member, cast.manager)
    Person.objects.filter(pk=cast.member.pk).update(language=language)

    page = client_for(Person.objects.get(pk=cast.member.pk)).get(f"/pairs/{between.pk}/").content.decode()

    assert sentence in page
