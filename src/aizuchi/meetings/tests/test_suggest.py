import datetime
from zoneinfo import ZoneInfo

import pytest

from aizuchi.meetings.operations.suggest import are_there, suggest_start

TOKYO = ZoneInfo("Asia/Tokyo")
# A Thursday, the third of its month.
LATEST = datetime.datetime(2026, 6, 18, 14, 0, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        ("weekly", "2026-06-25"),
        ("every_2_weeks", "2026-07-02"),
        ("monthly", "2026-07-16"),
        ("every_2_months", "2026-08-20"),
        ("quarterly", "2026-09-17"),
        ("once", None),
        ("when_needed", None),
    ],
)
def test_the_next_one_keeps_weekday_and_hour(cadence: str, expected: str | None) -> None:
    found = suggest_start(latest=LATEST, cadence=cadence, now=LATEST)

    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == (f"{expected} 14:00" if expected else None)


def test_a_fifth_thursday_becomes_the_last_one() -> None:
    latest = datetime.datetime(2026, 7, 30, 10, 0, tzinfo=TOKYO)

    found = suggest_start(latest=latest, cadence="monthly", now=latest)

    assert found is not None
    assert found.date() == datetime.date(2026, 8, 27)


def test_what_has_passed_is_not_suggested() -> None:
    found = suggest_start(latest=LATEST, cadence="weekly", now=LATEST + datetime.timedelta(days=20))

    assert found is not None
    assert found.date() == datetime.date(2026, 7, 9)


def test_nobody_is_suggested_a_weekend() -> None:
    saturday = datetime.datetime(2026, 6, 20, 10, 0, tzinfo=TOKYO)

    found = suggest_start(latest=saturday, cadence="weekly", now=saturday)

    assert found is not None
    assert found.date() == datetime.date(2026, 6, 29)


def test_a_leave_pauses_the_rhythm() -> None:
    absences = [(datetime.date(2026, 6, 22), datetime.date(2026, 7, 10))]

    found = suggest_start(latest=LATEST, cadence="weekly", now=LATEST, is_free=are_there(absences))

    assert found is not None
    assert found.date() == datetime.date(2026, 7, 16)


def test_an_open_ended_leave_suggests_nothing() -> None:
    absences = [(datetime.date(2026, 6, 22), None)]

    assert suggest_start(latest=LATEST, cadence="weekly", now=LATEST, is_free=are_there(absences)) is None
