import datetime

import pytest
from django import forms

from aizuchi.kernel.days import DayFormField, day_after, read_day, read_minute_of_day, read_moment


class Form(forms.Form):
    on = DayFormField()


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2026-02-30", "today", ""])
def test_a_day_that_nobody_means_is_none(text: str) -> None:
    assert read_day(text) is None
    assert read_moment(f"{text}T12:00+09:00") is None
    assert read_moment(text) is None
    assert not Form({"on": text}).is_valid()


def test_a_day_and_a_moment_are_read_as_browsers_send_them() -> None:
    noon = read_moment("2026-12-01T12:00+09:00")

    assert read_day("2026-12-01") == datetime.date(2026, 12, 1)
    assert noon == datetime.datetime(2026, 12, 1, 3, tzinfo=datetime.UTC)
    assert Form({"on": "2026-12-01"}).is_valid()


def test_what_has_no_zone_is_on_the_wall_of_whoever_typed_it() -> None:
    noon = read_moment("2026-12-01T12:00")

    assert noon
    assert noon.tzinfo is not None


def test_no_day_comes_after_the_last() -> None:
    assert day_after(datetime.date(2026, 12, 31)) == datetime.date(2027, 1, 1)
    assert day_after(datetime.date.max) == datetime.date.max


@pytest.mark.parametrize(("text", "minute"), [("09:30", 570), ("00:00", 0), ("24:01", None), ("", None), ("9", None)])
def test_a_time_of_day_counts_its_minutes(text: str, minute: int | None) -> None:
    assert read_minute_of_day(text) == minute
