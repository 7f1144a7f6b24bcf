"""Several surveys of one series beside each other, as far back as may be read."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey
from aizuchi.surveys.queries.result_access import access_results
from aizuchi.surveys.queries.results import ResultGroup, choose_group, load_groups, load_rounds
from aizuchi.surveys.reading.intervals import Interval
from aizuchi.surveys.results.heat_map import group_by_theme
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.rounds import favourable_over_time, theme_over_time

MOST_ROUNDS = 12
"""A year of pulses."""


@dataclass(frozen=True, kw_only=True)
class ThemeOverTime:
    theme: str
    shares: Sequence[Interval | None]
    """By survey, the earliest first; None is a gap."""
    lines: Sequence[tuple[ResultLine, Sequence[Interval | None]]]


@dataclass(frozen=True, kw_only=True)
class OverTime:
    survey: Survey
    group: ResultGroup
    closed_at: Sequence[datetime.datetime]
    themes: Sequence[ThemeOverTime]


def get_over_time(
    viewer: Person, survey_id: uuid.UUID, *, group_id: uuid.UUID | None, now: datetime.datetime
) -> OverTime:
    """Raises Http404 for what the viewer may not read."""
    access = access_results(viewer, survey_id, now=now)
    chosen = choose_group(access, group_id)
    surveys = [access.survey, *access.earlier[: MOST_ROUNDS - 1]]
    rounds = load_rounds(surveys, access.tree.unit_of[chosen], access.tree.values_of.get(chosen, ""))
    latest = rounds[-1][1]
    by_theme = group_by_theme(latest.lines, latest.tallies)
    told = [one for _when, one in rounds]
    return OverTime(
        survey=access.survey,
        group=load_groups([chosen], access)[chosen],
        closed_at=[when for when, _round in rounds],
        themes=[
            ThemeOverTime(
                theme=theme,
                shares=theme_over_time(lines, told),
                lines=[(line, favourable_over_time(line, told)) for line in lines],
            )
            for theme, lines in by_theme.items()
        ],
    )
