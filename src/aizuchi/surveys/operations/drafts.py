"""A survey is begun and changed step by step; steps are taken back and done again."""

import datetime
import uuid
from collections.abc import Callable

from django.db import transaction

from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person
from aizuchi.surveys.exchange.document import read_definition, write_definition
from aizuchi.surveys.models import Survey, SurveyRevision
from aizuchi.surveys.models.survey import LONGEST_TITLE
from aizuchi.surveys.operations.access import lock_survey, record_step, require_builder
from aizuchi.surveys.refusals import HasOpened, NothingToDoAgain, NothingToTakeBack, QuestionGone, TooLong
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.edits import TooManyParts
from aizuchi.surveys.structure.lengths import estimate_minutes

MOST_REVISIONS = 50


@transaction.atomic
def create_survey(
    *, actor: Person, kind: str, definition: Definition, audience: str = "", now: datetime.datetime
) -> Survey:
    """`audience`: whom another app names (`SurveyAudience`); the builder may choose otherwise."""
    require_builder(actor, now)
    survey = Survey(organization=actor.organization, kind=kind, audience=audience, created_by=actor, created_at=now)
    fill_in(survey, definition, now)
    survey.save()
    record_step(survey, "created", actor, now)
    return survey


@transaction.atomic
def copy_survey(*, actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> Survey:
    """A new version of the same series: its questions keep their codes, so that answers can be compared."""
    before = lock_survey(actor=actor, survey_id=survey_id, now=now)
    survey = make_copy(before, before.read(), actor, now)
    record_step(survey, "created", actor, now)
    return survey


def make_copy(before: Survey, definition: Definition, created_by: Person, now: datetime.datetime) -> Survey:
    """A draft on the same terms, but for its days."""
    survey = Survey(
        organization_id=before.organization_id,
        kind=before.kind,
        series=before.series,
        is_anonymous=before.is_anonymous,
        smallest_group=before.smallest_group,
        second_attribute=before.second_attribute,
        readers=before.readers,
        asked_role=before.asked_role,
        asked_tenure=before.asked_tenure,
        audience=before.audience,
        created_by=created_by,
        created_at=now,
    )
    fill_in(survey, definition, now)
    survey.save()
    survey.units.set(before.units.all())
    survey.people.set(before.people.all())
    return survey


@transaction.atomic
def change_definition(
    *,
    actor: Person,
    survey_id: uuid.UUID,
    change: Callable[[Definition], Definition],
    revision: int,
    now: datetime.datetime,
) -> Survey:
    """One step of building. Raises HasOpened, Stale, QuestionGone, TooLong."""
    survey = _lock_draft(actor, survey_id, revision, now)
    before = survey.definition
    try:
        definition = change(survey.read())
    except KeyError as error:
        raise QuestionGone from error
    except TooManyParts as error:
        raise TooLong from error
    if write_definition(definition) == before:
        return survey
    survey.revisions.filter(is_ahead=True).delete()
    _keep_revision(survey)
    _step_on(survey, definition, now)
    return survey


@transaction.atomic
def take_back_change(*, actor: Person, survey_id: uuid.UUID, revision: int, now: datetime.datetime) -> Survey:
    """The latest step; a second time the one before it. Raises HasOpened, Stale, NothingToTakeBack."""
    survey = _lock_draft(actor, survey_id, revision, now)
    before = survey.revisions.filter(is_ahead=False).first()
    if before is None:
        raise NothingToTakeBack
    return _exchange(survey, before, now)


@transaction.atomic
def do_change_again(*, actor: Person, survey_id: uuid.UUID, revision: int, now: datetime.datetime) -> Survey:
    """What was taken back last; then what was before it. Raises HasOpened, Stale, NothingToDoAgain."""
    survey = _lock_draft(actor, survey_id, revision, now)
    after = survey.revisions.filter(is_ahead=True).first()
    if after is None:
        raise NothingToDoAgain
    return _exchange(survey, after, now)


@transaction.atomic
def remove_draft(*, actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> None:
    """Raises HasOpened."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if not survey.is_draft:
        raise HasOpened
    record_step(survey, "removed", actor, now)
    survey.delete()


def _lock_draft(actor: Person, survey_id: uuid.UUID, revision: int, now: datetime.datetime) -> Survey:
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if not survey.is_draft:
        raise HasOpened
    if survey.revision != revision:
        raise Stale
    return survey


def _exchange(survey: Survey, other: SurveyRevision, now: datetime.datetime) -> Survey:
    """What the survey is goes where the other lay, at the other end."""
    _keep_revision(survey, is_ahead=not other.is_ahead)
    _step_on(survey, read_definition(other.definition), now)
    other.delete()
    return survey


def _keep_revision(survey: Survey, *, is_ahead: bool = False) -> None:
    survey.revisions.create(number=survey.revision, definition=survey.definition, is_ahead=is_ahead)
    oldest = survey.revisions.filter(is_ahead=False).values("pk")[MOST_REVISIONS:]
    survey.revisions.filter(pk__in=[one["pk"] for one in oldest]).delete()


def _step_on(survey: Survey, definition: Definition, now: datetime.datetime) -> None:
    survey.revision += 1
    fill_in(survey, definition, now)
    survey.save(update_fields=["definition", "title_ja", "title_en", "minutes", "revision", "changed_at"])


def fill_in(survey: Survey, definition: Definition, now: datetime.datetime) -> None:
    """With what lists show of it; saves nothing."""
    survey.definition = write_definition(definition)
    survey.title_ja, survey.title_en = (_shorten(text) for text in (definition.title.ja, definition.title.en))
    survey.minutes = estimate_minutes(definition)
    survey.changed_at = now


def _shorten(title: str) -> str:
    return " ".join(title.split())[:LONGEST_TITLE]
