"""What `visible_to` returns may be read, and what it leaves out does not exist: one answer, wherever it is asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.http import Http404
from django.utils import timezone

from aizuchi.actions.models import ActionItem
from aizuchi.actions.operations import access_action
from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.anonymous_answers.policies import may_answer as may_answer_right
from aizuchi.calendars.models import CalendarQuestion, Connection
from aizuchi.calendars.operations.access import access_connection, access_question
from aizuchi.calendars.policies import may_answer_question, may_see_connection
from aizuchi.feedback.models import Band, Block, Comment, MentorSums
from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gateway.operations.connectors import stop_connector
from aizuchi.gateway.operations.scheduled_files import remove_scheduled_file
from aizuchi.gateway.queries import read_connector
from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.queries import get_gathering
from aizuchi.growth.models import Spark, ThankYouNote
from aizuchi.growth.operations import answer_outcome, keep_thank_you_note
from aizuchi.hints.models import Hint, Trial
from aizuchi.hints.operations.access import access_hint, access_trial
from aizuchi.hints.policies import may_read_hint
from aizuchi.hints.queries import get_hint
from aizuchi.meetings.models import AgendaItem, Meeting, SlotProposal, TalkRequest
from aizuchi.meetings.operations.access import access_meeting, lock_item
from aizuchi.meetings.operations.access import access_pair as access_pair_to_arrange
from aizuchi.meetings.operations.proposals import lock_proposal
from aizuchi.meetings.operations.talk import withdraw_talk
from aizuchi.meetings.policies import may_follow_meeting
from aizuchi.notes.models import Document
from aizuchi.notes.queries import read_document
from aizuchi.pairs.models import Pair, Proposal
from aizuchi.pairs.operations.access import access_pair
from aizuchi.pairs.policies import may_answer, may_read_pair, may_withdraw
from aizuchi.pairs.queries import proposal_card
from aizuchi.people.models import Person
from aizuchi.people.queries.access import access_person
from aizuchi.programs.models import DirectoryEntry, LearningLine, Match, Participant, Program
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.policies import may_manage
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.operations.providers import access_provider
from aizuchi.spaces.models import MeetingSpace
from aizuchi.spaces.operations import lock_space
from aizuchi.surveys.models import OwnReading, Survey
from aizuchi.surveys.operations import copy_survey
from tests.cast import Cast
from tests.everything import make_everything
from tests.faster import Recorded

Answer = Callable[[Person, Any], bool]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Every other place that answers the question `visible_to` answers."""

    policies: tuple[Answer, ...]
    loaders: tuple[Callable[[Person, UUID], object], ...]


def always(*_: object) -> bool:
    return True


def is_in_circle(viewer: Person, document: Document) -> bool:
    return document.circle.members.filter(person=viewer).exists()


def is_about(viewer: Person, released: Block | Band | Comment | MentorSums) -> bool:
    """Nobody but the mentor."""
    return viewer.pk == released.mentor_id


def of_one_company(viewer: Person, settings: Connector | ScheduledFile | IdentityProvider) -> bool:
    """Settings are there for all of a company, and only administrators may open them (`tests/access.py` of the app)."""
    return viewer.organization_id == settings.organization_id


def looks_after(viewer: Person, program: Program) -> bool:
    return may_manage(viewer, program, on=timezone.localdate())


def reads_program(viewer: Person, program: Program) -> bool:
    """Everybody of the company once it is out."""
    is_out = viewer.organization_id == program.organization_id and not program.is_draft
    return is_out or looks_after(viewer, program)


def reads_participant(viewer: Person, participant: Participant) -> bool:
    return participant.person_id == viewer.pk or looks_after(viewer, participant.program)


def reads_match(viewer: Person, match: Match) -> bool:
    is_own = viewer.pk in (match.mentee.person_id, match.mentor.person_id)
    return (is_own and match.published_at is not None) or looks_after(viewer, match.program)


def reads_entry(viewer: Person, entry: DirectoryEntry) -> bool:
    is_shown = entry.is_shown and entry.person.organization_id == viewer.organization_id
    return is_shown or entry.person_id == viewer.pk


