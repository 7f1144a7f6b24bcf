"""From released blocks to the sums that pages read. All of it is made again from the blocks, so a run that dies
half-way or comes twice counts nothing twice."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.estimation.spreads import measure_spreads
from aizuchi.feedback.estimation.tallies import Means, MentorCell, Tallies, Tally
from aizuchi.feedback.models import SCALE, Block, MentorSums, OrganizationSums, Spreads
from aizuchi.feedback.operations.organization_means import YEAR, BlockTally, Counted, count_what_may_be_told
from aizuchi.people.models import Organization

MENTORS_AT_ONCE = 200
WINDOWS = ("ever", "year", "before")
SUMS = ("answers", "total", "squares")


def sum_up_strengths(*, organization: Organization, now: datetime.datetime) -> None:
    """Sums of every mentor and of the organization, and how much mentors differ, up to the latest released quarter."""
    blocks = Block.objects.filter(organization=organization)
    latest = blocks.aggregate(latest=Max("quarter_on"))["latest"]
    if latest is None:
        return
    whole = {_cell(row): _counted(row) for row in _add_up(blocks, latest, by=("topic", "response"))}
    means = Means({cell: counted.year for cell, counted in whole.items()})
    found = measure_spreads(_keep_mentors(blocks, latest), means=means)
    told = count_what_may_be_told(_tallies(blocks), latest=latest)
    with transaction.atomic():
        _keep_organization(organization, told)
        Spreads.objects.update_or_create(
            organization=organization,
            defaults={**vars(found), "quarter_on": latest, "measured_at": now},
        )


def _keep_mentors(blocks: QuerySet[Block], latest: datetime.date) -> Iterator[Tallies]:
    """Portion by portion, so that others can write in between; yields what each mentor has of the latest year."""
    mentors = list(blocks.order_by("mentor").values_list("mentor", flat=True).distinct())
    for start in range(0, len(mentors), MENTORS_AT_ONCE):
        some = mentors[start : start + MENTORS_AT_ONCE]
        by_mentor: dict[uuid.UUID, dict[MentorCell, Counted]] = defaultdict(dict)
        for row in _add_up(blocks.filter(mentor__in=some), latest, by=("mentor", "topic", "response")):
            by_mentor[row["mentor"]][_cell(row)] = _counted(row)
        _keep_portion(some, by_mentor)
        for cells in by_mentor.values():
            yield {cell: counted.year for cell, counted in cells.items() if counted.year.answers}


@transaction.atomic
def _keep_portion(mentors: list[uuid.UUID], by_mentor: Mapping[uuid.UUID, Mapping[MentorCell, Counted]]) -> None:
    MentorSums.objects.filter(mentor__in=mentors).delete()
    MentorSums.objects.bulk_create(
        MentorSums(mentor_id=mentor, **_columns(cell, counted))
        for mentor, cells in by_mentor.items()
        for cell, counted in cells.items()
    )


def _keep_organization(organization: Organization, told: Mapping[MentorCell, Counted]) -> None:
    OrganizationSums.objects.filter(organization=organization).delete()
    OrganizationSums.objects.bulk_create(
        OrganizationSums(organization=organization, **_columns(cell, counted)) for cell, counted in told.items()
    )


def _tallies(blocks: QuerySet[Block]) -> Iterator[BlockTally]:
    columns = ("quarter_on", "mentor", "topic", "response", *(f"met_{level}" for level in SCALE))
    for quarter_on, mentor_id, topic_id, response_id, *met in blocks.values_list(*columns).iterator():
        yield quarter_on, mentor_id, MentorCell(topic_id, response_id), Tally.of(met)


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
