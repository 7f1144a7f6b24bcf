"""The page on which people say how their week suits them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from aizuchi.availability.finding import Stretch
from aizuchi.availability.models import PreferredTimes
from aizuchi.availability.queries.descriptions import say_preferences
from aizuchi.availability.queries.sides import week_of
from aizuchi.availability.week import Hours, read_states, state_between
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_minute

HOUR = 60
EARLIEST, LATEST = 8, 19


@dataclass(frozen=True, kw_only=True)
class HourCell:
    value: str
    """weekday-minute, as the form sends it."""
    state: str
    label: str
    state_label: str


@dataclass(frozen=True, kw_only=True)
class HourRow:
    clock: str
    cells: tuple[HourCell, ...]


@dataclass(frozen=True, kw_only=True)
class OwnTimes:
    weekdays: tuple[tuple[int, str, str], ...]
    """Number, short name, name."""
    rows: tuple[HourRow, ...]
    said: tuple[str, ...]
    buffer_minutes: int
    travel_minutes: int
    preparation_minutes: int
    is_own: bool


def get_own_times(viewer: Person) -> OwnTimes:
    """Three queries."""
    settings = PreferredTimes.objects.filter(person=viewer).first()
    week = week_of(viewer)
    return OwnTimes(
        weekdays=tuple((day, str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in range(7)),
        rows=_rows(week),
        said=tuple(say_preferences(week)),
        buffer_minutes=settings.buffer_minutes if settings else 0,
        travel_minutes=settings.travel_minutes if settings else 0,
        preparation_minutes=settings.preparation_minutes if settings else 0,
        is_own=settings is not None,
    )


def name_states() -> dict[str, str]:
    return {
        "off": _("not at work"),
        "plain": _("all the same"),
        "good": _("good time"),
        "avoid": _("rather not"),
        "never": _("never"),
        "lunch": _("lunch"),
        "mixed": _("partly"),
    }


def _rows(week: Sequence[Stretch]) -> tuple[HourRow, ...]:
    """The hours of an ordinary day, and whatever this person's days have beyond them."""
    states, names = read_states(week), name_states()
    first = min([EARLIEST * HOUR, *(stretch.starts_minute for stretch in week)]) // HOUR
    last = -(-max([LATEST * HOUR, *(stretch.ends_minute for stretch in week)]) // HOUR)
    return tuple(
        HourRow(
            clock=format_minute(hour * HOUR),
            cells=tuple(
                HourCell(
                    value=f"{day}-{hour * HOUR}",
                    state=(state := state_between(states, Hours(day, hour * HOUR, (hour + 1) * HOUR))),
                    label=_("%(day)s %(time)s") % {"day": WEEKDAYS[day], "time": format_minute(hour * HOUR)},
                    state_label=names[state],
                )
                for day in range(7)
            ),
        )
        for hour in range(first, last)
    )