AGREEMENTS: dict[type[models.Model], Agreement] = {
    Person: Agreement(
        policies=(lambda viewer, person: viewer.organization_id == person.organization_id,),
        loaders=(access_person,),
    ),
    Pair: Agreement(
        policies=(may_read_pair,),
        loaders=(access_pair, lambda viewer, key: access_pair_to_arrange(viewer=viewer, pair_id=key)),
    ),
    Proposal: Agreement(
        policies=(lambda viewer, proposal: may_answer(viewer, proposal) or may_withdraw(viewer, proposal),),
        loaders=(lambda viewer, key: proposal_card(key, viewer=viewer, on=timezone.localdate()),),
    ),
    Connection: Agreement(
        policies=(lambda viewer, connection: may_see_connection(viewer, connection, on=timezone.localdate()),),
        loaders=(lambda viewer, key: access_connection(viewer=viewer, connection_id=key, now=timezone.now()),),
    ),
    CalendarQuestion: Agreement(
        policies=(may_answer_question,),
        loaders=(lambda viewer, key: access_question(viewer=viewer, question_id=key),),
    ),
    Document: Agreement(policies=(is_in_circle,), loaders=(lambda viewer, key: read_document(key, viewer=viewer),)),
    Meeting: Agreement(
        policies=(
            lambda viewer, meeting: may_follow_meeting(viewer, str(meeting.pk)),
            lambda viewer, meeting: may_read_pair(viewer, meeting.pair),
        ),
        loaders=(lambda viewer, key: access_meeting(viewer=viewer, meeting_id=key),),
    ),
    AgendaItem: Agreement(
        policies=(lambda viewer, item: may_read_pair(viewer, item.meeting.pair),),
        loaders=(lambda viewer, key: lock_item(actor=viewer, item_id=key, may=always, now=timezone.now()),),
    ),
    TalkRequest: Agreement(
        policies=(lambda viewer, asked: may_read_pair(viewer, asked.pair),),
        loaders=(lambda viewer, key: withdraw_talk(actor=viewer, request_id=key, now=timezone.now()),),
    ),
    ActionItem: Agreement(
        policies=(lambda viewer, action: may_read_pair(viewer, action.pair),),
        loaders=(lambda viewer, key: access_action(viewer=viewer, action_id=key),),
    ),
    MeetingSpace: Agreement(
        policies=(lambda viewer, room: viewer.organization_id == room.organization_id,),
        loaders=(lambda viewer, key: lock_space(actor=viewer, space_id=key),),
    ),
    SlotProposal: Agreement(
        policies=(lambda viewer, proposal: may_read_pair(viewer, proposal.pair),),
        loaders=(lambda viewer, key: lock_proposal(actor=viewer, proposal_id=key),),
    ),
    Spark: Agreement(
        policies=(lambda viewer, spark: may_read_pair(viewer, spark.pair),),
        loaders=(lambda viewer, key: answer_outcome(actor=viewer, spark_id=key, outcome="kept", now=timezone.now()),),
    ),
    ThankYouNote: Agreement(
        policies=(lambda viewer, thank_you_note: may_read_pair(viewer, thank_you_note.pair),),
        loaders=(lambda viewer, key: keep_thank_you_note(actor=viewer, note_id=key, now=timezone.now()),),
    ),
    Eligibility: Agreement(
        policies=(lambda viewer, right: may_answer_right(viewer, right, right.window.ends_on),), loaders=()
    ),
    Block: Agreement(policies=(is_about,), loaders=()),
    Band: Agreement(policies=(is_about,), loaders=()),
    Comment: Agreement(policies=(is_about,), loaders=()),
    Hint: Agreement(
        policies=(may_read_hint,),
        loaders=(
            lambda viewer, key: access_hint(viewer=viewer, hint_id=key),
            lambda viewer, key: get_hint(viewer=viewer, hint_id=key, now=timezone.now()),
        ),
    ),
    Trial: Agreement(
        policies=(lambda viewer, trial: trial.person_id == viewer.pk,),
        loaders=(lambda viewer, key: access_trial(viewer=viewer, trial_id=key),),
    ),
    MentorSums: Agreement(policies=(is_about,), loaders=()),
    Connector: Agreement(
        policies=(of_one_company,),
        loaders=(
            lambda viewer, key: read_connector(viewer, key, now=timezone.now()),
            lambda viewer, key: stop_connector(connector_id=key, actor=viewer, now=timezone.now()) or key,
        ),
    ),
    ScheduledFile: Agreement(
        policies=(of_one_company,),
        loaders=(lambda viewer, key: remove_scheduled_file(scheduled_id=key, actor=viewer, now=timezone.now()) or key,),
    ),
    IdentityProvider: Agreement(policies=(of_one_company,), loaders=(access_provider,)),
    Survey: Agreement(
        policies=(),
        loaders=(lambda viewer, key: copy_survey(actor=viewer, survey_id=key, now=timezone.now()),),
    ),
    OwnReading: Agreement(policies=(lambda viewer, reading: reading.person_id == viewer.pk,), loaders=()),
    Program: Agreement(
        policies=(reads_program,),
        loaders=(lambda viewer, key: access_program(viewer=viewer, program_id=key),),
    ),
    Participant: Agreement(policies=(reads_participant,), loaders=()),
    Match: Agreement(policies=(reads_match,), loaders=()),
    DirectoryEntry: Agreement(policies=(reads_entry,), loaders=()),
    LearningLine: Agreement(policies=(lambda viewer, line: line.person_id == viewer.pk,), loaders=()),
    Gathering: Agreement(
        policies=(), loaders=(lambda viewer, key: get_gathering(viewer=viewer, gathering_id=key, now=timezone.now()),)
    ),
}


