"""What came of a survey, of one group: read from sums, so that its size does not matter."""

import datetime
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import Http404
from django.utils.translation import gettext as _

from aizuchi.kernel.permissions import require
from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Person
from aizuchi.surveys.attributes import say_values
from aizuchi.surveys.models import AnswerSums, Survey, SurveyGroup, UnitAgreement
from aizuchi.surveys.queries.named_sums import NamedSums, add_up_named
from aizuchi.surveys.queries.result_access import ResultAccess, access_results
from aizuchi.surveys.reading.changes import JudgedChange, Told, choose_told
from aizuchi.surveys.results.findings import AnswerRate, LineFinding, find_all, rate
from aizuchi.surveys.results.heat_map import HeatMap, draw_heat_map
from aizuchi.surveys.results.lines import ResultLine, list_lines
from aizuchi.surveys.results.rounds import Round, compare_rounds
from aizuchi.surveys.results.tallies import QuestionSums, Tallies, tally_lines
from aizuchi.surveys.structure import Definition, SurveyQuestion

MOST_ROUNDS = 4
"""With the earlier ones."""

_groups_of = prepared(lambda groups: SurveyGroup.objects.filter(pk__in=groups).select_related("unit"))
_sums_of = prepared(
    lambda groups: AnswerSums.objects.filter(group__in=groups).values_list(
        Cast("group", TextField()), "question", "answered", Cast("counts", TextField()), Cast("totals", TextField())
    )
)
_agreed_of = prepared(lambda surveys, unit: UnitAgreement.objects.filter(survey__in=surveys, unit=unit))


@dataclass(frozen=True, kw_only=True)
class ResultGroup:
    id: uuid.UUID
    name: str
    """Empty for everybody."""
    hidden: str
    rate: AnswerRate | None
    is_readable: bool


@dataclass(frozen=True)
class ComparedLine:
    finding: LineFinding
    change: JudgedChange[str] | None


@dataclass(frozen=True, kw_only=True)
class Results:
    survey: Survey
    definition: Definition
    group: ResultGroup
    path: Sequence[ResultGroup]
    """What holds it, the largest first."""
    parts: Sequence[ResultGroup]
    """Directly below it."""
    lines: Sequence[ComparedLine]
    told: Told[str]
    rounds: Sequence[tuple[datetime.datetime, Round]]
    """The earliest first, this one last."""
    heat_map: HeatMap[uuid.UUID] | None
    worded: Sequence[SurveyQuestion]
    """To which answers were written, that the viewer may read."""
    agreed: Sequence[UnitAgreement]
    agreed_before: Sequence[UnitAgreement]
    """After the survey before this one."""
    may_read_words: bool
    """And, where it was asked by name, whose they are."""
    may_agree: bool
    may_share: bool
    holds_nothing_back: bool
    """From whoever reads every answer by name."""


def get_results(viewer: Person, survey_id: uuid.UUID, *, group_id: uuid.UUID | None, now: datetime.datetime) -> Results:
    """Raises Http404 for what the viewer may not read. The same number of statements whatever the size."""
    access = access_results(viewer, survey_id, now=now)
    return read_results(access, choose_group(access, group_id), now=now)


def access_agreeing(
    viewer: Person, survey_id: uuid.UUID, *, group_id: uuid.UUID | None, now: datetime.datetime
) -> tuple[ResultAccess, uuid.UUID]:
    """For whoever writes down what the people of a group try. Raises Http404, PermissionDenied."""
    access = access_results(viewer, survey_id, now=now)
    chosen = choose_group(access, group_id)
    require(chosen in access.may_agree)
    return access, chosen


