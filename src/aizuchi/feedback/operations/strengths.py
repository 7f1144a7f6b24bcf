"""From released blocks to the sums that pages read. All of it is made again from the blocks, so a run that dies
half-way or comes twice counts nothing twice."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from aizuchi.feedback.estimation.spreads import measure_spreads
from aizuchi.feedback.estimation.tallies import OVERALL, Means, MentorCell, Tallies, Tally
from aizuchi.feedback.models import SCALE, Block, MentorSums, OrganizationSums, Spreads
from aizuchi.feedback.periods import QUARTER
from aizuchi.people.models import Organization

YEAR = 4 * QUARTER
MENTORS_AT_ONCE = 200
MENTORS_TO_BE_TOLD = 3
MOST_OF_ONE = 0.7
WINDOWS = ("ever", "year", "before")
SUMS = ("answers", "total", "squares")


@dataclass(frozen=True)
class Counted:
    """One cell, over time."""

    ever: Tally
    year: Tally
    before: Tally
    """The year as it was a quarter earlier."""


NOTHING = Counted(Tally(), Tally(), Tally())


def sum_up_strengths(*, organization: Organization, now: datetime.datetime) -> None:
    """Sums of every mentor and of the organization, and how much mentors differ, up to the latest released quarter."""
    blocks = Block.objects.filter(organization=organization)
    latest = blocks.aggregate(latest=Max("quarter_on"))["latest"]
    if latest is None:
        return
    whole = {_cell(row): _counted(row) for row in _add_up(blocks, latest, by=("topic", "response"))}
    shares = _Shares()
    means = Means({cell: counted.year for cell, counted in whole.items()})
    found = measure_spreads(_keep_mentors(blocks, latest, shares), means=means)
    with transaction.atomic():
        _keep_organization(organization, whole, shares.list_told())
        Spreads.objects.update_or_create(
            organization=organization,
            defaults={**vars(found), "quarter_on": latest, "measured_at": now},
        )


class _Shares:
    """Of how many mentors each mean is made, and how much the largest gives. A coarse one is made of all below it."""

    def __init__(self) -> None:
        self.answers: dict[MentorCell, int] = defaultdict(int)
        self.mentors: dict[MentorCell, int] = defaultdict(int)
        self.largest: dict[MentorCell, int] = defaultdict(int)

    def note(self, tallies: Tallies) -> None:
        counts: dict[MentorCell, int] = defaultdict(int)
        for cell, tally in tallies.items():
            for level in {cell, cell.general, OVERALL}:
                counts[level] += tally.answers
        for cell, count in counts.items():
            self.answers[cell] += count
            self.mentors[cell] += 1
            self.largest[cell] = max(self.largest[cell], count)

    def list_told(self) -> set[MentorCell]:
        return {
            cell
            for cell, answers in self.answers.items()
            if self.mentors[cell] >= MENTORS_TO_BE_TOLD and self.largest[cell] <= MOST_OF_ONE * answers
        }


def _keep_mentors(blocks: QuerySet[Block], latest: datetime.date, shares: _Shares) -> Iterator[Tallies]:
    """Portion by portion, so that others can write in between; yields what each mentor has of the latest year."""
    mentors = list(blocks.order_by("mentor").values_list("mentor", flat=True).distinct())
    for start in range(0, len(mentors), MENTORS_AT_ONCE):
        some = mentors[start : start + MENTORS_AT_ONCE]
        by_mentor: dict[uuid.UUID, dict[MentorCell, Counted]] = defaultdict(dict)
        for row in _add_up(blocks.filter(mentor__in=some), latest, by=("mentor", "topic", "response")):
            by_mentor[row["mentor"]][_cell(row)] = _counted(row)
        _keep_portion(some, by_mentor)
        for cells in by_mentor.values():
            year = {cell: counted.year for cell, counted in cells.items() if counted.year.answers}
            shares.note(year)
            yield year


@transaction.atomic
def _keep_portion(mentors: list[uuid.UUID], by_mentor: Mapping[uuid.UUID, Mapping[MentorCell, Counted]]) -> None:
    MentorSums.objects.filter(mentor__in=mentors).delete()
    MentorSums.objects.bulk_create(
        MentorSums(mentor_id=mentor, **_columns(cell, counted))
        for mentor, cells in by_mentor.items()
        for cell, counted in cells.items()
    )


def _keep_organization(organization: Organization, whole: Mapping[MentorCell, Counted], told: set[MentorCell]) -> None:
    OrganizationSums.objects.filter(organization=organization).delete()
    OrganizationSums.objects.bulk_create(
        OrganizationSums(
            organization=organization,
            may_be_told=cell in told,
            **_columns(cell, whole.get(cell, NOTHING)),
        )
        for cell in whole.keys() | told
    )


def _add_up(blocks: QuerySet[Block], latest: datetime.date, *, by: tuple[str, ...]) -> QuerySet[Block, dict[str, Any]]:
    year = Q(quarter_on__gt=latest - YEAR)
    before = Q(quarter_on__gt=latest - QUARTER - YEAR, quarter_on__lt=latest)
    total = sum((Value(level) * F(f"met_{level}") for level in SCALE), Value(0))
    squares = sum((Value(level * level) * F(f"met_{level}") for level in SCALE), Value(0))
    sums = {
        f"{window}_{what}": Coalesce(Sum(counted, filter=when), 0)
        for window, when in zip(WINDOWS, (None, year, before), strict=True)
        for what, counted in zip(SUMS, (F("answers"), total, squares), strict=True)
    }
    added_up: QuerySet[Block, dict[str, Any]] = blocks.order_by().values(*by).annotate(**sums)
    return added_up


def _cell(row: Mapping[str, Any]) -> MentorCell:
    return MentorCell(row["topic"], row["response"])


def _counted(row: Mapping[str, Any]) -> Counted:
    return Counted(*(Tally(*(row[f"{window}_{what}"] for what in SUMS)) for window in WINDOWS))


def _columns(cell: MentorCell, counted: Counted) -> dict[str, Any]:
    return {
        "topic_id": cell.topic,
        "response_id": cell.response,
        "answers": counted.ever.answers,
        "total": counted.ever.total,
        "year_answers": counted.year.answers,
        "year_total": counted.year.total,
        "before_answers": counted.before.answers,
        "before_total": counted.before.total,
    }
