"""What a program gave to both sides: from sums that surveys may tell, and from dates."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.export import ExportColumn, ExportTable, Typed
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.queries.meetings import TOOK_PLACE
from aizuchi.people.models import Person
from aizuchi.programs.models import Match, Participant, Program, ProgramSurvey
from aizuchi.programs.operations.access import access_managed_program
from aizuchi.programs.survey_audiences import sides_of
from aizuchi.surveys.queries import get_results
from aizuchi.surveys.reading.intervals import Interval
from aizuchi.ui.charts.intervals import draw_interval

MOST_ROUNDS = 4
PER_CENT = 100


@dataclass(frozen=True, kw_only=True)
class SideShare:
    """Of one side who answered favourably, with the interval, and the round before."""

    side: str
    label: str
    share: Interval | None
    before: Interval | None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(self.share.value * PER_CENT)

    @property
    def before_percent(self) -> int | None:
        return None if self.before is None else round(self.before.value * PER_CENT)

    @property
    def drawn(self) -> str:
        if self.share is None:
            return ""
        at, low, high = (_round(value) for value in (self.share.value, self.share.low, self.share.high))
        return draw_interval(at, low, round(high - low, 1), self.before_percent)


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    code: str
    words: str
    sides: list[SideShare] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SurveyState:
    """One questionnaire, and how far it is."""

    moment: str
    side: str
    survey_id: uuid.UUID
    title: str
    is_draft: bool
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class ProgramResults:
    program: Program
    moment: str
    """After, or in the middle where nothing came after yet."""
    surveys: list[SurveyState]
    unasked: list[tuple[str, str]]
    """Moments for which there is no questionnaire yet."""
    lines: list[AskedLine]
    pairs: int
    held: int
    hours: int
    going_on: int
    before: Program | None
    mode_changed: bool


def get_program_results(*, viewer: Person, program_id: uuid.UUID, now: datetime.datetime) -> ProgramResults:
    """Raises Http404, PermissionDenied."""
    program = access_managed_program(viewer, program_id, now=now)
    own = list(program.surveys.select_related("survey").order_by("moment", "side"))
    asked, closed = {one.moment for one in own}, [one for one in own if one.survey.closed_at]
    moment = _choose_moment(closed)
    before = program.copied_from
    earlier = list(before.surveys.filter(moment=moment, survey__closed_at__isnull=False)) if before else []
    read = {one.side: one for one in closed if one.moment == moment}
    shares = _read_shares(viewer, read.values(), now)
    shares_before = _read_shares(viewer, earlier, now)
    matches = program.matches.published()
    met = Meeting.objects.filter(pair__in=matches.values("pair"), state__in=TOOK_PLACE)
    sums = met.aggregate(held=Count("pk"), minutes=Sum("minutes"))
    return ProgramResults(
        program=program,
        moment=moment,
        surveys=[_state(one) for one in own],
        unasked=[(str(each), str(each.label)) for each in ProgramSurvey.Moment if each not in asked],
        lines=_join(program, shares, shares_before),
        pairs=matches.count(),
        held=sums["held"],
        hours=round((sums["minutes"] or 0) * 2 / 60),
        going_on=_count_going_on(program),
        before=before if earlier else None,
        mode_changed=bool(before and before.mode != program.mode),
    )


def make_results_table(results: ProgramResults) -> ExportTable:
    """What the page shows, as a file."""
    return ExportTable(
        name="program-results",
        columns=[
            ExportColumn("question", _("Question")),
            ExportColumn("side", _("Side")),
            ExportColumn("favourable_percent", _("Favourable answers (%)"), Typed.NUMBER),
            ExportColumn("low_percent", _("At least (%)"), Typed.NUMBER),
            ExportColumn("high_percent", _("At most (%)"), Typed.NUMBER),
        ],
        rows=(
            (line.words, one.side, *(_round(value) for value in (one.share.value, one.share.low, one.share.high)))
            for line in results.lines
            for one in line.sides
            if one.share
        ),
    )


def _round(value: float) -> float:
    return round(value * PER_CENT, 1)


def _choose_moment(closed: Sequence[ProgramSurvey]) -> str:
    moments = {one.moment for one in closed}
    order = (ProgramSurvey.Moment.AFTER, ProgramSurvey.Moment.MIDDLE, ProgramSurvey.Moment.BEFORE)
    return next((str(moment) for moment in order if moment in moments), str(ProgramSurvey.Moment.AFTER))


Shares = dict[str, dict[str, tuple[str, Interval | None]]]


def _read_shares(viewer: Person, asked: Iterable[ProgramSurvey], now: datetime.datetime) -> Shares:
    """By side and question: its words, and how many answered favourably as far as that may be told."""
    language, found = get_language() or "ja", Shares()
    for one in asked:
        results = get_results(viewer, one.survey_id, group_id=None, now=now)
        found[one.side] = {
            line.finding.line.key: (line.finding.line.words.in_language(language), line.finding.favourable)
            for line in results.lines
            if line.finding.line.has_steps
        }
    return found


def _join(program: Program, shares: Shares, before: Shares) -> list[AskedLine]:
    """A question that both sides were asked stands once, those of the mentees first."""
    lines: dict[str, AskedLine] = {}
    for side in sides_of(program):
        for code, (words, share) in shares.get(side, {}).items():
            line = lines.setdefault(code, AskedLine(code=code, words=words))
            earlier = before.get(side, {}).get(code)
            line.sides.append(
                SideShare(side=side, label=str(side.label), share=share, before=earlier[1] if earlier else None)
            )
    return list(lines.values())


def _state(one: ProgramSurvey) -> SurveyState:
    return SurveyState(
        moment=one.get_moment_display(),
        side=str(Participant.Side(one.side).label),
        survey_id=one.survey_id,
        title=one.survey.title,
        is_draft=one.survey.is_draft,
        is_closed=one.survey.closed_at is not None,
    )


def _count_going_on(program: Program) -> int:
    """Pairs that outlived the program by the wish of both."""
    over: Iterable[Match] = program.matches.published().filter(ended_at__isnull=False, pair__until_on__isnull=True)
    return sum(1 for _match in over)
