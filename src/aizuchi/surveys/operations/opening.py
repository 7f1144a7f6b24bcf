"""When it is, who is asked; from its opening on nothing of a survey changes."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from aizuchi.anonymous_answers.models import GroupSize
from aizuchi.anonymous_answers.operations import open_window
from aizuchi.anonymous_answers.operations.open_window import AnswersTooLong
from aizuchi.anonymous_answers.sizes import TooLong as SizeExceeded
from aizuchi.anonymous_answers.sizes import choose_size
from aizuchi.anonymous_answers.tasks import make_window_keys
from aizuchi.people.models import Person, Unit
from aizuchi.surveys.asked import WhoIsAsked, find_asked, read_asked
from aizuchi.surveys.asking import ASKING
from aizuchi.surveys.attributes import join_values
from aizuchi.surveys.grouping import Grouping
from aizuchi.surveys.groups_of_asked import GroupTerms, group_asked
from aizuchi.surveys.models import Participant, Survey, SurveyGroup
from aizuchi.surveys.models.survey import USUAL_GROUP
from aizuchi.surveys.operations.access import lock_survey, record_step
from aizuchi.surveys.refusals import AskedByName, HasOpened, NobodyAsked, NoTimes, StillHasFaults, TooFewAsked
from aizuchi.surveys.structure import Definition, list_faults
from aizuchi.surveys.structure.longest import count_longest

MANY = 1000


@dataclass(frozen=True, kw_only=True)
class SurveyTerms(WhoIsAsked):
    """What is told before the first question, and cannot change once it is out."""

    opens_at: datetime.datetime
    closes_at: datetime.datetime
    is_anonymous: bool = False
    smallest_group: int = USUAL_GROUP
    second_attribute: str = Survey.Attribute.NONE
    """Only where it is anonymous."""
    readers: str = Survey.Readers.HR


@transaction.atomic
def settle_survey(*, actor: Person, survey_id: uuid.UUID, terms: SurveyTerms, now: datetime.datetime) -> Survey:
    """It goes out by itself when its time has come. Raises HasOpened, NoTimes, AskedByName,
    StillHasFaults, NobodyAsked, TooFewAsked, AnswersTooLong."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if not survey.is_draft:
        raise HasOpened
    write_terms(survey, actor, terms, now)
    survey.is_settled = True
    survey.save()
    record_step(survey, "settled", actor, now)
    return survey


def asks_condition(survey: Survey, definition: Definition) -> bool:
    return survey.kind == Survey.Kind.CONDITION or definition.asks_condition


def write_terms(survey: Survey, actor: Person, terms: SurveyTerms, now: datetime.datetime) -> None:
    """Onto the survey, which is to be saved. Raises NoTimes, AskedByName, StillHasFaults, NobodyAsked, TooFewAsked,
    AnswersTooLong."""
    if terms.closes_at <= max(terms.opens_at, now):
        raise NoTimes
    if asks_condition(survey, survey.read()) and not terms.is_anonymous:
        raise AskedByName
    if any(fault.hinders for fault in list_faults(survey.read())):
        raise StillHasFaults
    asked = find_asked(actor.organization, terms, on=actor.organization.today(now))
    if not asked:
        raise NobodyAsked
    _write_asked(survey, terms)
    survey.opens_at, survey.closes_at, survey.readers = terms.opens_at, terms.closes_at, terms.readers
    survey.is_anonymous, survey.changed_at = terms.is_anonymous, now
    survey.kept_back = ""
    survey.second_attribute = terms.second_attribute if terms.is_anonymous else Survey.Attribute.NONE
    survey.smallest_group = raise_to_promise(survey.organization_id, terms.smallest_group)
    if terms.is_anonymous:
        _check_anonymous(survey, len(asked))


def raise_to_promise(organization_id: uuid.UUID, smallest_group: int) -> int:
    """Never below what the organization has promised for answers without names."""
    return max(smallest_group, GroupSize.of(organization_id).k_mean)


def _write_asked(survey: Survey, who: WhoIsAsked) -> None:
    survey.units.set(Unit.objects.filter(organization_id=survey.organization_id, pk__in=who.unit_ids))
    survey.people.set(Person.objects.filter(organization_id=survey.organization_id, pk__in=who.person_ids))
    survey.asked_role, survey.asked_tenure, survey.audience = who.role, who.tenure, who.audience


def _check_anonymous(survey: Survey, asked: int) -> None:
    """That it will open: what is wrong is said while somebody can still mend it."""
    if asked < survey.smallest_group:
        raise TooFewAsked(survey.smallest_group)
    try:
        choose_size(count_longest(survey.read()))
    except SizeExceeded as error:
        raise AnswersTooLong from error


