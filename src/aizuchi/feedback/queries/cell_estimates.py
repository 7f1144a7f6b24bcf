"""Where a mentor meets people well, cell by cell: one query, none over blocks or meetings.

Values stand on a scale on which 100 is everybody saying "yes, I was met the way I hoped", and 0 everybody saying "no".
How many answered is never among them, because a mentor knows who brought what.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from aizuchi.feedback.estimation.chain import STRONG, UNCLEAR, WEAK, Chain, Estimate
from aizuchi.feedback.estimation.chain import Spreads as Variances
from aizuchi.feedback.estimation.spreads import USUAL
from aizuchi.feedback.estimation.tallies import OVERALL, Means, MentorCell, Tally
from aizuchi.feedback.models import SCALE, MentorSums, OrganizationSums, Spreads
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
        if self.is_inferred:
            told = {"word": self.word, "low": self.low, "high": self.high}
            return _("%(word)s, for this response in general. This topic: somewhere from %(low)d to %(high)d.") % told
        found = {"word": self.word, "value": self.value, "low": self.low, "high": self.high, "mean": self.organization}
        if self.organization is None:
            return _("%(word)s. You: %(value)d, somewhere from %(low)d to %(high)d.") % found
        return _("%(word)s. You: %(value)d, somewhere from %(low)d to %(high)d; your organization: %(mean)d.") % found

    @property
    def above(self) -> int:
        """By how much it lies above what is usual; 0 where that is not told."""
        return 0 if self.organization is None else self.value - self.organization


UNKNOWN = CellEstimate(is_known=False)


@dataclass(frozen=True)
class SumsRow:
    """One row of sums, the viewer's own or everybody's; see `models.strengths.Sums`."""

    topic_id: uuid.UUID | None
    response_id: uuid.UUID | None
    answers: int
    total: int
    year_answers: int
    year_total: int
    before_answers: int
    before_total: int
    is_own: bool
    is_offered: bool
    """A topic with an expected response, both to be chosen now."""


@dataclass(frozen=True)
class Measured:
    """How much the mentors of the organization differ; see `models.strengths.Spreads`."""

    variances: Variances
    quarter_on: datetime.date

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "Measured | None":
        within, mentor, response, cell, quarter_on = row
        if within is None:
            return None
        return cls(Variances(within=within, mentor=mentor, response=response, cell=cell), quarter_on)


MEASURED = ("within", "mentor", "response", "cell", "quarter_on")
IS_OFFERED = ExpressionWrapper(
    Q(topic__isnull=False, topic__retired_at=None, topic__pair_kind="")
    & Q(response__isnull=False, response__retired_at=None),
    output_field=BooleanField(),
)


class Known:
    """What is known about one mentor in one period."""

    def __init__(self, period: str, own: Iterable[SumsRow], others: Iterable[SumsRow], spreads: Variances) -> None:
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

    own: list[SumsRow]
    others: list[SumsRow]
    measured: Measured | None

    def know(self, period: str) -> Known:
        return Known(period, self.own, self.others, self.measured.variances if self.measured else USUAL)

    @property
    def quarter_on(self) -> datetime.date | None:
        return self.measured.quarter_on if self.measured and self.own else None


def read_sources(*, viewer: Person) -> Sources:
    """One query; two where nobody knows anything."""
    rows = _find_sums(viewer=viewer)
    spreads = [row[-len(MEASURED) :] for row in rows] or _find_spreads(viewer=viewer)
    sums = [SumsRow(*row[: -len(MEASURED)]) for row in rows]
    return Sources(
        own=[row for row in sums if row.is_own],
        others=[row for row in sums if not row.is_own],
        measured=Measured.of(spreads[0]) if spreads else None,
    )


@prepared
def _find_sums(viewer: Person) -> QuerySet[Any, tuple[Any, ...]]:
    """The viewer's own and what may be told of everybody's; beside each how much people differ here."""
    own = _as_rows(MentorSums.objects.visible_to(viewer), viewer, is_own=True, is_offered=IS_OFFERED)
    told = OrganizationSums.objects.filter(organization=viewer.organization_id)
    both: QuerySet[Any, tuple[Any, ...]] = own.union(
        _as_rows(told, viewer, is_own=False, is_offered=Value(value=False)), all=True
    )
    return both


def _as_rows(rows: QuerySet[Any], viewer: Person, *, is_own: bool, is_offered: Any) -> QuerySet[Any, tuple[Any, ...]]:
    measured = _spreads_of(viewer)
    told = {f"told_{name}": Subquery(measured.values(name)) for name in MEASURED}
    marked = rows.order_by().annotate(is_own=Value(is_own), is_offered=is_offered, **told)
    found: QuerySet[Any, tuple[Any, ...]] = marked.values_list(*(each.name for each in fields(SumsRow)), *told)
    return found


@prepared
def _find_spreads(viewer: Person) -> QuerySet[Any, tuple[Any, ...]]:
    return _spreads_of(viewer).values_list(*MEASURED)


def _spreads_of(viewer: Person) -> QuerySet[Spreads]:
    return Spreads.objects.filter(organization=viewer.organization_id)


def get_cell_estimates(*, viewer: Person, asked: Collection[AnyAsked]) -> Mapping[AnyAsked, CellEstimate]:
    """The viewer's own in the latest year, for exactly these cells; nothing at all for whom nothing is known.

    One query, none where nothing is asked."""
    sources = read_sources(viewer=viewer) if asked else None
    if sources is None or not sources.own:
        return {}
    known = sources.know(YEAR)
    return {cell: known.show(cell) for cell in asked}


def on_scale(level: float) -> int:
    """1 to 5 becomes 0 to 100."""
    return round(100 * (min(max(level, SCALE[0]), SCALE[-1]) - SCALE[0]) / (SCALE[-1] - SCALE[0]))


def _cell(row: SumsRow) -> MentorCell:
    return MentorCell(row.topic_id, row.response_id)


def _tallies(rows: Iterable[SumsRow], period: str) -> dict[MentorCell, Tally]:
    answers, total = COLUMNS[period]
    found = {_cell(row): Tally(getattr(row, answers), getattr(row, total)) for row in rows}
    return {cell: tally for cell, tally in found.items() if tally.answers}