@pytest.fixture
def everything(db: None, _recorded_everything: Recorded[Cast]) -> Cast:
    return _recorded_everything.replay()


@pytest.fixture(scope="module")
def _recorded_everything(django_db_setup: object, django_db_blocker: Any) -> Recorded[Cast]:
    with django_db_blocker.unblock():
        return Recorded(make_everything)


def exists_for(load: Callable[[Person, UUID], object], viewer: Person, key: UUID) -> bool:
    """Whether somebody gets it, or at least hears that it is not theirs to change; anything but 404 tells so."""
    try:
        with transaction.atomic():
            found = load(viewer, key)
            transaction.set_rollback(True)
    except (Http404, ObjectDoesNotExist):
        return False
    except PermissionDenied:
        return True
    return found is not None


def list_disagreements(model: type[models.Model], viewers: Iterable[Person]) -> list[str]:
    agreement, wrong = AGREEMENTS[model], []
    for viewer in viewers:
        visible = set(model._default_manager.visible_to(viewer).values_list("pk", flat=True))  # type: ignore[attr-defined]
        for row in model._default_manager.all():
            answers = [policy(viewer, row) for policy in agreement.policies]
            answers += [exists_for(load, viewer, row.pk) for load in agreement.loaders]
            if set(answers) != {row.pk in visible}:
                wrong.append(f"{viewer} {row.pk}: visible_to {row.pk in visible}, the others {answers}")
    return wrong


def test_whatever_has_visible_to_is_compared() -> None:
    filtered = {model for model in apps.get_models() if hasattr(model._default_manager, "visible_to")}

    assert filtered == set(AGREEMENTS)


@pytest.mark.parametrize("model", AGREEMENTS, ids=lambda model: model.__name__)
def test_policies_and_loaders_answer_as_visible_to(model: type[models.Model], everything: Cast) -> None:
    wrong = list_disagreements(model, everything.everybody)

    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("model", AGREEMENTS, ids=lambda model: model.__name__)
def test_everybody_who_sees_something_has_something_hidden_from_them(
    model: type[models.Model], everything: Cast
) -> None:
    seen = {viewer.pk: model._default_manager.visible_to(viewer).count() for viewer in everything.everybody}  # type: ignore[attr-defined]

    assert 0 < max(seen.values()) < model._default_manager.count()


@pytest.mark.parametrize("answer", [True, False])
def test_a_policy_that_answers_otherwise_is_found(
    answer: bool, everything: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(AGREEMENTS, Pair, Agreement(policies=(lambda *_: answer,), loaders=()))

    assert list_disagreements(Pair, everything.everybody)


def test_who_keeps_people_sees_no_pair_of_theirs(everything: Cast) -> None:
    """Said once in plain words, so that both sides cannot be wrong together."""
    pair = Pair.objects.get(mentee=everything.member, mentor=everything.manager)

    able = {person.pk for person in everything.everybody if may_read_pair(person, pair)}

    assert able == {everything.member.pk, everything.manager.pk}
