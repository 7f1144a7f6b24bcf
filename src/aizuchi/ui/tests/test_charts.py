import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.ui.chart_specimens import draw_specimens
from aizuchi.ui.charts import (
    Bar,
    BarChart,
    ChartLine,
    Estimate,
    IntervalChart,
    LineChart,
    Point,
    Scale,
    ShareChart,
    Shares,
    Step,
    StepChart,
)


def draw(chart: Any) -> str:
    return engines["django"].from_string("{% draw chart %}").render({"chart": chart})


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_is_drawn_without_a_style_and_with_its_table(number: int, language: str) -> None:
    with translation.override(language):
        chart = draw_specimens()[number]
        html = draw(chart)

    figure = ElementTree.fromstring(html)
    assert "style=" not in html
    assert [caption.text for caption in figure.iter("caption")] == [chart.title]
    assert {drawn.get("aria-hidden") for drawn in figure.findall("svg")} <= {"true"}
    widths = {len(row) for row in figure.iter("tr")}
    assert len(widths) == 1


@pytest.mark.parametrize("number", range(6))
def test_every_number_of_the_drawing_stands_in_the_table(number: int) -> None:
    chart = draw_specimens()[number]
    table = " ".join(cell for row in chart.table.rows for cell in row)

    for shown in re.findall(r"<b>([^<]+)</b>", draw(chart)):
        assert shown in table


def test_a_missing_quarter_breaks_the_line_and_says_so() -> None:
    points = [Point("Q1", 50, 40, 60), Point("Q2", 60, 50, 70), Point("Q3", None), Point("Q4", 70, 60, 80)]
    chart = LineChart(title="x", lines=[ChartLine("a", points)])
    (placed,) = chart.placed

    assert placed.stroke == "M0 50L33.33 40M100 30"
    assert placed.band == "M0 40L33.33 30L33.33 50L0 60Z"
    assert len(placed.dots) == 3
    with translation.override("en"):
        assert [row[1] for row in chart.table.rows][2] == "not shown"


def test_a_phone_has_room_for_few_names_and_the_latest_is_among_them() -> None:
    chart = LineChart(title="x", lines=[ChartLine("a", [Point(str(number), 1) for number in range(20)])])

    names = [name for _x, name in chart.labels]
    assert len(names) <= 8
    assert names[-1] == "19"


def test_a_bar_below_nothing_goes_the_other_way() -> None:
    scale = Scale(low=-50, high=50)
    bars = [Bar(name="a", value=-25), Bar(name="b", value=25)]
    below, above = BarChart(title="x", heading="y", bars=bars, scale=scale).placed

    assert (below.start, below.width) == (25, 25)
    assert (above.start, above.width) == (50, 25)


def test_what_is_too_few_has_no_number_anywhere() -> None:
    few = "Too few people"
    for chart in (
        BarChart(title="x", heading="y", bars=[Bar(name="a", value=None, why=few)]),
        IntervalChart(title="x", heading="y", estimates=[Estimate(name="a", value=None, low=3, high=7, why=few)]),
        ShareChart(title="x", parts=["Yes", "No"], groups=[Shares(name="a", why=few)]),
    ):
        html = draw(chart)
        assert few in html
        assert "<circle" not in html
        assert "<rect" not in html


def test_parts_that_nobody_chose_take_no_place() -> None:
    chart = ShareChart(title="x", parts=["Yes", "Half", "No"], groups=[Shares(name="a", percents=[70, 0, 30])])

    assert [(share.shade, share.start, share.width) for share in chart.placed[0].shares] == [(5, 0, 70), (1, 70, 30)]


def test_steps_rise_by_what_was_agreed_in_the_order_of_time() -> None:
    steps = [Step(at=0.8, rise=3, when="b", words="later"), Step(at=0.2, rise=1, when="a", words="first")]
    chart = StepChart(title="x", steps=steps, when_heading="When", words_heading="Words")

    assert [(step.words, step.y) for step in chart.placed] == [("first", 78.0), ("later", 12.0)]
    assert chart.table.rows == [["a", "first"], ["b", "later"]]


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 0), st.floats(1, 1e3))
def test_nothing_is_drawn_outside(value: float, low: float, high: float) -> None:
    assert 0 <= Scale(low=low, high=high).place(value) <= 100


def test_words_cannot_break_out_of_a_drawing() -> None:
    html = draw(BarChart(title='"><script>', heading="y", bars=[Bar(name="<b>x</b>", value=1)]))

    assert "<script>" not in html
    assert "<b>x</b>" not in html
