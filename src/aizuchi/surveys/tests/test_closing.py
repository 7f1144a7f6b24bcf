"""What is left of a survey by name when it has closed."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

from aizuchi.people.models import Person, Unit
from aizuchi.surveys.models import AnswerSheet, AnswerSums, Survey, SurveyGroup, TextAnswer
from aizuchi.surveys.operations import close_survey, create_survey, open_survey, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.operations.sums import FoundSums, find_sums
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.tests.definitions import question, survey

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
DAY = datetime.timedelta(days=1)
ASKED = survey(question("mood"), question("why", Kind.MULTIPLE, takes_other=True), question("word", Kind.LONG_TEXT))


ALL_STEPS = "1+2+3+4+5"
"""Told together: on one side there were fewer than five."""


@pytest.fixture
def opened(cast: Cast) -> Survey:
    """Six more in two units."""
    for unit in (cast.control, cast.mechanics) * 6:
        MembershipFactory(person=PersonFactory(organization=cast.organization), unit=unit, is_main=True)
    draft = create_survey(actor=cast.hr, kind="free", definition=ASKED, now=NOW)
    terms = SurveyTerms(opens_at=NOW, closes_at=NOW + 7 * DAY, smallest_group=5)
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms, now=NOW)
    open_survey(survey_id=draft.pk, now=NOW)
    return draft


def answer(opened: Survey, unit: Unit, people: int, given: Mapping[str, object]) -> None:
    """So many more of those who are in that unit."""
    silent = opened.participants.filter(group__unit=unit, sheet=None).order_by("pk")
    AnswerSheet.objects.bulk_create(
        AnswerSheet(participant=one, answers=dict(given), sent_at=NOW, changed_at=NOW) for one in silent[:people]
    )


def counts_of(unit: Unit | None, code: str = "mood") -> dict[str, int] | None:
    sums = AnswerSums.objects.filter(group__unit=unit, question=code).first()
    return sums and sums.counts


def list_texts() -> list[tuple[object, str, int]]:
    found: dict[tuple[object, str], int] = {}
    for unit, code in TextAnswer.objects.values_list("group__unit", "question"):
        found[unit, code] = found.get((unit, code), 0) + 1
    return [(unit, code, count) for (unit, code), count in found.items()]


def test_sums_are_those_of_the_units_above_too_and_made_once(cast: Cast, opened: Survey) -> None:
    answer(opened, cast.control, 5, {"mood": "1", "why": ["1", "2"]})
    answer(opened, cast.mechanics, 6, {"mood": "5"})

    assert close_survey(survey_id=opened.pk, now=NOW + 7 * DAY)
    assert not close_survey(survey_id=opened.pk, now=NOW + 8 * DAY)

    assert (counts_of(cast.control), counts_of(cast.mechanics)) == ({ALL_STEPS: 5}, {ALL_STEPS: 6})
    assert counts_of(cast.development) == counts_of(None) == {"1+2+3": 5, "4+5": 6}
    assert (counts_of(cast.control, "why"), counts_of(cast.mechanics, "why")) == ({}, None)
    assert SurveyGroup.objects.get(unit=None).answered == 11


def test_of_a_question_that_few_answered_nothing_is_kept_where_it_would_tell_of_them(
    cast: Cast, opened: Survey
) -> None:
    """Four of mechanics answered `why`, so that the whole less control would tell of them."""
    answer(opened, cast.control, 6, {"mood": "1", "why": ["1"]})
    answer(opened, cast.mechanics, 4, {"mood": "5", "why": ["2"]})
    answer(opened, cast.mechanics, 2, {"mood": "5"})

    close_survey(survey_id=opened.pk, now=NOW + 7 * DAY)

    assert (counts_of(cast.control), counts_of(cast.mechanics)) == ({ALL_STEPS: 6}, {ALL_STEPS: 6})
    assert counts_of(cast.mechanics, "why") is None
    assert None in (counts_of(cast.control, "why"), counts_of(None, "why"))


def test_words_of_fewer_than_five_are_kept_only_with_those_above(cast: Cast, opened: Survey) -> None:
    answer(opened, cast.control, 5, {"mood": "1", "word": "Warm", "why": ["other"], "why.other": "By boat"})
    answer(opened, cast.mechanics, 3, {"mood": "5", "word": "Cold"})
    answer(opened, cast.mechanics, 3, {"mood": "5"})

    close_survey(survey_id=opened.pk, now=NOW + 7 * DAY)

    assert set(list_texts()) == {(cast.control.pk, "why.other", 5), (cast.development.pk, "word", 8)}


def test_words_of_four_are_kept_nowhere(cast: Cast, opened: Survey) -> None:
    answer(opened, cast.control, 6, {"mood": "1"})
    answer(opened, cast.mechanics, 4, {"mood": "5", "word": "Cold"})

    close_survey(survey_id=opened.pk, now=NOW + 7 * DAY)

    assert not TextAnswer.objects.exists()


def test_of_fewer_than_were_promised_nothing_is_kept(cast: Cast, opened: Survey) -> None:
    answer(opened, cast.control, 4, {"mood": "1", "word": "Alone"})

    close_survey(survey_id=opened.pk, now=NOW + 7 * DAY)

    assert not AnswerSums.objects.exists()
    assert not TextAnswer.objects.exists()
    assert set(SurveyGroup.objects.values_list("answered", "hidden")) == {(None, "few")}


def test_whoever_left_without_an_answer_is_in_no_denominator(cast: Cast, opened: Survey) -> None:
    before = SurveyGroup.objects.get(unit=None).asked
    Person.objects.filter(pk=cast.peer.pk).update(left_on=NOW.date() + DAY)

    close_survey(survey_id=opened.pk, now=NOW + 7 * DAY)

    assert not opened.participants.filter(person=cast.peer, excused_on__isnull=True).exists()
    assert opened.participants.filter(person=cast.member, excused_on__isnull=True).exists()
    assert SurveyGroup.objects.get(unit=None).asked == before - 1


def test_answers_are_added_up_before_anything_is_locked_and_again_where_somebody_answered_meanwhile(
    cast: Cast, opened: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(opened, cast.control, 5, {"mood": "1"})
    answer(opened, cast.mechanics, 5, {"mood": "5"})
    outside = len(connection.savepoint_ids)
    depths: list[int] = []

    def add_up_slowly(*args: Any) -> FoundSums:
        depths.append(len(connection.savepoint_ids) - outside)
        found = find_sums(*args)
        if len(depths) == 1:
            answer(opened, cast.mechanics, 1, {"mood": "5"})
        return found

    monkeypatch.setattr("aizuchi.surveys.operations.closing.find_sums", add_up_slowly)
    close_survey(survey_id=opened.pk, now=NOW + 7 * DAY)

    assert counts_of(None) == {"1+2+3": 5, "4+5": 6}
    assert depths == [0, 1]
