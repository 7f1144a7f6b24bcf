"""Finding a time: what is offered, in which order, and what never is."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from aizuchi.availability.finding import Side, Slot, Stretch, find_slots, look_at_week, window_of
from aizuchi.availability.finding.sides import ORDINARY_WEEK
from aizuchi.kernel.timeline import spans_of
from aizuchi.spaces.queries import SpaceTimes

TOKYO, LONDON, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
MONDAY = datetime.datetime(2026, 6, 1, 8, tzinfo=TOKYO)
WEEK = window_of(MONDAY, MONDAY + datetime.timedelta(days=7))
HOUR = datetime.timedelta(hours=1)
ME = Side(zone=TOKYO)


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = TOKYO) -> datetime.datetime:
    return datetime.datetime(2026, 6, day, hour, minute, tzinfo=zone)


def busy(*spans: tuple[datetime.datetime, datetime.datetime], zone: ZoneInfo = TOKYO, **more: object) -> Side:
    return Side(zone=zone, busy=spans_of(spans), **more)  # type: ignore[arg-type]


def starts(slots: Sequence[Slot]) -> list[datetime.datetime]:
    return [slot.starts_at.astimezone(TOKYO) for slot in slots]


def all_slots(one: Side, other: Side, minutes: int = 30) -> list[Slot]:
    return find_slots(sides=(one, other), minutes=minutes, window=WEEK, limit=500, per_day=99)


def test_the_first_free_hour_comes_first() -> None:
    other = busy((at(1, 9), at(1, 15)))

    assert starts(all_slots(ME, other))[0] == at(1, 15)


def test_what_both_like_comes_before_what_is_sooner() -> None:
    thursday = [*ORDINARY_WEEK, Stretch(3, 9 * 60, 12 * 60, "good")]
    found = all_slots(Side(zone=TOKYO, week=thursday), Side(zone=TOKYO, week=thursday))

    assert starts(found)[0] == at(4, 9)
    assert found[0].liked_by == {0, 1}


def test_what_somebody_avoids_comes_last_and_says_so() -> None:
    week = [*ORDINARY_WEEK, *(Stretch(day, 9 * 60, 18 * 60, "avoid") for day in range(4))]
    found = all_slots(ME, Side(zone=TOKYO, week=week))

    assert starts(found)[0] == at(5, 9)
    assert found[-1].avoided_by == {1}


def test_never_lunch_leave_and_holidays_are_not_offered() -> None:
    week = [*ORDINARY_WEEK, Stretch(4, 13 * 60, 18 * 60, "never")]
    one = Side(zone=TOKYO, week=week, days_off=frozenset({datetime.date(2026, 6, 2)}))
    other = Side(zone=TOKYO, away=[(datetime.date(2026, 6, 3), datetime.date(2026, 6, 5))])

    found = starts(all_slots(one, other))

    assert {moment.day for moment in found} == {1, 5}
    assert not [moment for moment in found if at(5, 13) <= moment or moment.hour == 12]


def test_a_1on1_begins_no_sooner_than_its_preparation_allows() -> None:
    other = busy((at(1, 9), at(1, 10)), preparation_minutes=30)

    assert min(starts(all_slots(ME, other))) == at(1, 10, 30)


def test_the_way_there_counts_only_in_person() -> None:
    other = busy((at(1, 9), at(1, 10)), (at(1, 11), at(1, 18)), buffer_minutes=5, travel_minutes=20)
    times = {"sides": (ME, other), "minutes": 30, "window": window_of(MONDAY, at(1, 19))}

    assert starts(find_slots(**times)) == [at(1, 10, 15)]  # type: ignore[arg-type]
    assert find_slots(**times, in_person=True) == []  # type: ignore[arg-type]


def test_a_time_with_a_free_room_comes_first() -> None:
    taken = spans_of([(at(1, 9), at(1, 12))])
    room = SpaceTimes(name="楓", busy=taken, open=WEEK.paint(spans_of([(at(1, 8), at(7, 20))])))

    found = find_slots(sides=(ME, ME), minutes=30, window=WEEK, rooms=[room], limit=20)

    assert starts(found)[0] == at(1, 13)
    assert found[0].free_rooms == (0,)


def test_the_rhythm_and_the_usual_hour_draw_a_time_near() -> None:
    found = find_slots(
        sides=(ME, ME), minutes=30, window=WEEK, due_at=at(4, 14), usual_at=at(4, 14) - datetime.timedelta(weeks=2)
    )

    assert starts(found)[0] == at(4, 14)
    assert found[0].is_near_due
    assert found[0].is_usual


def test_two_in_distant_places_meet_where_their_days_overlap() -> None:
    london = Side(zone=LONDON)
    found = starts(all_slots(Side(zone=TOKYO, week=[Stretch(day, 540, 1140, "work") for day in range(5)]), london))

    assert {moment.hour for moment in found} <= {17, 18}
    assert found


def test_a_1on1_may_reach_over_midnight() -> None:
    night = [Stretch(1, 23 * 60, 24 * 60, "work"), Stretch(2, 0, 60, "work")]
    side = Side(zone=TOKYO, week=night)

    assert starts(all_slots(side, side, 120)) == [at(2, 23)]


def test_the_hour_that_a_clock_change_skips_is_not_offered() -> None:
    """On 8 March 2026 New York's clocks went from two to three."""
    night = Side(zone=NEW_YORK, week=[Stretch(6, 60, 4 * 60, "work")])
    sunday = datetime.datetime(2026, 3, 8, tzinfo=NEW_YORK)
    window = window_of(sunday, sunday + 5 * HOUR)

    found = find_slots(sides=(night, night), minutes=60, window=window, limit=50)

    assert sorted(slot.starts_at.astimezone(NEW_YORK).hour for slot in found)[0] == 1
    assert sum((slot.ends_at - slot.starts_at for slot in found), datetime.timedelta()) <= 2 * HOUR


