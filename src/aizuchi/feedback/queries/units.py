"""Units above the threshold, as HR sees them: closed quarters, coarse numbers, and a reason where there are none."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aizuchi.catalogue.queries import CatalogueEntry, responses_for
from aizuchi.feedback import policies
from aizuchi.feedback.models import SCALE, UnitResult
from aizuchi.feedback.queries.strengths import last_day
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of a bar. Where it begins and how wide it is, in percent."""

    level: int
    start: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Result:
    hidden: str
    """Why nothing is shown; empty where something is."""
    answered: str
    shares: list[int]
    """In percent, No first, Yes last; rounded, so that they need not add up."""

    @classmethod
    def of(cls, row: UnitResult) -> Self:
        return cls(
            hidden=str(row.get_hidden_display()) if row.hidden else "",
            answered=str(row.get_answered_display()) if row.answered else "",
            shares=[] if row.hidden else [getattr(row, f"share_{level}") for level in SCALE],
        )

    @property
    def good(self) -> int:
        """Yes or mostly, in percent."""
        return min(sum(self.shares[3:]), 100)

    @property
    def bar(self) -> list[Share]:
        """From Yes to No, as in the legend."""
        whole, start, parts = sum(self.shares) or 1, 0.0, []
        for level, share in reversed(list(zip(SCALE, self.shares, strict=True))):
            width = 100 * share / whole
            parts.append(Share(level=level, start=round(start, 2), width=round(width, 2)))
            start += width
        return parts

    @property
    def sentence(self) -> str:
        """The bar, for those who hear the page."""
        no, hardly, half, mostly, yes = self.shares
        said = {"good": yes + mostly, "half": half, "poor": no + hardly}
        return _("As hoped or mostly: about %(good)d %%; half and half: %(half)d %%; hardly or not: %(poor)d %%") % said


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    id: uuid.UUID
    parent_id: uuid.UUID | None
    label: str
    depth: int
    result: Result


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Units without numbers of their own, told in one line: they are contained in what stands above them."""

    inside: UnitRow | None
    """None: in nothing that is shown."""
    units: list[UnitRow]
    has_shown_siblings: bool

    @property
    def depth(self) -> int:
        return self.inside.depth + 1 if self.inside else 0


@dataclass(frozen=True, kw_only=True)
class UnitFeedbackLine:
    """Of the table: a unit, or those that are folded below one."""

    row: UnitRow | None = None
    fold: Fold | None = None


@dataclass(frozen=True, kw_only=True)
class UnitResults:
    quarter_on: datetime.date | None
    """None as long as nothing was released."""
    quarters: list[datetime.date]
    rows: list[UnitRow]
    whole: UnitRow | None
    by_response: list[tuple[CatalogueEntry, Result]]
    """Of the whole organization, where there is something to show; never of a unit."""
    without_response: list[CatalogueEntry]

    @property
    def until_on(self) -> datetime.date | None:
        return last_day(self.quarter_on) if self.quarter_on else None

    @property
    def sentence(self) -> str:
        """What the numbers of the whole say first; empty where there are none."""
        if self.whole is None or self.whole.result.hidden:
            return ""
        return _("About %(good)d %% of the answers say: the response was as hoped, or mostly.") % {
            "good": self.whole.result.good
        }

    @property
    def lines(self) -> list[UnitFeedbackLine]:
        return fold_hidden(self.rows, {row.id for row in self.rows if not row.result.hidden})


def get_unit_results(*, viewer: Person, today: datetime.date, quarter_on: datetime.date | None) -> UnitResults:
    """Raises PermissionDenied. What is asked for and does not exist: the latest quarter."""
    require(policies.may_see_unit_results(viewer, today))
    kept = UnitResult.objects.filter(organization=viewer.organization_id)
    quarters = list(kept.order_by("-quarter_on").values_list("quarter_on", flat=True).distinct())
    chosen_on = quarter_on if quarter_on in quarters else next(iter(quarters), None)
    found = list(kept.filter(quarter_on=chosen_on, response=None).select_related("unit")) if chosen_on else []
    rows = [
        UnitRow(id=r.unit_id, parent_id=r.parent_id, label=r.unit.label, depth=r.depth, result=Result.of(r))
        for r in found
    ]
    whole = rows[0] if rows else None
    about = _by_response(kept.filter(quarter_on=chosen_on, unit=whole.id)) if whole and chosen_on else {}
    responses = responses_for(viewer.organization)
    return UnitResults(
        quarter_on=chosen_on,
        quarters=quarters,
        rows=rows,
        whole=whole,
        by_response=[(response, about[response.id]) for response in responses if response.id in about],
        without_response=[response for response in responses if response.id not in about],
    )


def _by_response(results: QuerySet[UnitResult]) -> dict[uuid.UUID | None, Result]:
    return {one.response_id: Result.of(one) for one in results.filter(response__isnull=False, hidden="")}


def fold_hidden(rows: list[UnitRow], shown: Collection[uuid.UUID]) -> list[UnitFeedbackLine]:
    """Units in the order of the tree; those that are not shown in one line each for what contains them, at its end."""
    by_id = {row.id: row for row in rows}

    def containing(row: UnitRow) -> UnitRow | None:
        above = by_id.get(row.parent_id) if row.parent_id else None
        return above if above is None or above.id in shown else containing(above)

    hidden: dict[uuid.UUID | None, list[UnitRow]] = defaultdict(list)
    for row in rows:
        if row.id not in shown:
            inside = containing(row)
            hidden[inside.id if inside else None].append(row)
    with_shown = {inside.id for row in rows if row.id in shown and (inside := containing(row))}

    lines: list[UnitFeedbackLine] = []
    opened: list[UnitRow] = []

    def close(until: int) -> None:
        while opened and opened[-1].depth >= until:
            done = opened.pop()
            if units := hidden.get(done.id):
                lines.append(
                    UnitFeedbackLine(fold=Fold(inside=done, units=units, has_shown_siblings=done.id in with_shown))
                )

    for row in rows:
        close(row.depth)
        if row.id in shown:
            lines.append(UnitFeedbackLine(row=row))
            opened.append(row)
    close(0)
    if units := hidden.get(None):
        lines.append(UnitFeedbackLine(fold=Fold(inside=None, units=units, has_shown_siblings=False)))
    return lines
