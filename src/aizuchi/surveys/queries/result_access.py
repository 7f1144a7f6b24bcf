"""Of which groups somebody reads the result of a survey: those of whom it was told before the first question."""

import datetime
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from django.db.models import Q, QuerySet
from django.http import Http404

from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Person
from aizuchi.people.policies import is_hr
from aizuchi.people.queries.units import units_headed_by
from aizuchi.surveys.models import Participant, Survey, SurveyGroup

MOST_LISTED = 24
_closed_of = prepared(
    lambda organization, survey: Survey.objects.filter(
        organization=organization, pk=survey, closed_at__isnull=False
    ).select_related("organization")
)
KEPT_TREES = 8
"""Each of some 5 MB where 100,000 were asked."""


@dataclass(frozen=True)
class GroupTree:
    """Of a closed survey. It is shared by all who look, and so nobody changes it."""

    above: Mapping[uuid.UUID, uuid.UUID | None]
    unit_of: Mapping[uuid.UUID, uuid.UUID | None]
    below: Mapping[uuid.UUID, list[uuid.UUID]]
    asked: Mapping[uuid.UUID, int]
    values_of: Mapping[uuid.UUID, str]
    """Of the second attribute: only of groups that are a part of their unit."""

    @cached_property
    def groups(self) -> frozenset[uuid.UUID]:
        return frozenset(self.above)

    @property
    def first(self) -> uuid.UUID:
        """Everybody; by the name of the company where all work in one."""
        one = self.root
        while len(self.below[one]) == 1 and self.asked[self.below[one][0]] == self.asked[one] > 0:
            one = self.below[one][0]
        return one

    @property
    def root(self) -> uuid.UUID:
        return next(group for group, above in self.above.items() if above is None)

    def chain(self, group: uuid.UUID) -> list[uuid.UUID]:
        """Itself and what holds it, the smallest first."""
        found, one = [], self.above.get(group)
        while one is not None:
            found.append(one)
            one = self.above[one]
        return [group, *found]

    def walk(self, group: uuid.UUID) -> list[uuid.UUID]:
        """Itself and all below."""
        found = [group]
        for one in found:
            found += self.below[one]
        return found


@dataclass(frozen=True, kw_only=True)
class ResultAccess:
    survey: Survey
    tree: GroupTree
    readable: Collection[uuid.UUID]
    with_words: Collection[uuid.UUID]
    """Of which also what was written is read."""
    first: uuid.UUID
    """Where whoever comes without saying of whom begins."""
    earlier: QuerySet[Survey]
    """Earlier ones of the series that the same person may read, the latest first."""
    may_agree: Collection[uuid.UUID]
    """For whom they write down what is to be tried."""
    may_share: bool
    reads_all_names: bool = False
    """Every single answer, since it was asked by name, and who reads it was told before the first question."""


def access_results(viewer: Person, survey_id: uuid.UUID, *, now: datetime.datetime) -> ResultAccess:
    """HR reads all; heads, where that was told, their unit with its parts and what lies above; whoever was asked, once
    it is shared, the unit they were in then and what lies above, without words. Raises Http404 for everybody else."""
    on = viewer.organization.today(now)
    closed = Survey.objects.filter(organization_id=viewer.organization_id, closed_at__isnull=False)
    survey = next(iter(_closed_of(organization=viewer.organization_id, survey=survey_id)), None)
    if survey is None or survey.closed_at is None:
        raise Http404
    tree = _load_tree(survey.pk, survey.closed_at)
    earlier = closed.filter(series=survey.series, closed_at__lt=survey.closed_at).order_by("-closed_at")
    if is_hr(viewer, on=on):
        found = _access(survey, tree, tree.groups, tree.groups, tree.first, earlier, (tree.first,), may_share=True)
        return replace(found, reads_all_names=survey.is_anonymous is False and not survey.tool)
    own = _find_headed(viewer, survey, tree, on)
    if own:
        parts = {one for group in own for one in tree.walk(group)}
        readable = parts | {one for group in own for one in tree.chain(group)}
        return _access(survey, tree, readable, parts, own[0], earlier.filter(readers=Survey.Readers.HEADS), own)
    return _access_as_asked(viewer, survey, tree, earlier, on)


def list_results(viewer: Person, *, now: datetime.datetime) -> QuerySet[Survey]:
    """Surveys of which `access_results` lets somebody read something, the latest first."""
    on = viewer.organization.today(now)
    closed = Survey.objects.filter(organization_id=viewer.organization_id, closed_at__isnull=False)
    found = closed.select_related("organization").defer("definition").order_by("-closed_at")
    if is_hr(viewer, on=on):
        return found[:MOST_LISTED]
    headed = SurveyGroup.objects.filter(unit__in=units_headed_by(viewer.pk, on=on)).values("survey")
    asked = Participant.objects.filter(person=viewer).values("survey")
    return found.filter(Q(readers=Survey.Readers.HEADS, pk__in=headed) | Q(shared_on__lte=on, pk__in=asked))[
        :MOST_LISTED
    ]


def _access_as_asked(
    viewer: Person, survey: Survey, tree: GroupTree, earlier: QuerySet[Survey], on: datetime.date
) -> ResultAccess:
    asked = survey.participants.filter(person=viewer).first()
    if asked is None or survey.shared_on is None or survey.shared_on > on:
        raise Http404
    chain = tree.chain(asked.group_id)
    shared = earlier.filter(shared_on__lte=on, participants__person=viewer)
    return _access(survey, tree, chain, (), asked.group_id, shared)


def _access(
    survey: Survey,
    tree: GroupTree,
    readable: Collection[uuid.UUID],
    with_words: Collection[uuid.UUID],
    first: uuid.UUID,
    earlier: QuerySet[Survey],
    may_agree: Collection[uuid.UUID] = (),
    *,
    may_share: bool = False,
) -> ResultAccess:
    return ResultAccess(
        survey=survey,
        tree=tree,
        readable=readable,
        with_words=with_words,
        first=first,
        earlier=earlier,
        may_agree=may_agree,
        may_share=may_share,
    )


def _find_headed(viewer: Person, survey: Survey, tree: GroupTree, on: datetime.date) -> list[uuid.UUID]:
    if survey.readers != Survey.Readers.HEADS:
        return []
    headed = set(units_headed_by(viewer.pk, on=on))
    return [group for group, unit in tree.unit_of.items() if unit in headed and group not in tree.values_of]


@lru_cache(maxsize=KEPT_TREES)
def _load_tree(survey_id: uuid.UUID, _closed_at: datetime.datetime) -> GroupTree:
    """Kept, since a large survey has thousands of groups and none of them changes once it has closed."""
    rows = SurveyGroup.objects.filter(survey=survey_id).order_by("pk")
    found = list(rows.values_list("pk", "above", "unit", "asked", "values"))
    below: dict[uuid.UUID, list[uuid.UUID]] = {row[0]: [] for row in found}
    for pk, above, _unit, _asked, _values in found:
        if above is not None:
            below[above].append(pk)
    return GroupTree(
        above={row[0]: row[1] for row in found},
        unit_of={row[0]: row[2] for row in found},
        below=below,
        asked={row[0]: row[3] for row in found},
        values_of={row[0]: row[4] for row in found if row[4]},
    )
