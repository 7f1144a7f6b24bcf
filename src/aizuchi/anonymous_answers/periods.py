"""The two clocks: windows of two weeks, and blocks of thirteen weeks to which windows belong by their first day.

Both are counted from one Monday, so that everybody's windows are the same and nobody's start tells anything.
"""

import datetime

EPOCH = datetime.date(2024, 1, 1)
WINDOW = datetime.timedelta(days=14)
QUARTER = datetime.timedelta(days=91)
# Who met on a window's last day still has a week to answer.
GRACE = datetime.timedelta(days=7)


def window_start(day: datetime.date) -> datetime.date:
    return day - (day - EPOCH) % WINDOW


def quarter_start(day: datetime.date) -> datetime.date:
    """The first day of the thirteen weeks in which the window of that day begins."""
    start = window_start(day)
    return start - (start - EPOCH) % QUARTER


def windows_of_quarter(quarter_on: datetime.date) -> list[datetime.date]:
    """The first days of its windows: six or seven, in turn."""
    first = window_start(quarter_on + WINDOW - datetime.timedelta(days=1))
    starts = [first + n * WINDOW for n in range(7)]
    return [start for start in starts if start < quarter_on + QUARTER]


def quarter_closes(quarter_on: datetime.date) -> datetime.date:
    """The first day on which no window of it takes answers any more."""
    return windows_of_quarter(quarter_on)[-1] + WINDOW + GRACE
