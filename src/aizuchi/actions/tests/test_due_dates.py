import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.actions.due_dates import NotADay, read_day

TODAY = datetime.date(2026, 6, 18)


@pytest.mark.parametrize(
    "written",
    ["2026-06-30", "2026/6/30", "6/30", "6月30日", "6月30日（火）", "６月３０日", "2026年6月30日"],
)
def test_reads_a_day_as_people_write_it(written: str) -> None:
    assert read_day(written, today=TODAY) == datetime.date(2026, 6, 30)


def test_a_day_without_a_year_is_the_next_such_day() -> None:
    assert read_day("1月8日", today=TODAY) == datetime.date(2027, 1, 8)


def test_nothing_written_is_no_day() -> None:
    assert read_day("  ", today=TODAY) is None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ja", "6月は30日までです。日付を選びなおしてください。"),
        ("en", "June has 30 days. Please choose the day again."),
    ],
)
def test_a_day_the_month_does_not_have_is_explained(language: str, sentence: str) -> None:
    with translation.override(language), pytest.raises(NotADay, match=sentence):
        read_day("6月31日", today=TODAY)


@pytest.mark.parametrize(
    "written", ["来週", "13月1日", "0000-01-01", "6月", "9999999", "9999-12-31", "2037-01-01", "2015-12-31"]
)
def test_what_is_no_day_is_said(written: str) -> None:
    with pytest.raises(NotADay):
        read_day(written, today=TODAY)


@given(st.text(max_size=30))
def test_whatever_is_written_it_is_a_day_or_said_not_to_be(written: str) -> None:
    try:
        day = read_day(written, today=TODAY)
    except NotADay:
        return

    assert day is None or isinstance(day, datetime.date)


@given(st.dates(datetime.date(2016, 1, 1), datetime.date(2036, 12, 31)))
def test_what_a_date_input_sends_comes_back(day: datetime.date) -> None:
    assert read_day(day.isoformat(), today=TODAY) == day
