"""Template tags every page may use. They stand in every template without {% load %}."""

import datetime
from typing import ClassVar, Protocol

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from aizuchi.kernel.export.parquet_writing import can_write_parquet
from aizuchi.ui import formatting
from aizuchi.ui.build import ADVICE, Built, find_icons, find_island, find_stylesheet
from aizuchi.ui.charts import BarChart
from aizuchi.ui.charts.intervals import draw_interval
from aizuchi.ui.folding import takes_more_lines_than
from aizuchi.ui.icons import draw_icon

register = template.Library()


class Drawable(Protocol):
    """A chart of `ui/charts`."""

    template: ClassVar[str]


NOTHING = mark_safe("")
KIND_ICONS = {
    "supervisor": "move-vertical",
    "mentor": "sprout",
    "peer": "move-horizontal",
    "diagonal": "move-diagonal",
}
HUE_STEP = 15
GROW_STEP, GROW_MOST = 5, 120

register.filter("day", formatting.format_day)
register.filter("long_day", formatting.format_long_day)
register.filter("whole_date", formatting.format_date)
register.filter("short_day", formatting.format_short_day)
register.filter("chip_day", formatting.format_chip_day)
register.filter("month_name", formatting.format_month_name)
register.filter("other_year", formatting.format_other_year)
register.filter("month", formatting.format_month)
register.filter("weekday", formatting.format_weekday)
register.filter("clock", formatting.format_clock)
register.filter("due", formatting.say_due)
register.filter("until", formatting.format_until)
register.filter("ago", formatting.format_ago)
register.filter("lasting", formatting.format_duration)
register.filter("exactly", formatting.write_exactly)
register.filter("exceeds", takes_more_lines_than)


@register.simple_tag(takes_context=True)
def island(context: Context, name: str) -> SafeString:
    """Loads an island's script. A page may ask for it as often as it likes: it comes once."""
    if "request" in context:
        asked: set[str] = vars(context["request"]).setdefault("islands_asked", set())
        if name in asked:
            return NOTHING
        asked.add(name)
    built = find_island(name)
    return _load(built) if built else _advise()


@register.simple_tag
def stylesheet(*names: str) -> SafeString:
    """What everybody shares, or the styles of the apps that a page shows, in its head block."""
    return format_html_join("", "{}", ((_link_styles(name),) for name in names or ("main",)))


register.simple_tag(can_write_parquet)


@register.simple_tag
def draw(chart: Drawable | BarChart) -> SafeString:
    """A chart of `ui/charts`, with its table."""
    return chart.drawn if isinstance(chart, BarChart) else render_to_string(chart.template, {"chart": chart})


@register.simple_tag
def interval(at: float, low: float, width: float, mark: float | None = None) -> SafeString:
    """An estimate in percent, inside an svg: where it is, how sure, and what it is held against as a tick."""
    return draw_interval(at, low, width, mark)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon from icons.json. Words stand beside it; where they cannot, the label says them."""
    return draw_icon(name, str(label))


@register.simple_tag
def kind_icon(kind: str, label: str = "") -> SafeString:
    """Pair kinds are directions: up and down, across, aslant; a mentor lets grow."""
    return icon(KIND_ICONS[kind], label)


@register.simple_tag
def brand_mark() -> SafeString:
    return format_html('<svg class="brand__mark" aria-hidden="true"><use href="{}#i-az-mark"/></svg>', find_icons())


@register.simple_tag
def weather_steps() -> list[tuple[int, str, str]]:
    """The five answers to "how are you": value, icon, words. 5 is the best."""
    return [
        (5, "sun", gettext("Great")),
        (4, "cloud-sun", gettext("Good")),
        (3, "cloudy", gettext("As usual")),
        (2, "cloud-rain", gettext("A bit heavy")),
        (1, "cloud-lightning", gettext("Hard")),
    ]


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of a form's field, dressed. Django itself ties it to its help and its error."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxInput):
        return field.as_widget()
    dress = "select" if isinstance(widget, Select) and not widget.allow_multiple_selected else "input"
    return field.as_widget(attrs={"class": f"{dress} {widget.attrs.get('class', '')}".strip()})


@register.filter
def hue(degrees: int) -> int:
    """For data-hue: the nearest of the 24 hues that the styles know (a style attribute would break the CSP)."""
    return round(degrees / HUE_STEP) * HUE_STEP % 360


@register.filter
def thousands(number: int) -> str:
    """2,963: for what may be a whole company. Both languages write it so."""
    return f"{number:,}"


@register.filter
def grow(share: float) -> int:
    """For data-grow: the nearest share that the styles know, so that even the smallest can be seen."""
    return max(GROW_STEP, min(GROW_MOST, round(share / GROW_STEP) * GROW_STEP))


@register.simple_tag
def time(value: datetime.date | datetime.datetime, form: str = "day") -> SafeString:
    """A <time> that reads like one of the filters above: {% time meeting.starts_at "clock" %}."""
    return format_html('<time datetime="{}">{}</time>', formatting.write_exactly(value), formatting.SAY[form](value))


def _link_styles(name: str) -> SafeString:
    built = find_stylesheet(name)
    return format_html('<link rel="stylesheet" href="{}">', built.address) if built else _advise()


def _load(built: Built) -> SafeString:
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">', ((chunk,) for chunk in built.chunks))
    return format_html('{}<script type="module" src="{}"></script>', preloads, built.address)


def _advise() -> SafeString:
    return format_html('<p class="banner banner--stop" role="alert">{}</p>', ADVICE) if settings.DEBUG else NOTHING