def test_something_tentative_is_told_and_does_not_stand_in_the_way() -> None:
    day = window_of(at(1, 9), at(1, 10))
    maybe = Side(zone=TOKYO, tentative=spans_of([(at(1, 9), at(1, 10))]))

    assert [slot.is_tentative for slot in find_slots(sides=(ME, maybe), minutes=30, window=day)] == [True, True]


def test_the_week_shows_states_and_nothing_more() -> None:
    other = busy((at(2, 10), at(2, 11)))
    columns = look_at_week(sides=(ME, other), monday=datetime.date(2026, 6, 1), zone=TOKYO, minutes=30, now=MONDAY)
    cells = {cell.starts_at: cell for column in columns for cell in column.cells}

    assert cells[at(2, 10)].states == ("free", "busy")
    assert cells[at(2, 12)].states == ("off", "off")
    assert cells[at(6, 10)].states == ("off", "off")
    assert not cells[at(2, 10)].may_start
    assert cells[at(2, 11)].may_start


minutes = st.integers(min_value=0, max_value=7 * 24 * 60)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(minutes, st.integers(1, 300)), max_size=30),
    st.lists(st.tuples(minutes, st.integers(1, 300)), max_size=30),
    st.sampled_from([15, 20, 30, 60, 90]),
    st.integers(0, 30),
)
def test_no_slot_ever_touches_what_is_taken(
    mine: list[tuple[int, int]], theirs: list[tuple[int, int]], length: int, buffer: int
) -> None:
    taken = [
        [(MONDAY + datetime.timedelta(minutes=a), MONDAY + datetime.timedelta(minutes=a + b)) for a, b in rows]
        for rows in (mine, theirs)
    ]
    margin = datetime.timedelta(minutes=buffer)
    found = all_slots(busy(*taken[0], buffer_minutes=buffer), busy(*taken[1]), length)

    for slot in found:
        assert slot.ends_at - slot.starts_at >= datetime.timedelta(minutes=length)
        assert all(slot.ends_at + margin <= s or e + margin <= slot.starts_at for s, e in taken[0])
        assert all(slot.ends_at <= s or e <= slot.starts_at for s, e in taken[1])
