import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.notifications.timing import Rhythm

TOKYO, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")
MOMENT = st.datetimes(
    datetime.datetime(2026, 1, 1),  # noqa: DTZ001  # hypothesis wants its bounds without a zone
    datetime.datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(BERLIN),
)
CLOCK = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


def rhythm(quiet_from="20:00", quiet_until="08:00", zone=TOKYO, digest_at=None) -> Rhythm:
    read = datetime.time.fromisoformat
    return Rhythm(
        zone=zone, quiet_from=read(quiet_from), quiet_until=read(quiet_until), digest_at=digest_at and read(digest_at)
    )


@pytest.mark.parametrize(
    ("clock", "is_quiet"), [("07:59", True), ("08:00", False), ("19:59", False), ("20:00", True), ("00:00", True)]
)
def test_the_night_spans_midnight(clock: str, is_quiet: bool) -> None:
    moment = datetime.datetime.fromisoformat(f"2026-06-17T{clock}").replace(tzinfo=TOKYO)

    assert rhythm().is_quiet_at(moment) is is_quiet


def test_equal_hours_mean_never_quiet() -> None:
    assert not rhythm("09:00", "09:00").is_quiet_at(datetime.datetime(2026, 6, 17, 9, tzinfo=TOKYO))


def test_a_digest_inside_the_quiet_hours_waits_for_their_end() -> None:
    evening = datetime.datetime(2026, 6, 17, 21, tzinfo=TOKYO)

    told_at = rhythm(digest_at="07:00").next_moment(evening, is_urgent=False)

    assert told_at.astimezone(TOKYO) == datetime.datetime(2026, 6, 18, 8, tzinfo=TOKYO)


def test_the_night_of_the_clock_change_ends_at_eight_all_the_same() -> None:
    late = datetime.datetime(2026, 3, 28, 23, tzinfo=BERLIN)

    assert rhythm(zone=BERLIN).next_moment(late, is_urgent=False).astimezone(BERLIN).hour == 8


@given(
    MOMENT,
    CLOCK,
    CLOCK,
    st.none() | CLOCK,
)
def test_whatever_the_rhythm_nobody_is_disturbed_at_night_nor_told_before_it_is_time(
    moment: datetime.datetime, quiet_from: datetime.time, quiet_until: datetime.time, digest_at: datetime.time | None
) -> None:
    own = Rhythm(zone=BERLIN, quiet_from=quiet_from, quiet_until=quiet_until, digest_at=digest_at)

    told_at = own.next_moment(moment, is_urgent=False)

    assert not own.is_quiet_at(told_at) or told_at.astimezone(BERLIN).utcoffset() != moment.utcoffset()
    assert moment <= told_at.astimezone(BERLIN) <= moment + datetime.timedelta(days=2, hours=1)
