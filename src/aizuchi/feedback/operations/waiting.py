"""What comes into the sums of a quarter: its own answers, and those that wait from the ones before."""

import datetime
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.models import Block, WaitingAnswers
from aizuchi.feedback.release import (
    AnswerCell,
    AnswerSheet,
    EligiblePerson,
    PutTogether,
    Terms,
    Waiting,
    choose_comments,
    list_answerable,
    put_together,
)
from aizuchi.people.models import Organization

DAY = datetime.timedelta(days=1)
LONGEST_WAIT = 3 * QUARTER
"""What waited for so long is told with whatever it can be told with, or goes."""
KEPT = LONGEST_WAIT + QUARTER + datetime.timedelta(weeks=4)
"""56 weeks. By then the second tick of that quarter has come, which closes within 15 weeks; unless there is none."""


@dataclass(frozen=True)
class OpenQuarter:
    quarter_on: datetime.date
    eligible: Mapping[uuid.UUID, list[EligiblePerson]]
    """By mentor, like everything here."""
    earlier: Mapping[uuid.UUID, list[EligiblePerson]]
    """Who could have given what may still wait."""
    terms: Mapping[uuid.UUID, Terms]
    waiting: Mapping[uuid.UUID, Waiting]
    told: set[uuid.UUID]
    """Of whom something was told before."""

    def list_mentors(self) -> set[uuid.UUID]:
        return self.eligible.keys() | self.waiting.keys()

    def put_together(self, mentor_id: uuid.UUID, sheets: Sequence[AnswerSheet]) -> PutTogether:
        mine = self.eligible.get(mentor_id, [])
        return put_together(
            sheets,
            [*mine, *self.earlier.get(mentor_id, [])],
            terms=self.terms,
            waiting=list_answerable(mine, self.terms) | self.waiting.get(mentor_id, set()),
            oldest=self.quarter_on - LONGEST_WAIT,
            is_first=mentor_id not in self.told,
        )

    def choose_comments(self, mentor_id: uuid.UUID, sheets: Sequence[AnswerSheet]) -> list[str]:
        """Of this quarter alone: lines do not wait."""
        mine = self.eligible.get(mentor_id, [])
        k = max((self.terms[one.window_id].k for one in mine), default=0)
        return choose_comments(sheets, mine, k=k, rng=random.SystemRandom())


def read_quarter(organization: Organization, quarter_on: datetime.date) -> OpenQuarter:
    of_organization = AnswerWindow.objects.of(ASKING).filter(organization=organization)
    windows = of_organization.filter(quarter_on=quarter_on)
    since = quarter_on - LONGEST_WAIT
    earlier = of_organization.filter(quarter_on__range=(since, quarter_on - DAY), may_wait=True)
    return OpenQuarter(
        quarter_on=quarter_on,
        eligible=list_eligibilities(windows),
        earlier=list_eligibilities(earlier),
        terms=_read_terms([*windows, *earlier]),
        waiting=_list_what_waits(organization),
        told=set(Block.objects.filter(organization=organization).values_list("mentor", flat=True)),
    )


def list_eligibilities(windows: QuerySet[AnswerWindow]) -> dict[uuid.UUID, list[EligiblePerson]]:
    """Who could have answered, by mentor. Two queries."""
    found: dict[uuid.UUID, list[EligiblePerson]] = defaultdict(list)
    for one in Eligibility.objects.filter(window__in=windows).prefetch_related("cells"):
        cells = frozenset(AnswerCell(cell.topic_id, cell.response_id) for cell in one.cells.all())
        found[one.about_id].append(EligiblePerson(one.person_id, one.window_id, cells))
    return found


def _read_terms(windows: Sequence[AnswerWindow]) -> dict[uuid.UUID, Terms]:
    """The largest k of a quarter holds for all of it."""
    k: dict[datetime.date, int] = defaultdict(int)
    for window in windows:
        k[window.quarter_on] = max(k[window.quarter_on], window.k_mean)
    return {one.pk: Terms(one.quarter_on, k[one.quarter_on], one.may_wait) for one in windows}


def _list_what_waits(organization: Organization) -> dict[uuid.UUID, Waiting]:
    waiting: dict[uuid.UUID, Waiting] = defaultdict(set)
    rows = WaitingAnswers.objects.filter(mentor__organization=organization)
    for mentor_id, on, response_id in rows.values_list("mentor", "quarter_on", "response"):
        waiting[mentor_id].add((on, response_id))
    return dict(waiting)


def list_waiting(window_ids: Iterable[uuid.UUID], now: datetime.datetime) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Of these windows, the mentors about whom answers may still come into a later block; for as long as one may come,
    since an organization may have stopped holding 1on1s."""
    windows: dict[tuple[uuid.UUID, datetime.date], list[uuid.UUID]] = defaultdict(list)
    for window in AnswerWindow.objects.of(ASKING).filter(pk__in=list(window_ids), may_wait=True):
        windows[window.organization_id, window.quarter_on].append(window.pk)
    rows = WaitingAnswers.objects.filter(quarter_on__in={on for _, on in windows if on + KEPT > now.date()})  # any wall
    found = rows.values_list("mentor__organization", "quarter_on", "mentor").distinct()
    return {(window_id, mentor_id) for of, on, mentor_id in found for window_id in windows.get((of, on), ())}


def forget_waiting(now: datetime.datetime) -> None:
    """Where no quarter came to an end that would have done it."""
    WaitingAnswers.objects.filter(quarter_on__lte=now.date() - KEPT).delete()  # any wall