@transaction.atomic
def unsettle_survey(*, actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> Survey:
    """Back to the draft, as long as it has not gone out. Raises HasOpened."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if survey.opened_at:
        raise HasOpened
    if survey.is_settled:
        survey.is_settled = False
        survey.save(update_fields=["is_settled"])
        record_step(survey, "unsettled", actor, now)
    return survey


@dataclass(frozen=True)
class _Found:
    """Who is asked, and in which groups."""

    asked: int
    smallest_group: int
    hindrance: str
    grouping: Grouping | None
    """None where something hinders it."""


def open_survey(*, survey_id: uuid.UUID, now: datetime.datetime) -> int:
    """Freezes who is asked, and in which group; returns how many. A second time changes nothing. Where it can no longer
    be asked as it was set, it is a draft again, and says why.

    Whom to ask is found before anything is locked, and again where it was set otherwise meanwhile.
    """
    due = Survey.objects.due_to_open(now).select_related("organization").filter(pk=survey_id)
    survey = due.first()
    if survey is None:
        return 0
    terms = read_asked(survey), GroupTerms.of(survey)
    found = _find_whom(survey, now)
    with transaction.atomic():
        locked = due.select_for_update(of=("self",)).first()
        if locked is None:
            return 0
        if (read_asked(locked), GroupTerms.of(locked)) != terms:
            found = _find_whom(locked, now)
        return _open(locked, found, now)


def _find_whom(survey: Survey, now: datetime.datetime) -> _Found:
    on = survey.organization.today(now)
    asked = find_asked(survey.organization, read_asked(survey), on=on)
    survey.smallest_group = raise_to_promise(survey.organization_id, survey.smallest_group)
    hindrance = _find_hindrance(survey, len(asked), now)
    grouping = None if hindrance else group_asked(survey.organization, asked, GroupTerms.of(survey), on=on)
    return _Found(len(asked), survey.smallest_group, hindrance, grouping)


def _open(survey: Survey, found: _Found, now: datetime.datetime) -> int:
    survey.smallest_group = found.smallest_group
    if found.grouping is None:
        keep_back(survey, found.hindrance, now)
        return 0
    if survey.is_anonymous:
        _open_window(survey, found.grouping, survey.organization.today(now))
    _keep_groups(survey, found.grouping)
    survey.opened_at = now
    survey.save(update_fields=["opened_at", "smallest_group"])
    survey.revisions.all().delete()
    record_step(survey, "opened", None, now)
    return found.asked


def _find_hindrance(survey: Survey, asked: int, now: datetime.datetime) -> str:
    """What has changed since somebody set it: people left, units were dissolved, or nothing ran for days."""
    if survey.closes_at and survey.closes_at <= now:
        return Survey.KeptBack.LATE
    if not asked:
        return Survey.KeptBack.NOBODY
    return Survey.KeptBack.FEW if survey.is_anonymous and asked < survey.smallest_group else ""


def keep_back(survey: Survey, reason: str, now: datetime.datetime) -> None:
    survey.is_settled, survey.kept_back = False, reason
    survey.save(update_fields=["is_settled", "kept_back"])
    record_step(survey, "kept_back", None, now)


def _open_window(survey: Survey, grouping: Grouping, on: datetime.date) -> None:
    """Who may answer, in groups that are large enough; whether they do is known to nobody."""
    groups: dict[str, list[uuid.UUID]] = {}
    for person, key in grouping.key_of.items():
        groups.setdefault(key, []).append(person)
    assert survey.last_day
    open_window(
        asking=ASKING,
        organization=survey.organization,
        subject_key=survey.window_key,
        groups=groups,
        starts_on=on,
        ends_on=survey.last_day,
        longest_answer=count_longest(survey.read()),
        k=survey.smallest_group,
    )
    make_window_keys.enqueue()


def _keep_groups(survey: Survey, grouping: Grouping) -> None:
    """Groups come with those that hold them first."""
    rows: dict[str, SurveyGroup] = {}
    for key, group in grouping.groups.items():
        above = None if group.above is None else rows[group.above]
        values = join_values(group.values) if group.values else ""
        rows[key] = SurveyGroup(
            survey=survey, key=key, above=above, unit_id=group.unit_id, values=values, asked=group.people
        )
    SurveyGroup.objects.bulk_create(rows.values(), batch_size=MANY)
    Participant.objects.bulk_create(
        (  # by their ids: there may be a hundred thousand, and nobody else writes meanwhile
            Participant(survey_id=survey.pk, person_id=person, group_id=rows[key].pk)
            for person, key in grouping.key_of.items()
        ),
        batch_size=MANY,
    )
