"""The page about one's own strengths. A fixed number of queries, none over blocks or meetings."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from aizuchi.catalogue.models import PairKind, Topic
from aizuchi.catalogue.queries import Choice, responses_for
from aizuchi.feedback.models import Band, Comment
from aizuchi.feedback.periods import QUARTER
from aizuchi.feedback.queries.leanings import BEFORE, YEAR, Asked, Known, Leaning, read_sources
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Field:
    """A cell of the matrix; without a topic: how one gives this response in general."""

    topic: Choice | None
    response: Choice
    leaning: Leaning

    @property
    def asked(self) -> Asked:
        return self.topic.id if self.topic else None, self.response.id

    @property
    def label(self) -> str:
        return self.topic.label if self.topic else _("Whatever the topic")

    @property
    def says_something(self) -> bool:
        """More than the field in general does."""
        return self.leaning.is_known and not self.leaning.is_inferred


@dataclass(frozen=True, kw_only=True)
class Row:
    topic: Choice | None
    fields: list[Field]

    @property
    def label(self) -> str:
        return self.fields[0].label


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that is called otherwise than a quarter earlier."""

    field: Field
    before: Leaning


@dataclass(frozen=True, kw_only=True)
class Voices:
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
    rows: list[Row]
    responses: list[Choice]
    chosen: Field | None
    best: Choice | None
    """What this mentor gives best, if that can be said."""
    changes: list[Change]
    until_on: datetime.date | None
    """The last day that counts; None as long as nothing was released."""
    voices: Voices | None
    band: str
    mentees: int

    @property
    def is_empty(self) -> bool:
        return not any(field.leaning.is_known for row in self.rows for field in row.fields)

    @property
    def weak(self) -> list[Field]:
        """Topics and responses for which hints are of use, the weakest first; what is only concluded comes last."""
        fields = [field for row in self.rows for field in row.fields if field.topic and field.leaning.looks == "low"]
        return sorted(fields, key=lambda field: (field.leaning.is_inferred, field.leaning.value))


def get_strengths(
    *,
    viewer: Person,
    today: datetime.date,
    period: str = YEAR,
    chosen: Asked | None = None,
    voices_of: datetime.date | None = None,
) -> Strengths:
    """The viewer's own. Where the cell or quarter asked for does not exist, one that says most is chosen."""
    sources = read_sources(viewer=viewer)
    known, responses = sources.know(period), responses_for(viewer.organization)
    rows = [_row(topic, responses, known) for topic in (None, *_topics(viewer, known))]
    fields = [field for row in rows for field in row.fields]
    return Strengths(
        rows=rows,
        responses=responses,
        chosen=_choose(fields, chosen),
        best=known.find_best(responses),
        changes=_compare(fields, sources.know(BEFORE)) if period == YEAR else [],
        until_on=last_day(sources.quarter_on) if sources.quarter_on else None,
        voices=_hear(viewer, voices_of),
        band=_latest_band(viewer),
        mentees=count_mentees(viewer=viewer, today=today),
    )


def count_mentees(*, viewer: Person, today: datetime.date) -> int:
    """How many people may answer about the viewer; a peer does, on whichever seat."""
    pairs = Pair.objects.visible_to(viewer).on(today).filter(Q(mentor=viewer) | Q(kind=PairKind.PEER))
    others = {person for seats in pairs.values_list("mentee", "mentor") for person in seats}
    return len(others - {viewer.pk})


def last_day(quarter_on: datetime.date) -> datetime.date:
    return quarter_on + QUARTER - DAY


def _topics(viewer: Person, known: Known) -> list[Choice]:
    """Everybody's topics, and those for one kind of pair where something is known about them."""
    topics = Topic.objects.offered().filter(organization=viewer.organization_id)
    shown = [topic for topic in topics if not topic.pair_kind or known.has(topic.pk)]
    return [Choice(id=topic.pk, key=topic.key, label=topic.label, icon=topic.icon) for topic in shown]


def _row(topic: Choice | None, responses: Iterable[Choice], known: Known) -> Row:
    topic_id = topic.id if topic else None
    fields = [Field(topic=topic, response=r, leaning=known.show((topic_id, r.id))) for r in responses]
    return Row(topic=topic, fields=fields)


def _choose(fields: list[Field], asked: Asked | None) -> Field | None:
    """As asked, or else the weakest, the strongest, or whatever is known."""
    known = [field for field in fields if field.leaning.is_known]
    order = {"low": 0, "high": 1, "even": 2}
    usual = min(known, key=lambda field: (field.leaning.is_inferred, order[field.leaning.looks]), default=None)
    return next((field for field in known if field.asked == asked), usual)


def _compare(fields: Iterable[Field], earlier: Known) -> list[Change]:
    said = [(field, earlier.show(field.asked)) for field in fields if field.says_something]
    return [
        Change(field=field, before=before)
        for field, before in said
        if before.is_known and before.looks != field.leaning.looks
    ]


def _hear(viewer: Person, wanted: datetime.date | None) -> Voices | None:
    comments = Comment.objects.visible_to(viewer).order_by("-quarter_on", "id").values_list("quarter_on", "text")
    by_quarter: dict[datetime.date, list[str]] = {}
    for quarter_on, text in comments:
        by_quarter.setdefault(quarter_on, []).append(text)
    if not by_quarter:
        return None
    quarter_on = wanted if wanted in by_quarter else next(iter(by_quarter))
    return Voices(quarter_on=quarter_on, texts=by_quarter[quarter_on], quarters=list(by_quarter))


def _latest_band(viewer: Person) -> str:
    """The word that comes faster than the cells; empty as long as there is none."""
    band = Band.objects.visible_to(viewer).order_by("-window__starts_on").first()
    return str(band.get_word_display()) if band else ""
