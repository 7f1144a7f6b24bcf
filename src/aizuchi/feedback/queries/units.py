"""Units above the threshold, as HR sees them: closed quarters, coarse numbers, and a reason where there are none."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from aizuchi.catalogue.queries import Choice, responses_for
from aizuchi.feedback import policies
from aizuchi.feedback.models import SCALE, UnitResult
from aizuchi.feedback.queries.strengths import last_day
from aizuchi.people.models import Person
from aizuchi.people.policies import require


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
    def bar(self) -> list[Share]:
        whole, start, parts = sum(self.shares) or 1, 0.0, []
        for level, share in zip(SCALE, self.shares, strict=True):
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
    label: str
    depth: int
    result: Result


@dataclass(frozen=True, kw_only=True)
class UnitResults:
    quarter_on: datetime.date | None
    """None as long as nothing was released."""
    quarters: list[datetime.date]
    rows: list[UnitRow]
    chosen: UnitRow | None
    by_response: list[tuple[Choice, Result | None]]
    """Of the chosen unit; None where nobody of the whole organization asked for it."""

    @property
    def until_on(self) -> datetime.date | None:
        return last_day(self.quarter_on) if self.quarter_on else None


def get_unit_results(
    *, viewer: Person, today: datetime.date, quarter_on: datetime.date | None, unit_id: uuid.UUID | None
) -> UnitResults:
    """Raises PermissionDenied. What is asked for and does not exist: the latest quarter, the first unit."""
    require(policies.may_see_unit_results(viewer, today))
    kept = UnitResult.objects.filter(organization=viewer.organization_id)
    quarters = list(kept.order_by("-quarter_on").values_list("quarter_on", flat=True).distinct())
    chosen_on = quarter_on if quarter_on in quarters else next(iter(quarters), None)
    found = list(kept.filter(quarter_on=chosen_on, response=None).select_related("unit")) if chosen_on else []
    rows = [UnitRow(id=r.unit_id, label=r.unit.label, depth=r.depth, result=Result.of(r)) for r in found]
    chosen = next((row for row in rows if row.id == unit_id), rows[0] if rows else None)
    results = kept.filter(quarter_on=chosen_on, unit=chosen.id, response__isnull=False) if chosen and chosen_on else []
    about = {result.response_id: Result.of(result) for result in results}
    return UnitResults(
        quarter_on=chosen_on,
        quarters=quarters,
        rows=rows,
        chosen=chosen,
        by_response=[(response, about.get(response.id)) for response in responses_for(viewer.organization)],
    )
