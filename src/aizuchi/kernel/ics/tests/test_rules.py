"""Rules of RFC 5545: read strictly, walked with an end."""

import datetime
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aizuchi.availability.recurrence import BadRule, check_rule, expand
from aizuchi.kernel.ics.rules import MOST_PERIODS, NoRule, read_rule, walk

DATA = Path(__file__).parent / "data"
FIRST = datetime.datetime(2026, 1, 30, 9, 30)  # noqa: DTZ001 (on any wall)
LAST = FIRST + datetime.timedelta(days=800)
OUT_OF_RANGE = [
    line
    for line in (DATA / "own-rules-out-of-range.txt").read_text().splitlines()
    if not line.startswith("#") and "20270202" not in line
]


def dates(rule: str, first: datetime.datetime = FIRST, most: int = 5) -> list[str]:
    return [f"{moment:%Y-%m-%d}" for moment in list(walk(read_rule(rule), first=first, last=LAST))[:most]]


@pytest.mark.parametrize("rule", OUT_OF_RANGE)
def test_an_own_rule_out_of_range_is_refused_at_once(rule: str) -> None:
    began = time.process_time()

    with pytest.raises(BadRule):
        check_rule(rule)

    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1.5", "FREQ=DAILY;INTERVAL=99999", "FREQ=DAILY;COUNT=１"),
        *("FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYWEEKNO=1", "FREQ=DAILY;BYYEARDAY=1", "FREQ=WEEKLY;BYDAY=1MO"),
        *("FREQ=DAILY;BYSETPOS=1", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYDAY=54MO"),
        *(
            "FREQ=DAILY;UNTIL=20271301",
            "FREQ=DAILY;UNTIL=2027-01-01",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=HOURLY",
            "INTERVAL=1",
        ),
        "FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5",
    ],
)
def test_what_the_standard_does_not_let_go_together_is_no_rule(rule: str) -> None:
    with pytest.raises(NoRule):
        read_rule(rule)


def test_the_last_day_that_is_named_is_meant_too() -> None:
    tokyo = datetime.timezone(datetime.timedelta(hours=9))
    start = datetime.datetime(2027, 1, 12, 10, tzinfo=tokyo)

    found = expand(
        check_rule("FREQ=WEEKLY;UNTIL=20270202"),
        starts_at=start,
        zone=ZoneInfo("Asia/Tokyo"),
        until=start + datetime.timedelta(days=90),
    )

    assert [moment.day for moment in found] == [12, 19, 26, 2]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY", ["2026-01-30", "2026-03-30", "2026-04-30"]),
        ("FREQ=MONTHLY;BYDAY=WE,-1SU", ["2026-02-04", "2026-02-11", "2026-02-18", "2026-02-22"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-01-30", "2026-02-27", "2026-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=YEARLY;BYWEEKNO=20", ["2026-05-15", "2027-05-21"]),
        ("FREQ=YEARLY;BYYEARDAY=-1", ["2026-12-31", "2027-12-31"]),
        ("FREQ=YEARLY;BYDAY=20MO", ["2026-05-18", "2027-05-17"]),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=1SA", ["2026-02-07", "2027-02-06"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,FR;WKST=SU", ["2026-01-30", "2026-02-08", "2026-02-13"]),
        ("FREQ=DAILY;BYMONTHDAY=13;BYDAY=FR", ["2026-02-13", "2026-03-13", "2026-11-13"]),
    ],
)
def test_a_rule_means_what_the_standard_says(rule: str, expected: list[str]) -> None:
    assert dates(rule)[: len(expected)] == expected


def test_an_hour_of_its_own_is_added_to_the_day() -> None:
    found = list(walk(read_rule("FREQ=DAILY;BYHOUR=8,17;BYMINUTE=5;COUNT=3"), first=FIRST, last=LAST))

    assert [f"{moment:%d %H:%M}" for moment in found] == ["30 17:05", "31 08:05", "31 17:05"]


def test_what_never_comes_is_not_looked_for_for_ever() -> None:
    began = time.process_time()

    far = datetime.datetime(9999, 12, 30)  # noqa: DTZ001 (on any wall)
    assert list(walk(read_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), first=FIRST, last=far)) == []

    assert time.process_time() - began < 2
    assert MOST_PERIODS <= 20_000


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="FREQINTVALCOUBYDMHSEPWK=;,+-0123456789", max_size=60))
def test_noise_is_refused_or_ends(noise: str) -> None:
    for rule in (noise, f"FREQ=MONTHLY;{noise}"):
        try:
            known = read_rule(rule)
        except NoRule:
            continue
        assert len(list(walk(known, first=FIRST, last=LAST))) < 20_000


@settings(max_examples=60, deadline=None)
@given(
    often=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 5),
    days=st.integers(0, 700),
    by=st.sampled_from(["", ";BYDAY=MO,TH", ";BYMONTH=3,11", ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"]),
)
def test_a_later_beginning_finds_the_same_rest(often: str, interval: int, days: int, by: str) -> None:
    if often == "DAILY" and "BYSETPOS" in by:
        by = ""
    known = read_rule(f"FREQ={often};INTERVAL={interval}{by}")
    since = FIRST + datetime.timedelta(days=days)

    whole = list(walk(known, first=FIRST, last=LAST))

    assert list(walk(known, first=FIRST, last=LAST, since=since)) == [moment for moment in whole if moment >= since]
