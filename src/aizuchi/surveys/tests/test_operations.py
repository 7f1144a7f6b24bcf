"""A survey from its draft to its sums."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from tests.cast import Cast

from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Leave, Person
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import AnswerSheet, Survey
from aizuchi.surveys.operations import (
    change_definition,
    copy_survey,
    create_survey,
    do_change_again,
    drafts,
    keep_answers,
    open_survey,
    remove_draft,
    send_answers,
    settle_survey,
    take_back_change,
    unsettle_survey,
)
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.refusals import (
    AskedByName,
    HasOpened,
    NobodyAsked,
    NothingAnswered,
    NothingToDoAgain,
    NothingToTakeBack,
    NoTimes,
    NotOpen,
    QuestionGone,
    StillHasFaults,
)
from aizuchi.surveys.structure import Definition, Demand, Kind, Operator
from aizuchi.surveys.structure.edits import add_question, remove_question
from aizuchi.surveys.structure.given import AnswerFault
from aizuchi.surveys.tasks import open_and_close_due_surveys
from aizuchi.surveys.tests.definitions import question, survey, when

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
DAY = datetime.timedelta(days=1)
TWO = survey(question("mood"), question("why", Kind.MULTIPLE, condition=when("mood", Operator.AT_MOST, "2")))
Begin = Callable[..., Survey]


def terms(**more: Any) -> SurveyTerms:
    return SurveyTerms(**{"opens_at": NOW, "closes_at": NOW + 7 * DAY, **more})


@pytest.fixture
def begin(cast: Cast) -> Begin:
    def make(definition: Definition = TWO, actor: Person | None = None) -> Survey:
        return create_survey(actor=actor or cast.hr, kind="free", definition=definition, now=NOW)

    return make


@pytest.fixture
def opened(cast: Cast, begin: Begin) -> Survey:
    draft = begin()
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW)
    open_survey(survey_id=draft.pk, now=NOW)
    draft.refresh_from_db()
    return draft


@pytest.mark.parametrize("who", ["member", "manager", "executive"])
def test_hr_and_administrators_build_and_nobody_else(cast: Cast, begin: Begin, who: str) -> None:
    draft = begin()

    with pytest.raises(PermissionDenied):
        begin(actor=getattr(cast, who))
    with pytest.raises(Http404):
        remove_draft(actor=getattr(cast, who), survey_id=draft.pk, now=NOW)


def test_a_step_is_taken_back_and_the_one_before_it(cast: Cast, begin: Begin) -> None:
    draft = begin()
    for code in ("mood", "why"):
        draft = change_definition(
            actor=cast.hr,
            survey_id=draft.pk,
            change=lambda one, code=code: remove_question(one, code),
            revision=draft.revision,
            now=NOW,
        )
    assert list(draft.read().list_questions()) == []

    draft = take_back_change(actor=cast.hr, survey_id=draft.pk, revision=draft.revision, now=NOW)
    assert [one.code for one in draft.read().list_questions()] == ["why"]
    draft = take_back_change(actor=cast.hr, survey_id=draft.pk, revision=draft.revision, now=NOW)
    assert draft.read() == TWO
    with pytest.raises(NothingToTakeBack):
        take_back_change(actor=cast.hr, survey_id=draft.pk, revision=draft.revision, now=NOW)


def test_what_was_taken_back_is_done_again_until_something_else_changes(cast: Cast, begin: Begin) -> None:
    draft = begin()

    def change(code: str) -> None:
        change_definition(
            actor=cast.hr,
            survey_id=draft.pk,
            change=lambda one: add_question(one, question(code)),
            revision=step(),
            now=NOW,
        )

    def step() -> int:
        return Survey.objects.get(pk=draft.pk).revision

    def codes() -> list[str]:
        return [one.code for one in Survey.objects.get(pk=draft.pk).read().list_questions()][2:]

    change("first")
    change("second")
    for _ in range(2):
        take_back_change(actor=cast.hr, survey_id=draft.pk, revision=step(), now=NOW)
    assert codes() == []
    do_change_again(actor=cast.hr, survey_id=draft.pk, revision=step(), now=NOW)
    assert codes() == ["first"]
    do_change_again(actor=cast.hr, survey_id=draft.pk, revision=step(), now=NOW)
    take_back_change(actor=cast.hr, survey_id=draft.pk, revision=step(), now=NOW)
    assert codes() == ["first"]
    change("other")
    with pytest.raises(NothingToDoAgain):
        do_change_again(actor=cast.hr, survey_id=draft.pk, revision=step(), now=NOW)
    take_back_change(actor=cast.hr, survey_id=draft.pk, revision=step(), now=NOW)
    assert codes() == ["first"]


def test_the_latest_fifty_steps_can_be_taken_back(cast: Cast, begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_REVISIONS", 2)
    draft = begin()
    for code in ("first", "second", "third"):
        draft = change_definition(
            actor=cast.hr,
            survey_id=draft.pk,
            change=lambda one, code=code: add_question(one, question(code)),
            revision=draft.revision,
            now=NOW,
        )

    for _ in range(2):
        draft = take_back_change(actor=cast.hr, survey_id=draft.pk, revision=draft.revision, now=NOW)

    assert [one.code for one in draft.read().list_questions()][2:] == ["first"]
    with pytest.raises(NothingToTakeBack):
        take_back_change(actor=cast.hr, survey_id=draft.pk, revision=draft.revision, now=NOW)


def test_of_two_who_build_at_once_nobody_loses_a_step(cast: Cast, begin: Begin) -> None:
    draft = begin()

    def change(revision: int) -> Survey:
        return change_definition(
            actor=cast.administrator,
            survey_id=draft.pk,
            change=lambda one: add_question(one, question("more")),
            revision=revision,
            now=NOW,
        )

    change(draft.revision)
    with pytest.raises(Stale):
        change(draft.revision)


def test_a_question_that_has_gone_is_said(cast: Cast, begin: Begin) -> None:
    draft = begin()

    with pytest.raises(QuestionGone):
        change_definition(
            actor=cast.hr,
            survey_id=draft.pk,
            change=lambda one: remove_question(one, "moon"),
            revision=draft.revision,
            now=NOW,
        )


def test_a_survey_with_a_fault_does_not_go_out(cast: Cast, begin: Begin) -> None:
    draft = begin(survey(question("why", condition=when("mood", Operator.IS, "1")), question("mood")))

    with pytest.raises(StillHasFaults):
        settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW)


def test_it_needs_days_in_their_order_and_somebody_to_ask(cast: Cast, begin: Begin) -> None:
    draft = begin()

    with pytest.raises(NoTimes):
        settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(closes_at=NOW), now=NOW)
    with pytest.raises(NobodyAsked):
        settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(unit_ids=[cast.stranger.pk]), now=NOW)


def test_it_goes_out_and_closes_by_itself(cast: Cast, begin: Begin) -> None:
    draft = begin()
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(opens_at=NOW - DAY), now=NOW)

    open_and_close_due_surveys.func()
    draft.refresh_from_db()
    assert draft.opened_at
    Survey.objects.update(opens_at=NOW - 3 * DAY, closes_at=NOW - DAY)
    open_and_close_due_surveys.func()

    draft.refresh_from_db()
    assert draft.closed_at


def test_whoever_is_on_leave_is_not_asked(cast: Cast, begin: Begin) -> None:
    Leave.objects.create(person=cast.member, starts_on=NOW.date() - DAY)
    draft = begin()
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(unit_ids=[cast.development.pk]), now=NOW)

    open_survey(survey_id=draft.pk, now=NOW)

    asked = set(draft.participants.values_list("person", flat=True))
    assert asked == {cast.manager.pk, cast.peer.pk, cast.mentor.pk}


def test_a_second_opening_asks_nobody_twice(opened: Survey) -> None:
    before = opened.participants.count()

    assert open_survey(survey_id=opened.pk, now=NOW) == 0
    assert opened.participants.count() == before


def test_what_is_out_does_not_change(cast: Cast, opened: Survey) -> None:
    with pytest.raises(HasOpened):
        change_definition(actor=cast.hr, survey_id=opened.pk, change=lambda one: one, revision=opened.revision, now=NOW)
    with pytest.raises(HasOpened):
        unsettle_survey(actor=cast.hr, survey_id=opened.pk, now=NOW)
    with pytest.raises(HasOpened):
        remove_draft(actor=cast.hr, survey_id=opened.pk, now=NOW)


def test_a_copy_is_the_next_of_its_series(cast: Cast, opened: Survey) -> None:
    copy = copy_survey(actor=cast.hr, survey_id=opened.pk, now=NOW)

    assert (copy.series, copy.read(), copy.is_draft) == (opened.series, opened.read(), True)


def test_answers_are_kept_as_they_go_and_sent_once_whole(cast: Cast, begin: Begin) -> None:
    draft = begin(survey(question("mood"), question("day", Kind.DATE, demand=Demand.REQUIRED)))
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW)
    open_survey(survey_id=draft.pk, now=NOW)

    keep_answers(actor=cast.member, survey_id=draft.pk, given={"mood": "2"}, now=NOW)
    read = send_answers(actor=cast.member, survey_id=draft.pk, given={"mood": "3", "day": "soon"}, now=NOW)
    sheet = AnswerSheet.objects.get()
    assert (read.faults, sheet.sent_at, sheet.answers) == ({"day": AnswerFault.NOT_A_DAY}, None, {})
    assert sheet.draft == {"mood": "3", "day": "soon"}

    whole = {"mood": "3", "day": "2026-12-01"}
    assert send_answers(actor=cast.member, survey_id=draft.pk, given=whole, now=NOW).faults == {}
    sheet.refresh_from_db()
    assert (sheet.sent_at, sheet.answers, sheet.draft) == (NOW, whole, None)


def test_what_is_changed_after_it_was_sent_counts_once_it_is_sent_again(cast: Cast, opened: Survey) -> None:
    send_answers(actor=cast.member, survey_id=opened.pk, given={"mood": "3"}, now=NOW)

    keep_answers(actor=cast.member, survey_id=opened.pk, given={"mood": "1"}, now=NOW)

    assert AnswerSheet.objects.get().answers == {"mood": "3"}
    send_answers(actor=cast.member, survey_id=opened.pk, given={"mood": "1"}, now=NOW)
    assert AnswerSheet.objects.get().answers == {"mood": "1"}


def test_what_is_softly_asked_is_pointed_at_once_and_may_stay_empty(cast: Cast, begin: Begin) -> None:
    draft = begin(survey(question("mood"), question("word", Kind.LONG_TEXT, demand=Demand.ASKED_ONCE)))
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW)
    open_survey(survey_id=draft.pk, now=NOW)

    def send(points_at_empty: bool) -> AnswerSheet:
        send_answers(
            actor=cast.member, survey_id=draft.pk, given={"mood": "1"}, now=NOW, points_at_empty=points_at_empty
        )
        return AnswerSheet.objects.get()

    assert send(points_at_empty=True).sent_at is None
    assert send(points_at_empty=False).sent_at == NOW


def test_nobody_answers_who_is_not_asked_nor_after_it_closed(cast: Cast, opened: Survey) -> None:
    with pytest.raises(Http404):
        send_answers(actor=cast.stranger, survey_id=opened.pk, given={"mood": "1"}, now=NOW)
    with pytest.raises(NotOpen):
        send_answers(actor=cast.member, survey_id=opened.pk, given={"mood": "1"}, now=NOW + 7 * DAY)
    with pytest.raises(NothingAnswered):
        send_answers(actor=cast.member, survey_id=opened.pk, given={}, now=NOW)


def test_how_people_are_is_never_asked_by_name(cast: Cast, begin: Begin) -> None:
    draft = begin()
    Survey.objects.update(kind=Survey.Kind.CONDITION)

    with pytest.raises(AskedByName):
        settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW)


def test_questions_on_how_people_are_are_never_asked_by_name_whatever_the_survey_is_for(
    cast: Cast, begin: Begin
) -> None:
    draft = begin(get_library_set("condition"))

    with pytest.raises(AskedByName):
        settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms(), now=NOW)
