"""What units answered, beside how it stood with their 1on1s in the weeks before; over units, and never over people."""

import datetime
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.http import Http404

from aizuchi.feedback.models import UnitResult
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person
from aizuchi.surveys.models import Participant, Survey, SurveyGroup
from aizuchi.surveys.queries.result_access import GroupTree, ResultAccess, access_results
from aizuchi.surveys.queries.results import load_sums
from aizuchi.surveys.reading.associations import FEWEST_GROUPS
from aizuchi.surveys.reading.changes import Told
from aizuchi.surveys.results.heat_map import favourable_of_theme, group_by_theme
from aizuchi.surveys.results.lines import list_lines
from aizuchi.surveys.results.tallies import tally_lines
from aizuchi.surveys.results.together import find_together

WEEKS_BEFORE = datetime.timedelta(days=91)
HELD, PREPARED, MET = "held", "prepared", "met"
WAS_HELD = (Meeting.State.HELD, Meeting.State.CLOSED)

Values = Mapping[uuid.UUID, float]


@dataclass(frozen=True, kw_only=True)
class Together:
    survey: Survey
    units: int
    """That have nobody in common and are told."""
    told: Told[tuple[str, str]] | None
    """A theme, and what was done; None where there are too few units."""


def get_together(viewer: Person, survey_id: uuid.UUID, *, now: datetime.datetime) -> Together:
    """For HR, who reads all units. Raises Http404 for everybody else."""
    access = access_results(viewer, survey_id, now=now)
    if not access.may_share or access.survey.opened_at is None:
        raise Http404
    sizes = _find_units(access)
    if len(sizes) < FEWEST_GROUPS:
        return Together(survey=access.survey, units=len(sizes), told=None)
    held, prepared = _count_meetings(access.survey, access.tree, sizes, access.survey.opened_at)
    met = _read_met(access.survey, access.tree, sizes, access.survey.opened_at)
    done = {HELD: held, PREPARED: prepared, MET: met}
    told = find_together(_list_themes(access, sizes), done, sizes)
    return Together(survey=access.survey, units=len(sizes), told=told)


def _find_units(access: ResultAccess) -> dict[uuid.UUID, int]:
    """The smallest that are told, with how many were asked: no two have anybody in common."""
    told = dict(SurveyGroup.objects.filter(survey=access.survey, hidden="").values_list("pk", "asked"))
    tree = access.tree
    units = {group for group in told if tree.unit_of[group] and group not in tree.values_of}
    return {group: told[group] for group in units if not units & {*tree.walk(group)[1:]}}


def _list_themes(access: ResultAccess, units: Collection[uuid.UUID]) -> Mapping[str, Values]:
    lines = list(list_lines(access.survey.read()))
    sums = load_sums(units)
    found: dict[str, dict[uuid.UUID, float]] = {}
    for unit in units:
        tallies = tally_lines(lines, sums.get(unit, {}))
        for theme, of_theme in group_by_theme(lines, tallies).items():
            if good := favourable_of_theme(of_theme, tallies):
                found.setdefault(theme, {})[unit] = good.value
    return found


def _count_meetings(
    survey: Survey, tree: GroupTree, units: Collection[uuid.UUID], until: datetime.datetime
) -> tuple[Values, Values]:
    """1on1s held for each who was asked, and the share of these for which the mentee prepared."""
    group_of = Participant.objects.filter(survey=survey)
    held = Meeting.objects.filter(state__in=WAS_HELD, starts_at__gte=until - WEEKS_BEFORE, starts_at__lt=until)
    of_asked = held.filter(pair__mentee__in=group_of.values("person")).order_by()
    prepared = Q(preparations__person=F("pair__mentee"), preparations__finished_at__isnull=False)
    every, ready_ones = Count("pk", distinct=True), Count("pk", filter=prepared, distinct=True)
    counts = of_asked.values_list("pair__mentee").annotate(every=every, ready=ready_ones)
    by_person = {person: (count, ready) for person, count, ready in counts}
    above = {group: unit for unit in units for group in tree.walk(unit)}
    totals: dict[uuid.UUID, list[int]] = {unit: [0, 0, 0] for unit in units}
    for person, group in group_of.values_list("person", "group"):
        if unit := above.get(group):
            count, ready = by_person.get(person, (0, 0))
            totals[unit] = [one + more for one, more in zip(totals[unit], (1, count, ready), strict=True)]
    return (
        {unit: count / people for unit, (people, count, _) in totals.items() if people},
        {unit: ready / count for unit, (_, count, ready) in totals.items() if count},
    )


def _read_met(survey: Survey, tree: GroupTree, units: Collection[uuid.UUID], until: datetime.datetime) -> Values:
    """How often mentees were met as they had hoped for, of the quarter before, where that is shown."""
    rows = UnitResult.objects.filter(organization=survey.organization, response__isnull=True, hidden="")
    quarter = rows.filter(quarter_on__lte=survey.organization.today(until)).order_by("-quarter_on").first()
    if quarter is None:
        return {}
    shares = rows.filter(quarter_on=quarter.quarter_on).values_list("unit", "share_4", "share_5")
    good = {unit: ((mostly or 0) + (yes or 0)) / 100 for unit, mostly, yes in shares}
    return {group: good[unit] for group in units if (unit := tree.unit_of[group]) in good}
