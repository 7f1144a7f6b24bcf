"""What units answered beside how it stood with their 1on1s."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory, PersonFactory, UnitFactory

from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys.models import AnswerSums, Participant, Survey, SurveyGroup
from aizuchi.surveys.queries.together import HELD, get_together
from aizuchi.surveys.reading.associations import FEWEST_GROUPS
from aizuchi.surveys.tests.test_results_pages import ASKED, DAY, NOW, create_survey

pytestmark = pytest.mark.django_db


def hold(pair: Pair, at: datetime.datetime) -> Meeting:
    return MeetingFactory(
        pair=pair, state="held", starts_at=at, started_at=at, ended_at=at + datetime.timedelta(hours=1)
    )


@pytest.fixture
def asked_twelve(cast: Cast) -> Survey:
    """The more 1on1s a unit had, the more say in it that they grow."""
    survey = create_survey(actor=cast.hr, kind="engagement", definition=ASKED, now=NOW - 20 * DAY)
    times = {"opens_at": NOW - 9 * DAY, "opened_at": NOW - 9 * DAY, "closes_at": NOW - DAY, "closed_at": NOW - DAY}
    Survey.objects.filter(pk=survey.pk).update(is_settled=True, is_anonymous=True, **times)
    root = SurveyGroup.objects.create(survey=survey, key="", asked=120, answered=120)
    for number in range(FEWEST_GROUPS):
        unit = UnitFactory(organization=cast.organization, parent=cast.company)
        group = SurveyGroup.objects.create(survey=survey, key=unit.pk.hex, unit=unit, above=root, asked=10, answered=10)
        mentee = PersonFactory(organization=cast.organization)
        Participant.objects.create(survey=survey, person=mentee, group=group)
        pair = PairFactory(mentee=mentee, mentor=cast.manager)
        for week in range(number % 3):
            starts_at = NOW - (14 + 7 * week) * DAY
            meeting = hold(pair, starts_at)
            Preparation.objects.create(meeting=meeting, person=mentee, finished_at=starts_at if number % 2 else None)
        good = 2 + 3 * (number % 3) + number % 2
        AnswerSums.objects.create(group=group, question="mood", answered=10, counts={"5": good, "1": 10 - good})
    survey.refresh_from_db()
    return survey


def test_more_1on1s_go_with_better_answers_and_nothing_is_said_of_why(
    cast: Cast, client_for: Callable[[Person], Client], asked_twelve: Survey
) -> None:
    found = get_together(cast.hr, asked_twelve.pk, now=NOW)

    assert found.units == FEWEST_GROUPS
    assert found.told
    assert found.told.changes[0].key == ("growth", HELD)
    assert found.told.changes[0].change.value > 0.8
    assert found.told.looked_at == 1  # too few units held any, to look at those that were prepared
    page = client_for(cast.hr).get(reverse("surveys:together", args=[asked_twelve.pk])).content.decode()
    assert "原因を示すものではありません" in page


def test_meetings_before_the_thirteen_weeks_and_after_its_opening_are_not_counted(
    cast: Cast, asked_twelve: Survey
) -> None:
    before = get_together(cast.hr, asked_twelve.pk, now=NOW)
    for person in Person.objects.filter(pairs_as_mentee__isnull=False, pairs_as_mentee__mentor=cast.manager)[:3]:
        for starts_at in (NOW - 110 * DAY, NOW - datetime.timedelta(hours=1)):
            hold(person.pairs_as_mentee.all()[0], starts_at)

    assert get_together(cast.hr, asked_twelve.pk, now=NOW) == before
