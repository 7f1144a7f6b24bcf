"""Where a mentor meets people well, cell by cell: three queries, none over blocks or meetings.

Values stand on a scale on which 100 is everybody saying "yes, I was met the way I hoped", and 0 everybody saying "no".
How many answered is never among them, because a mentor knows who brought what.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aizuchi.feedback.estimation.chain import STRONG, UNCLEAR, WEAK, Chain, Estimate
from aizuchi.feedback.estimation.chain import Spreads as Variances
from aizuchi.feedback.estimation.spreads import USUAL
from aizuchi.feedback.estimation.tallies import OVERALL, Means, MentorCell, Tally
from aizuchi.feedback.models import SCALE, MentorSums, OrganizationSums, Spreads
from aizuchi.feedback.models.strengths import Sums
from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Person

YEAR, EVER, BEFORE = "year", "ever", "before"
COLUMNS = {
    YEAR: ("year_answers", "year_total"),
    EVER: ("answers", "total"),
    BEFORE: ("before_answers", "before_total"),
}
Asked = tuple[uuid.UUID | None, uuid.UUID]
"""Topic (none: a pair's own theme, which never forms a cell) and expected response."""
AnyAsked = TypeVar("AnyAsked", bound=Asked)


@dataclass(frozen=True, kw_only=True)
class CellEstimate:
    """One cell as it is shown."""

    is_known: bool
    is_inferred: bool = False
    """What is said of this response on any topic, because the topic has nothing of its own; the bar is one for this
    topic, and so wider."""
    call: str = UNCLEAR
    value: int = 0
    low: int = 0
    high: int = 0
    organization: int | None = None
    """None: it cannot be told without giving a colleague away."""

    @property
    def looks(self) -> str:
        return {STRONG: "high", WEAK: "low"}.get(self.call, "even") if self.is_known else "none"

    @property
    def width(self) -> int:
        return self.high - self.low

    @property
    def word(self) -> str:
        words = {
            "high": _("A strength"),
            "low": _("Not easy yet"),
            "even": _("Could be either"),
            "none": _("Not known yet"),
        }
        return words[self.looks]

    @property
    def sentence(self) -> str:
        """The bar, for those who hear the page."""
        if not self.is_known:
            return self.word
        found = {"word": self.word, "value": self.value, "low": self.low, "high": self.high, "mean": self.organization}
        if self.organization is None:
            return _("%(word)s. You: %(value)d, somewhere from %(low)d to %(high)d.") % found
        return _("%(word)s. You: %(value)d, somewhere from %(low)d to %(high)d; your organization: %(mean)d.") % found

    @property
    def above(self) -> int:
        """By how much it lies above what is usual; 0 where that is not told."""
        return 0 if self.organization is None else self.value - self.organization


UNKNOWN = CellEstimate(is_known=False)


class Known:
    """What is known about one mentor in one period."""

    def __init__(
        self, period: str, own: Iterable[Sums], others: Iterable[OrganizationSums], spreads: Variances
    ) -> None:
        self._own = _tallies(own, period)
        told = _tallies(others, period)
        self._told = told.keys()
        # Where too few have answers to be told of each other, one is compared with oneself.
        self._means = Means.told(told) if OVERALL in told else Means(self._own)
        self._chain = Chain(self._own, means=self._means, spreads=spreads)
        self._heard = {cell.response for cell in self._own if cell.response}

    def show(self, asked: Asked) -> CellEstimate:
        """What every page says of it: its own number where it has one, or else the one of the response in general."""
        cell = MentorCell(*asked)
        if cell.response not in self._heard:
            return UNKNOWN
        has_own = not cell.is_exact or cell in self._own
        return self._show(cell, self._chain.estimate(cell)) if has_own else self._infer(cell)

    def show_overall(self) -> CellEstimate:
        return self._show(OVERALL, self._chain.estimate(OVERALL)) if self._own else UNKNOWN

    def guess(self, response_id: uuid.UUID) -> tuple[int, int]:
        """Where a response of which nothing was heard probably lies, going by the others."""
        low, high = self._chain.estimate(MentorCell(None, response_id)).bar
        return on_scale(low), on_scale(high)

    def has(self, asked: Asked) -> bool:
        """It has answers of its own, enough of them to be shown."""
        return MentorCell(*asked) in self._own

    def _infer(self, cell: MentorCell) -> CellEstimate:
        """Called and numbered as the response is, wherever it stands; the bar is the one for this topic."""
        return self._show(cell.general, self._chain.estimate(cell.general), inferred=self._chain.infer(cell))

    def _show(self, cell: MentorCell, estimate: Estimate, *, inferred: Estimate | None = None) -> CellEstimate:
        low, high = (inferred or estimate).bar
        return CellEstimate(
            is_known=True,
            is_inferred=inferred is not None,
            call=estimate.call,
            value=on_scale(estimate.mean),
            low=on_scale(low),
            high=on_scale(high),
            # Where the cell's own mean may not be told, the one of the response stands in, here as in the estimate.
            organization=on_scale(self._means[cell]) if {cell, cell.general} & self._told else None,
        )


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The rows behind one mentor's leanings, read once for any number of periods."""

    own: list[MentorSums]
    others: list[OrganizationSums]
    spreads: Spreads | None

    def know(self, period: str) -> Known:
        measured = self.spreads
        variances = (
            USUAL
            if measured is None
            else Variances(
                within=measured.within, mentor=measured.mentor, response=measured.response, cell=measured.cell
            )
        )
        return Known(period, self.own, self.others, variances)

    @property
    def quarter_on(self) -> datetime.date | None:
        return self.spreads.quarter_on if self.spreads and self.own else None


def read_sources(*, viewer: Person, own: list[MentorSums] | None = None) -> Sources:
    return Sources(
        own=_find_own(viewer=viewer) if own is None else own,
        others=_find_others(viewer=viewer),
        spreads=next(iter(_find_spreads(viewer=viewer)), None),
    )


@prepared
def _find_own(viewer: Person) -> QuerySet[MentorSums]:
    return MentorSums.objects.visible_to(viewer)


@prepared
def _find_others(viewer: Person) -> QuerySet[OrganizationSums]:
    return OrganizationSums.objects.filter(organization=viewer.organization_id)


@prepared
def _find_spreads(viewer: Person) -> QuerySet[Spreads]:
    return Spreads.objects.filter(organization=viewer.organization_id)


def get_cell_estimates(*, viewer: Person, asked: Collection[AnyAsked]) -> Mapping[AnyAsked, CellEstimate]:
    """The viewer's own in the latest year, for exactly these cells; nothing at all for whom nothing is known.

    Three queries, one where nothing is known, none where nothing is asked."""
    own = _find_own(viewer=viewer) if asked else []
    if not own:
        return {}
    known = read_sources(viewer=viewer, own=own).know(YEAR)
    return {cell: known.show(cell) for cell in asked}


def on_scale(level: float) -> int:
    """1 to 5 becomes 0 to 100."""
    return round(100 * (min(max(level, SCALE[0]), SCALE[-1]) - SCALE[0]) / (SCALE[-1] - SCALE[0]))


def _cell(row: Sums) -> MentorCell:
    return MentorCell(row.topic_id, row.response_id)


def _tallies(rows: Iterable[Sums], period: str) -> dict[MentorCell, Tally]:
    answers, total = COLUMNS[period]
    found = {_cell(row): Tally(getattr(row, answers), getattr(row, total)) for row in rows}
    return {cell: tally for cell, tally in found.items() if tally.answers}
