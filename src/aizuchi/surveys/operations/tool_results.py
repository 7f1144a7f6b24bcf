"""A result of another tool is read in as a survey that has closed; taken out, it is as if it had never come."""

import datetime
import uuid
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from aizuchi.kernel.days import day_after, midnight
from aizuchi.people.models import Organization, Person
from aizuchi.surveys.adding_up import Totals, WrittenText
from aizuchi.surveys.models import AnswerSheet, Participant, Survey, SurveyGroup, ToolMapping
from aizuchi.surveys.models.survey import USUAL_GROUP
from aizuchi.surveys.operations.access import lock_survey, record_step, require_builder
from aizuchi.surveys.operations.drafts import fill_in
from aizuchi.surveys.operations.opening import raise_to_promise
from aizuchi.surveys.operations.sums import MANY, find_sums, keep_sums
from aizuchi.surveys.outside.adding_up import Unit
from aizuchi.surveys.outside.mapping import Mapping as ColumnMapping
from aizuchi.surveys.outside.mapping import Role, RowsAre, name_columns, sign_of, write_mapping
from aizuchi.surveys.outside.tables import TableRow
from aizuchi.surveys.queries.tool_results import ToolResults, ToolRound, understand_results
from aizuchi.surveys.refusals import (
    AskedHere,
    FewerAskedThanAnswered,
    NothingUnderstood,
    RowsArePeople,
    TooManyQuestions,
)
from aizuchi.surveys.results.keeping import GroupPeople
from aizuchi.surveys.structure.definition import MOST_QUESTIONS
from aizuchi.surveys.structure.given import ReadAnswers, write_answers

MOST_ROUNDS = 36


@dataclass(frozen=True, kw_only=True)
class ToolTerms:
    tool: str
    title: str
    held_on: datetime.date | None = None
    """None: as the table says, or today."""
    is_named: bool = False
    """Otherwise nothing of single people is kept."""
    asked: int | None = None
    """How many, where somebody knows."""
    smallest_group: int = USUAL_GROUP
    readers: str = Survey.Readers.HR


def look_at_results(
    *, actor: Person, rows: Sequence[TableRow], mapping: ColumnMapping, terms: ToolTerms, now: datetime.datetime
) -> ToolResults:
    """Raises PermissionDenied, NothingUnderstood, TooManyQuestions, FewerAskedThanAnswered."""
    require_builder(actor, now)
    results = understand_results(
        actor.organization,
        rows,
        mapping,
        title=terms.title,
        held_on=terms.held_on,
        is_named=terms.is_named,
        today=actor.organization.today(now),
    )
    if len(results.rounds) > MOST_ROUNDS or not any(one.people for one in results.rounds):
        is_of_people = mapping.rows_are == RowsAre.GROUPS and mapping.column(Role.PERSON) is not None
        raise RowsArePeople if is_of_people else NothingUnderstood
    if any(len(list(one.definition.list_questions())) > MOST_QUESTIONS for one in results.rounds):
        raise TooManyQuestions
    answered = max(sum(one.people.values()) for one in results.rounds)
    if terms.asked is not None and terms.asked < answered:
        raise FewerAskedThanAnswered(answered)
    return results


@transaction.atomic
def read_in_results(
    *, actor: Person, rows: Sequence[TableRow], mapping: ColumnMapping, terms: ToolTerms, now: datetime.datetime
) -> list[Survey]:
    """All of it or nothing. Raises as `look_at_results`."""
    results = look_at_results(actor=actor, rows=rows, mapping=mapping, terms=terms, now=now)
    series = _remember(actor.organization, rows, mapping, terms.tool)
    return [_keep_round(actor, one, terms, series, now) for one in results.rounds if one.people]


@transaction.atomic
def take_out_results(*, actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> None:
    """With what units agreed on after it. Raises Http404, PermissionDenied, AskedHere."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if not survey.tool:
        raise AskedHere
    record_step(survey, "taken_out", actor, now)
    survey.delete()


def _remember(organization: Organization, rows: Sequence[TableRow], mapping: ColumnMapping, tool: str) -> uuid.UUID:
    kept, _is_new = ToolMapping.objects.update_or_create(
        organization=organization,
        sign=sign_of(name_columns(rows, mapping.header_rows)),
        defaults={"tool": tool, "mapping": write_mapping(mapping)},
    )
    return kept.series


def _keep_round(actor: Person, one: ToolRound, terms: ToolTerms, series: uuid.UUID, now: datetime.datetime) -> Survey:
    zone = zoneinfo.ZoneInfo(actor.organization.time_zone)
    begins, ends = midnight(one.day, zone), midnight(day_after(one.day), zone)
    survey = Survey(
        organization=actor.organization,
        kind=Survey.Kind.FREE,
        series=series,
        tool=terms.tool,
        is_anonymous=not terms.is_named,
        smallest_group=raise_to_promise(actor.organization_id, terms.smallest_group),
        readers=terms.readers,
        opens_at=begins,
        closes_at=ends,
        is_settled=True,
        opened_at=begins,
        closed_at=min(ends, now),
        created_by=actor,
        created_at=now,
    )
    fill_in(survey, one.definition, now)
    survey.save()
    groups = _keep_groups(survey, one.above)
    _keep_named(survey, one, groups, now)
    written = [WrittenText(groups[text.group], text.code, text.text) for text in one.totals.texts]
    totals = Totals[uuid.UUID](texts=written)
    totals.by_group.update({groups[unit]: total for unit, total in one.totals.by_group.items()})
    people = {groups[unit]: GroupPeople(answered=count) for unit, count in one.people.items()}
    people[groups[None]] = GroupPeople(asked=terms.asked or 0, answered=one.people.get(None, 0))
    keep_sums(find_sums(survey, one.definition, totals, people))
    record_step(survey, "read_in", actor, now)
    return survey


def _keep_groups(survey: Survey, above: Mapping[Unit, Unit]) -> dict[Unit, uuid.UUID]:
    """How many were asked in each is known to nobody here."""
    rows: dict[Unit, SurveyGroup] = {}
    for unit, one in above.items():
        holds = None if unit is None else rows[one]
        rows[unit] = SurveyGroup(survey=survey, key=unit.hex if unit else "", above=holds, unit_id=unit, asked=0)
    SurveyGroup.objects.bulk_create(rows.values(), batch_size=MANY)
    return {unit: group.pk for unit, group in rows.items()}


def _keep_named(survey: Survey, one: ToolRound, groups: Mapping[Unit, uuid.UUID], now: datetime.datetime) -> None:
    sheets: list[AnswerSheet] = []
    for person, (unit, read) in one.named.items():
        participant = Participant(survey=survey, person_id=person, group_id=groups[unit])
        sheets.append(_write_sheet(participant, read, survey, now))
    Participant.objects.bulk_create([sheet.participant for sheet in sheets], batch_size=MANY)
    AnswerSheet.objects.bulk_create(sheets, batch_size=MANY)


def _write_sheet(participant: Participant, read: ReadAnswers, survey: Survey, now: datetime.datetime) -> AnswerSheet:
    return AnswerSheet(participant=participant, answers=write_answers(read), sent_at=survey.opened_at, changed_at=now)
