"""What may go wrong between the day a survey is set and the day it closes: nothing is lost or counted twice."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.anonymous_answers.models import AnswerWindow, GroupSize
from aizuchi.people.models import Person, Unit, UnitPlacement
from aizuchi.surveys import tasks
from aizuchi.surveys.models import AnswerSheet, AnswerSums, Participant, Survey, SurveyGroup
from aizuchi.surveys.operations import close_survey, create_survey, open_survey, send_answers, settle_survey
from aizuchi.surveys.operations import opening as opening_module
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.structure.given import AnswerFault
from aizuchi.surveys.tests.definitions import question, survey

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
DAY = datetime.timedelta(days=1)
ASKED = survey(question("mood"), question("word", Kind.LONG_TEXT))


def settle(cast: Cast, **terms: object) -> Survey:
    made = create_survey(actor=cast.hr, kind="free", definition=ASKED, now=NOW)
    told = SurveyTerms(**{"opens_at": NOW, "closes_at": NOW + 7 * DAY, **terms})  # type: ignore[arg-type]
    return settle_survey(actor=cast.hr, survey_id=made.pk, terms=told, now=NOW)


def read(made: Survey) -> Survey:
    return Survey.objects.get(pk=made.pk)


def dissolve(unit: Unit) -> None:
    """From today on it stands nowhere."""
    UnitPlacement.objects.filter(unit=unit).update(until_on=NOW.date() - DAY)
    Unit.objects.filter(pk=unit.pk).update(until_on=NOW.date() - DAY)


def test_a_survey_whose_unit_is_dissolved_before_it_opens_is_a_draft_again_and_says_so(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    made = settle(cast, unit_ids=[cast.sales.pk])
    dissolve(cast.sales)

    assert open_survey(survey_id=made.pk, now=NOW) == 0

    assert (read(made).is_draft, read(made).kept_back) == (True, "nobody")
    page = client_for(cast.hr).get(reverse("surveys:build", args=[made.pk])).content.decode()
    assert "対象の人がいませんでした" in page
    assert not Participant.objects.exists()


def test_one_that_has_become_too_small_for_its_promise_does_not_open(cast: Cast) -> None:
    made = settle(cast, is_anonymous=True, smallest_group=8)
    Person.objects.filter(pk__in=[cast.peer.pk, cast.colleague.pk]).update(left_on=NOW.date() - DAY)

    assert open_survey(survey_id=made.pk, now=NOW) == 0
    assert read(made).kept_back == "few"
    assert not AnswerWindow.objects.exists()


def test_a_promise_that_was_raised_meanwhile_holds(cast: Cast) -> None:
    made = settle(cast, is_anonymous=True, smallest_group=5)
    GroupSize.objects.create(organization=cast.organization, k_band=8, k_mean=8)

    open_survey(survey_id=made.pk, now=NOW)

    assert read(made).smallest_group == AnswerWindow.objects.get().k_mean == 8


def test_one_whose_time_went_by_while_nothing_ran_is_not_opened_to_close_at_once(cast: Cast) -> None:
    made = settle(cast)

    assert open_survey(survey_id=made.pk, now=NOW + 8 * DAY) == 0
    assert read(made).kept_back == "late"


def test_a_unit_that_is_dissolved_while_it_is_open_keeps_its_answers(cast: Cast) -> None:
    made = settle(cast, smallest_group=5)
    open_survey(survey_id=made.pk, now=NOW)
    for one in (cast.member, cast.peer, cast.manager, cast.mentor, cast.hr):
        send_answers(actor=one, survey_id=made.pk, given={"mood": "4"}, now=NOW)
    dissolve(cast.control)

    close_survey(survey_id=made.pk, now=NOW + 7 * DAY)

    assert AnswerSums.objects.get(group__unit=None, question="mood").counts == {"1+2+3+4+5": 5}


def test_a_tick_that_dies_leaves_nothing_and_the_next_opens_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = settle(cast)
    with monkeypatch.context() as patch:
        patch.setattr(opening_module, "record_step", _die)
        with pytest.raises(MemoryError):
            open_survey(survey_id=made.pk, now=NOW)
    assert (read(made).opened_at, SurveyGroup.objects.count(), Participant.objects.count()) == (None, 0, 0)

    tasks.open_and_close_due_surveys.func()
    tasks.open_and_close_due_surveys.func()

    assert Participant.objects.filter(survey=made).count() == len(cast.everybody) - 1


def _die(*_args: object) -> None:
    raise MemoryError


def test_a_second_closing_counts_nobody_twice(cast: Cast) -> None:
    made = settle(cast, smallest_group=5)
    open_survey(survey_id=made.pk, now=NOW)
    for one in (cast.member, cast.peer, cast.manager, cast.mentor, cast.hr):
        send_answers(actor=one, survey_id=made.pk, given={"mood": "4"}, now=NOW)
        send_answers(actor=one, survey_id=made.pk, given={"mood": "3"}, now=NOW)

    assert [close_survey(survey_id=made.pk, now=NOW + 7 * DAY) for _ in range(2)] == [True, False]
    sums = AnswerSums.objects.get(group__unit=None, question="mood")
    assert (sums.counts, sums.totals) == ({"1+2+3+4+5": 5}, {"": 15})


def test_a_choice_that_is_no_more_and_a_hundred_thousand_signs_are_told_and_kept_to_mend(cast: Cast) -> None:
    made = settle(cast)
    open_survey(survey_id=made.pk, now=NOW)
    typed = {"mood": "retired", "word": "あ" * 100_000}

    told = send_answers(actor=cast.member, survey_id=made.pk, given=typed, now=NOW)

    assert told.faults == {"mood": AnswerFault.NOT_OFFERED, "word": AnswerFault.TOO_LONG}
    sheet = AnswerSheet.objects.get()
    assert sheet.sent_at is None
    assert sheet.draft is not None
    assert sheet.draft["word"].startswith("ああ")
