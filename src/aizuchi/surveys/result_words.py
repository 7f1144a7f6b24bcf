"""What a survey came to, in sentences and drawings: what changed, how sure that is, what could be tried."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.surveys.queries.over_time import OverTime
from aizuchi.surveys.queries.results import ComparedLine, Results
from aizuchi.surveys.reading.changes import JudgedChange, Sureness
from aizuchi.surveys.reading.intervals import Interval
from aizuchi.surveys.results.findings import AnswerRate, AnswerShare, LineFinding
from aizuchi.surveys.results.heat_map import Beside, HeatCell, HeatMap
from aizuchi.surveys.results.lines import ResultLine, list_lines
from aizuchi.surveys.results.rounds import favourable_over_time
from aizuchi.surveys.results.tries import suggest_tries
from aizuchi.surveys.structure import Kind
from aizuchi.ui.charts import Bar, BarChart, ChartLine, LineChart, Point
from aizuchi.ui.formatting import format_month
from aizuchi.ui.table_cells import PercentCell

MOST_FIRST_TRIES = 2
RATES: dict[AnswerRate | None, str | Promise] = {
    AnswerRate.FEW: gettext_lazy("fewer than a quarter"),
    AnswerRate.SOME: gettext_lazy("a quarter to a half"),
    AnswerRate.MANY: gettext_lazy("a half to three quarters"),
    AnswerRate.MOST: gettext_lazy("more than three quarters"),
}
SURENESS: dict[Sureness, tuple[int, str | Promise]] = {
    Sureness.QUITE_SURE: (3, gettext_lazy("Quite sure")),
    Sureness.PROBABLY: (2, gettext_lazy("Probably")),
    Sureness.CANNOT_TELL: (1, gettext_lazy("Cannot be told from chance")),
}
THEMES: dict[str, str | Promise] = {
    "company": gettext_lazy("The company"),
    "condition": gettext_lazy("How people are"),
    "grow": gettext_lazy("Growing"),
    "growth": gettext_lazy("Growing"),
    "people": gettext_lazy("People around"),
    "program": gettext_lazy("The program"),
    "recommendation": gettext_lazy("Recommending"),
    "safety": gettext_lazy("Being able to say things"),
    "value": gettext_lazy("Worth of 1on1s"),
    "work": gettext_lazy("The work"),
    "workload": gettext_lazy("Amount of work"),
}
BESIDE: dict[Beside, str | Promise] = {
    Beside.ABOVE: gettext_lazy("higher than elsewhere"),
    Beside.BELOW: gettext_lazy("lower than elsewhere"),
    Beside.ALIKE: "",
}


@dataclass(frozen=True, kw_only=True)
class FindingWords:
    sentence: str
    chart: LineChart
    marks: tuple[bool, bool, bool]
    sureness: str | Promise
    range: str
    may_be_nothing: bool
    tries: list[str]


@dataclass(frozen=True, kw_only=True)
class LineWords:
    words: str
    value: int | None
    """Favourable share in percent, with where it may be, and that of the time before."""
    low: int
    width: int
    before: int | None
    said: str
    mean: str
    held_back: str
    """Why something of it is not told."""
    untold: str
    """Why nothing of it is."""
    change: str
    shares: BarChart | None
    """None where only all answers together could be told."""


def say_headline(results: Results, language: str) -> str:
    if results.group.hidden:
        return results.group.hidden
    if len(results.rounds) < 2:
        return _("This was asked for the first time, so there is nothing yet to compare it with.")
    if not results.told.looked_at:
        return _("Nothing can be compared with the time before: too few answered the same way.")
    if not results.told.changes:
        return _("Nothing changed so much that it could be told from chance.")
    largest = results.told.changes[0]
    sentence = _say_change(largest, _find_line(results, largest.key), language)
    return sentence if largest.sureness == Sureness.QUITE_SURE else _("Probably: %(change)s") % {"change": sentence}


def list_findings(results: Results, language: str) -> list[FindingWords]:
    return [_say_finding(results, one, language) for one in results.told.changes]


def _say_finding(results: Results, told: JudgedChange[str], language: str) -> FindingWords:
    line = _find_line(results, told.key)
    marks, sureness = SURENESS[told.sureness]
    is_better = told.change.value > 0
    return FindingWords(
        sentence=_say_change(told, line, language),
        chart=_draw_rounds(results, line, language),
        marks=(marks > 0, marks > 1, marks > 2),
        sureness=sureness,
        range=_say_range(told.change),
        may_be_nothing=not told.change.excludes_zero,
        tries=[one.in_language(language) for one in suggest_tries(line.theme, is_better=is_better)],
    )


def list_first_tries(results: Results, language: str) -> list[tuple[str, list[str]]]:
    """Where there is no time before: what could be tried where fewest answered on the good side. By question."""
    if len(results.rounds) > 1:
        return []
    told = [(one.finding.favourable.value, one.finding.line) for one in results.lines if one.finding.favourable]
    lowest = sorted(told, key=lambda one: one[0])[:MOST_FIRST_TRIES]
    return [
        (
            _say_question(line, language),
            [one.in_language(language) for one in suggest_tries(line.theme, is_better=False)],
        )
        for _share, line in lowest
    ]


def _find_line(results: Results, key: str) -> ResultLine:
    return next(one.finding.line for one in results.lines if one.finding.line.key == key)


def _say_change(told: JudgedChange[str], line: ResultLine, language: str) -> str:
    points = {"question": line.words.in_language(language), "points": abs(round(100 * told.change.value))}
    if told.change.value > 0:
        return _("“%(question)s”: %(points)d points more answer on the good side than the time before.") % points
    return _("“%(question)s”: %(points)d points fewer answer on the good side than the time before.") % points


def _say_range(change: Interval) -> str:
    ends = {"low": round(100 * change.low), "high": round(100 * change.high)}
    return _("The difference lies somewhere between %(low)+d and %(high)+d points.") % ends


def _draw_rounds(results: Results, line: ResultLine, language: str) -> LineChart:
    shares = favourable_over_time(line, [one for _when, one in results.rounds])
    points = _list_points([when for when, _round in results.rounds], shares)
    title = line.words.in_language(language)
    return LineChart(title=title, lines=[ChartLine(_("Answers on the good side"), points)])


@dataclass(frozen=True, kw_only=True)
class ThemeWords:
    name: str | Promise
    chart: LineChart
    questions: list[LineChart]
    """Of each of its questions, where there are several."""


def draw_themes(found: OverTime, language: str) -> list[ThemeWords]:
    def draw(title: str, shares: Sequence[Interval | None]) -> LineChart:
        line = ChartLine(_("Answers on the good side"), _list_points(found.closed_at, shares))
        return LineChart(title=title, lines=[line])

    return [
        ThemeWords(
            name=THEMES.get(one.theme, one.theme),
            chart=draw(str(THEMES.get(one.theme, one.theme)), one.shares),
            questions=[draw(line.words.in_language(language), shares) for line, shares in one.lines]
            if len(one.lines) > 1
            else [],
        )
        for one in found.themes
    ]


def _list_points(closed_at: Sequence[datetime.datetime], shares: Sequence[Interval | None]) -> list[Point]:
    return [
        Point(format_month(when), *((100 * one.value, 100 * one.low, 100 * one.high) if one else (None,)))
        for when, one in zip(closed_at, shares, strict=True)
    ]


def list_line_words(results: Results, language: str) -> list[LineWords]:
    """None where nothing at all is told: that has one reason, and stands above."""
    told = {one.finding.line.key: one for one in results.lines}
    if not told:
        return []
    return [
        _say_line(results, told[line.key], language) if line.key in told else _say_missing(results, line, language)
        for line in list_lines(results.definition)
    ]


def _say_missing(results: Results, line: ResultLine, language: str) -> LineWords:
    k = results.survey.smallest_group
    reason = _("Not told: fewer than %(k)d surely answered this one, or it would tell of fewer elsewhere.") % {"k": k}
    if results.holds_nothing_back:
        reason = _("Nobody answered this question.")
    return LineWords(
        words=_say_question(line, language),
        value=None,
        low=0,
        width=0,
        before=None,
        said="",
        mean="",
        held_back="",
        untold=reason,
        change="",
        shares=None,
    )


def _say_question(line: ResultLine, language: str) -> str:
    words = line.words.in_language(language)
    return f"{line.question.words.in_language(language)} {words}" if line.row else words


def _say_untold(finding: LineFinding, k: int) -> str:
    if finding.favourable or finding.mean or finding.tells_shares:
        return ""
    return _("Not told: fewer than %(k)d gave one or the other answer, and even the mean would say so.") % {"k": k}


def _say_line(results: Results, compared: ComparedLine, language: str) -> LineWords:
    finding, change = compared.finding, compared.change
    good, words = finding.favourable, _say_question(finding.line, language)
    before = _find_before(results, finding.line)
    return LineWords(
        words=words,
        value=round(100 * good.value) if good else None,
        low=round(100 * good.low) if good else 0,
        width=round(100 * good.high) - round(100 * good.low) if good else 0,
        before=None if before is None else round(100 * before.value),
        said=_say_share(good, before) if good else "",
        mean=_say_mean(finding.mean) if finding.mean else "",
        held_back=_say_held_back(finding, results.survey.smallest_group),
        untold=_say_untold(finding, results.survey.smallest_group),
        change="" if change is None else f"{SURENESS[change.sureness][1]} · {_say_range(change.change)}",
        shares=_draw_shares(finding, words, language) if finding.tells_shares else None,
    )


def _draw_shares(finding: LineFinding, words: str, language: str) -> BarChart:
    bars = [_draw_share(finding.line, one, language) for one in finding.shares]
    return BarChart(title=words, heading=_("Of those who answered"), bars=bars)


def name_answers(line: ResultLine, told: AnswerShare, language: str) -> str:
    """Of several that are told together those at the ends, where they have an order."""
    names = [choice.words.in_language(language) for choice in told.choices]
    if line.has_steps and len(names) > 1:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return _(", ").join(names)


def _draw_share(line: ResultLine, told: AnswerShare, language: str) -> Bar:
    value = None if told.share is None else 100 * told.share.value
    return Bar(name=name_answers(line, told, language), value=value, why=_("not told"))


def _say_held_back(finding: LineFinding, k: int) -> str:
    if not finding.holds_back:
        return ""
    if finding.line.question.kind == Kind.MULTIPLE:
        return _(
            "What fewer than %(k)d chose, or all but fewer than %(k)d, is not told, so that nobody is found by it."
        ) % {"k": k}
    return _("Answers of fewer than %(k)d are told only together with others, so that nobody is found by theirs.") % {
        "k": k
    }


def _say_mean(mean: Interval) -> str:
    ends = {"mean": mean.value, "low": mean.low, "high": mean.high}
    return _("mean %(mean)s (%(low)s to %(high)s)") % {name: number_format(end, 1) for name, end in ends.items()}


def _find_before(results: Results, line: ResultLine) -> Interval | None:
    earlier = [one for _when, one in results.rounds[:-1]]
    return favourable_over_time(line, earlier[-1:])[0] if earlier else None


def _say_share(good: Interval, before: Interval | None) -> str:
    told = {"value": round(100 * good.value), "low": round(100 * good.low), "high": round(100 * good.high)}
    sentence = _("%(value)d percent, somewhere between %(low)d and %(high)d.") % told
    if before is None:
        return sentence
    return sentence + _(" The time before: %(value)d.") % {"value": round(100 * before.value)}


def name_themes(heat_map: HeatMap[uuid.UUID]) -> list[str | Promise]:
    return [THEMES.get(theme, theme) for theme in heat_map.themes]


def say_cell(cell: HeatCell | None) -> PercentCell:
    """A mean is told in hundredths of the way from the worst to the best answer."""
    if cell and cell.favourable:
        return PercentCell(value=round(100 * cell.favourable.value), remark=str(BESIDE[cell.beside]))
    if cell is None or cell.mean is None:
        return PercentCell(value=None, instead=_("not told"))
    return PercentCell(value=None, instead=_("mean %(mean)s of 100") % {"mean": round(100 * cell.mean)})