def read_results(access: ResultAccess, chosen: uuid.UUID, *, now: datetime.datetime) -> Results:
    """Of a group that may be read."""
    chain = access.tree.chain(chosen)
    parts = [one for one in access.tree.below[chosen] if one in access.readable]
    groups = load_groups({*chain, *parts}, access)
    definition = access.survey.read()
    lines = list(list_lines(definition))
    named = add_up_named(access, definition, chosen, parts)
    tallies: dict[uuid.UUID, Tallies]
    if named is None:
        sums = load_sums([chosen, *parts])
        tallies = {group: tally_lines(lines, sums.get(group, {})) for group in (chosen, *parts)}
    else:
        tallies = {group: found.tallies for group, found in named.items()}
        groups |= {group: _open_up(groups[group], access, found) for group, found in named.items()}
    earlier = list(access.earlier[: MOST_ROUNDS - 1])
    agreed = _load_agreed([access.survey, *earlier[:1]], access.tree.unit_of[chosen])
    rounds = [
        *load_rounds(earlier, access.tree.unit_of[chosen], access.tree.values_of.get(chosen, "")),
        (access.survey.closed_at or now, Round(lines, tallies[chosen])),
    ]
    changes = compare_rounds([one for _when, one in rounds])
    return Results(
        survey=access.survey,
        definition=definition,
        group=groups[chosen],
        path=[groups[one] for one in reversed(chain[1:])],
        parts=sorted((groups[one] for one in parts), key=lambda one: one.name),
        lines=[ComparedLine(one, changes.get(one.line.key)) for one in find_all(lines, tallies[chosen])],
        told=choose_told(changes.values()),
        rounds=rounds,
        heat_map=_draw(lines, tallies, chosen, sorted(parts, key=lambda one: groups[one].name)),
        worded=_list_worded(definition) if chosen in access.with_words else [],
        agreed=agreed.get(access.survey.pk, []),
        agreed_before=agreed.get(earlier[0].pk, []) if earlier else [],
        may_read_words=chosen in access.with_words,
        may_agree=chosen in access.may_agree,
        may_share=access.may_share,
        holds_nothing_back=named is not None,
    )


def _open_up(group: ResultGroup, access: ResultAccess, found: NamedSums) -> ResultGroup:
    hidden = "" if found.answered else _("Nobody answered")
    return replace(group, hidden=hidden, rate=rate(found.answered, access.tree.asked[group.id]))


def choose_group(access: ResultAccess, group_id: uuid.UUID | None) -> uuid.UUID:
    """Raises Http404."""
    if group_id is not None and group_id not in access.readable:
        raise Http404
    return group_id or access.first


def load_groups(ids: Collection[uuid.UUID], access: ResultAccess) -> dict[uuid.UUID, ResultGroup]:
    return {
        one.pk: ResultGroup(
            id=one.pk,
            name=_name(one),
            hidden=one.get_hidden_display() if one.hidden else "",
            rate=None if one.answered is None or not one.asked else rate(one.answered, one.asked),
            is_readable=one.pk in access.readable,
        )
        for one in _groups_of(groups=list(ids))
    }


def _name(group: SurveyGroup) -> str:
    unit = group.unit.label if group.unit else ""
    return f"{unit} {say_values(group.values)}".strip() if group.values else unit


def load_sums(groups: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, QuestionSums]]:
    """There may be thousands of rows: what is in them is read all at once, and each group is found once."""
    rows = _sums_of(groups=list(groups))
    read = iter(json.loads(f"[{','.join(part for row in rows for part in row[3:])}]"))
    found: dict[str, dict[str, QuestionSums]] = {}
    for group, question, answered, *_parts in rows:
        found.setdefault(group, {})[question] = QuestionSums(answered, next(read), next(read))
    return {uuid.UUID(group): sums for group, sums in found.items()}


def _load_agreed(surveys: Sequence[Survey], unit: uuid.UUID | None) -> dict[uuid.UUID, list[UnitAgreement]]:
    found: dict[uuid.UUID, list[UnitAgreement]] = {}
    for one in _agreed_of(surveys=[survey.pk for survey in surveys], unit=unit):
        found.setdefault(one.survey_id, []).append(one)
    return found


def load_rounds(
    earlier: Sequence[Survey], unit: uuid.UUID | None, values: str
) -> list[tuple[datetime.datetime, Round]]:
    """Of the same unit, and part of it, the earliest first; a survey that told nothing of it is a gap."""
    sums: dict[uuid.UUID, dict[str, QuestionSums]] = {}
    wanted = AnswerSums.objects.filter(group__survey__in=earlier, group__unit=unit, group__values=values)
    for one in wanted.select_related("group"):
        sums.setdefault(one.group.survey_id, {})[one.question] = QuestionSums(one.answered, one.counts, one.totals)
    rounds = []
    for survey in reversed(earlier):
        lines = list(list_lines(survey.read()))
        if survey.closed_at:
            rounds.append((survey.closed_at, Round(lines, tally_lines(lines, sums.get(survey.pk, {})))))
    return rounds


def _draw(
    lines: Sequence[ResultLine],
    tallies: Mapping[uuid.UUID, Tallies],
    chosen: uuid.UUID,
    parts: Sequence[uuid.UUID],
) -> HeatMap[uuid.UUID] | None:
    if not parts:
        return None
    drawn = draw_heat_map(lines, tallies[chosen], {one: tallies[one] for one in parts})
    return drawn if drawn.themes else None


def _list_worded(definition: Definition) -> list[SurveyQuestion]:
    return [question for question in definition.list_questions() if question.takes_words]
