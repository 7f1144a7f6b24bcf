"""Charts as numbers and words; `{% draw chart %}` draws them, each with a table for whoever does not see it.

Everything is placed by attributes in percent, so that a chart fits any width, its letters keep their size, and the page
needs neither a style attribute nor a script. A number that may not be shown is None, and is drawn as a gap.
"""

from aizuchi.ui.charts.bars import Bar, BarChart
from aizuchi.ui.charts.intervals import Estimate, IntervalChart
from aizuchi.ui.charts.lines import ChartLine, LineChart, Point
from aizuchi.ui.charts.scale import Scale
from aizuchi.ui.charts.shares import ShareChart, Shares
from aizuchi.ui.charts.steps import Mark, Step, StepChart

__all__ = [
    "Bar",
    "BarChart",
    "ChartLine",
    "Estimate",
    "IntervalChart",
    "LineChart",
    "Mark",
    "Point",
    "Scale",
    "ShareChart",
    "Shares",
    "Step",
    "StepChart",
]
