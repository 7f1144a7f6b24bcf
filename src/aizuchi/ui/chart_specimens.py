"""One chart of each kind, with invented numbers."""

from typing import Any

from django.utils.translation import pgettext

from aizuchi.ui.charts import (
    Bar,
    BarChart,
    ChartLine,
    Estimate,
    IntervalChart,
    LineChart,
    Mark,
    Point,
    Scale,
    ShareChart,
    Shares,
    Step,
    StepChart,
)


def draw_specimens() -> list[Any]:
    few = pgettext("specimen", "Too few people")
    return [_over_time(), _bars(few), _intervals(few), _differences(), _shares(few), _steps()]


def _over_time() -> LineChart:
    unit = [("Q1", 61, 52, 69), ("Q2", 58, 50, 66), ("Q3", None, None, None), ("Q4", 52, 43, 61), ("Q5", 70, 61, 78)]
    return LineChart(
        title=pgettext("specimen", "Over quarters, with a gap where too few answered"),
        lines=[
            ChartLine(pgettext("specimen", "Development"), [Point(*point) for point in unit]),
            ChartLine(
                pgettext("specimen", "Organization"),
                [Point(f"Q{number}", value) for number, value in enumerate((55, 56, 56, 58, 60), 1)],
                looks="other",
            ),
        ],
    )


def _bars(few: str) -> BarChart:
    return BarChart(
        title=pgettext("specimen", "Beside each other, each with its target"),
        heading=pgettext("specimen", "Held"),
        mark_name=pgettext("specimen", "Target"),
        bars=[
            Bar(name=pgettext("specimen", "Development"), value=91, mark=90),
            Bar(name=pgettext("specimen", "Sales"), value=64, mark=90),
            Bar(name=pgettext("specimen", "Patents"), value=None, why=few),
        ],
    )


def _intervals(few: str) -> IntervalChart:
    return IntervalChart(
        title=pgettext("specimen", "Estimates, and the time before"),
        heading=pgettext("specimen", "Now"),
        mark_name=pgettext("specimen", "Before"),
        estimates=[
            Estimate(name=pgettext("specimen", "Somebody listens to me"), value=77, low=68, high=84, mark=73),
            Estimate(name=pgettext("specimen", "My work is about right"), value=40, low=31, high=49, mark=52),
            Estimate(name=pgettext("specimen", "I know what it is for"), value=None, why=few),
        ],
    )


def _differences() -> IntervalChart:
    return IntervalChart(
        title=pgettext("specimen", "A difference, on both sides of nothing"),
        heading=pgettext("specimen", "Difference"),
        scale=Scale(low=-0.5, high=0.5, unit="", decimals=2),
        estimates=[
            Estimate(name=pgettext("specimen", "Somebody listens to me"), value=0.21, low=0.04, high=0.38),
            Estimate(name=pgettext("specimen", "My work is about right"), value=-0.06, low=-0.2, high=0.08),
        ],
    )


def _shares(few: str) -> ShareChart:
    return ShareChart(
        title=pgettext("specimen", "How a group answered"),
        parts=[
            pgettext("specimen", "Yes"),
            pgettext("specimen", "Mostly"),
            pgettext("specimen", "Half and half"),
            pgettext("specimen", "Hardly"),
            pgettext("specimen", "No"),
        ],
        groups=[
            Shares(name=pgettext("specimen", "Development"), percents=[35, 30, 15, 15, 5]),
            Shares(name=pgettext("specimen", "Sales"), percents=[20, 25, 30, 25, 0]),
            Shares(name=pgettext("specimen", "Patents"), why=few),
        ],
    )


def _steps() -> StepChart:
    return StepChart(
        title=pgettext("specimen", "What changed, step by step"),
        when_heading=pgettext("specimen", "When"),
        words_heading=pgettext("specimen", "Words"),
        ticks=[(0.0, "1"), (0.2, "2"), (0.4, "3"), (0.6, "4"), (0.8, "5")],
        until=0.95,
        marks=[
            Mark(at=0.02, when="1", words=pgettext("specimen", "Look it up for five minutes")),
            Mark(at=0.3, when="2", words=pgettext("specimen", "Call after half an hour")),
        ],
        steps=[
            Step(at=0.18, rise=1, when="1", words=pgettext("specimen", "You came prepared")),
            Step(at=0.5, rise=2, when="3", words=pgettext("specimen", "You called early")),
            Step(at=0.88, rise=3, when="5", words=pgettext("specimen", "Others do it too"), looks="diamond"),
        ],
    )
