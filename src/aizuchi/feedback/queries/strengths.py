"""The page about one's own strengths. A fixed number of queries, none over blocks or meetings."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from aizuchi.anonymous_answers.periods import QUARTER, quarter_closes, quarter_start
from aizuchi.catalogue.models import Topic
from aizuchi.catalogue.queries import CatalogueEntry, responses_for
from aizuchi.feedback.models import Band, Comment
from aizuchi.feedback.queries.cell_estimates import BEFORE, UNKNOWN, YEAR, Asked, CellEstimate, Known, read_sources
from aizuchi.feedback.queries.entitled import Entitled, count_entitled
from aizuchi.people.models import Person

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A response, in general or on one topic, with what is said of it."""

    topic: CatalogueEntry | None
    response: CatalogueEntry
    cell_estimate: CellEstimate

    @property
    def asked(self) -> Asked:
        return self.topic.id if self.topic else None, self.response.id

    @property
    def label(self) -> str:
        return f"{self.topic.label} × {self.response.label}" if self.topic else self.response.label


@dataclass(frozen=True, kw_only=True)
class StrengthLine:
    """One response: its number, and below it the topics that have one of their own. Without: where it may lie."""

    field: Field
    topics: list[Field]
    low: int
    high: int
    """Only for what has no number."""

    @property
    def width(self) -> int:
        return self.high - self.low


@dataclass(frozen=True, kw_only=True)
class StrengthChange:
    """Something that is called otherwise than a quarter earlier, or has a number for the first time."""

    field: Field
    before: CellEstimate


@dataclass(frozen=True, kw_only=True)
class QuarterComments:
    """What was written to the mentor in one quarter, in no order."""

    quarter_on: datetime.date
    texts: list[str]
    quarters: list[datetime.date]
    """All there are, the newest first."""

    @property
    def until_on(self) -> datetime.date:
        return last_day(self.quarter_on)


@dataclass(frozen=True, kw_only=True)
class Strengths:
    overall: CellEstimate
    lines: list[StrengthLine]
    changes: list[StrengthChange]
    until_on: datetime.date | None
    """The last day that counts; None as long as nothing was released."""
    next_on: datetime.date
    """When answers are put together next."""
    voices: QuarterComments | None
    band: str
    entitled: Entitled

    @property
    def is_empty(self) -> bool:
        return not self.overall.is_known

    @property
    def is_overall_only(self) -> bool:
        return not self.is_empty and not self.fields

    @property
    def fields(self) -> list[Field]:
        """Whatever has a number of its own, responses before topics."""
        known = [line.field for line in self.lines if line.field.cell_estimate.is_known]
        return known + [field for line in self.lines for field in line.topics]

    @property
    def best(self) -> Field | None:
        """What this mentor gives best, if that can be said; a response in general before one on a topic."""
        strong = [field for field in self.fields if field.cell_estimate.looks == "high"]
        return max(strong, key=lambda field: (field.topic is None, field.cell_estimate.above), default=None)

    @property
    def weak(self) -> list[Field]:
        """What hints are of use for, the weakest first; a response in general before one on a topic."""
        fields = [field for field in self.fields if field.cell_estimate.looks == "low"]
        return sorted(
            fields, key=lambda field: (field.topic is not None, field.cell_estimate.above, field.cell_estimate.value)
        )

    @property
    def rest(self) -> tuple[int, int]:
        """Where all responses lie, as long as none has a number."""
        return min(line.low for line in self.lines), max(line.high for line in self.lines)

    @property
    def rest_width(self) -> int:
        return self.rest[1] - self.rest[0]


def get_strengths(
    *, viewer: Person, today: datetime.date, period: str = YEAR, comments_of: datetime.date | None = None
) -> Strengths:
    """The viewer's own. Where the quarter asked for does not exist, the newest is taken."""
    sources = read_sources(viewer=viewer)
    known = sources.know(period)
    topics = _topics(viewer)
    lines = [_line(response, topics, known) for response in responses_for(viewer.organization)]
    fields = [field for line in lines for field in (line.field, *line.topics)]
    return Strengths(
        overall=known.show_overall(),
        lines=lines,
        changes=_compare(fields, sources.know(BEFORE)) if period == YEAR else [],
        until_on=last_day(sources.quarter_on) if sources.quarter_on else None,
        next_on=next_release(today),
        voices=_hear(viewer, comments_of),
        band=_latest_band(viewer),
        entitled=count_entitled(viewer, today),
    )


def last_day(quarter_on: datetime.date) -> datetime.date:
    return quarter_on + QUARTER - DAY


def next_release(today: datetime.date) -> datetime.date:
    """The first day on which answers of a quarter that is still open are put together."""
    before, this = quarter_closes(quarter_start(today) - QUARTER), quarter_closes(quarter_start(today))
    return before if today < before else this


def _topics(viewer: Person) -> list[CatalogueEntry]:
    topics = Topic.objects.offered().filter(organization=viewer.organization_id)
    return [CatalogueEntry(id=topic.pk, key=topic.key, label=topic.label, icon=topic.icon) for topic in topics]


def _line(response: CatalogueEntry, topics: Iterable[CatalogueEntry], known: Known) -> StrengthLine:
    shown = [(topic, (topic.id, response.id)) for topic in topics if known.has((topic.id, response.id))]
    low, high = known.guess(response.id)
    return StrengthLine(
        field=Field(topic=None, response=response, cell_estimate=known.show((None, response.id))),
        topics=[Field(topic=topic, response=response, cell_estimate=known.show(asked)) for topic, asked in shown],
        low=low,
        high=high,
    )


def _compare(fields: Iterable[Field], earlier: Known) -> list[StrengthChange]:
    said = [(field, earlier.show(field.asked)) for field in fields if field.cell_estimate.is_known]
    told = [(field, UNKNOWN if before.is_inferred else before) for field, before in said]
    return [
        StrengthChange(field=field, before=before)
        for field, before in told
        if before.looks != field.cell_estimate.looks
    ]


def _hear(viewer: Person, wanted: datetime.date | None) -> QuarterComments | None:
    comments = Comment.objects.visible_to(viewer).order_by("-quarter_on", "id").values_list("quarter_on", "text")
    by_quarter: dict[datetime.date, list[str]] = {}
    for quarter_on, text in comments:
        by_quarter.setdefault(quarter_on, []).append(text)
    if not by_quarter:
        return None
    quarter_on = wanted if wanted in by_quarter else next(iter(by_quarter))
    return QuarterComments(quarter_on=quarter_on, texts=by_quarter[quarter_on], quarters=list(by_quarter))


def _latest_band(viewer: Person) -> str:
    """The word that comes faster than the cells; empty as long as there is none."""
    band = Band.objects.visible_to(viewer).order_by("-window__starts_on").first()
    return str(band.get_word_display()) if band else ""
