"""How clear somebody feels after a 1on1 is asked where the organization wants it, and is theirs alone."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person
from aizuchi.surveys.models import ClarityReading
from aizuchi.surveys.operations import keep_clarity, remove_own_readings, wish_for_clarity
from aizuchi.surveys.refusals import NothingAnswered

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
NOW = timezone.now()
QUESTION = "いま、どのくらいすっきりしていますか。"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    return MeetingFactory(pair=pair, starts_at=NOW, started_at=NOW, ended_at=NOW, state=Meeting.State.HELD)


def wish(cast: Cast) -> None:
    wish_for_clarity(actor=cast.hr, is_wanted=True, now=NOW)


def wrapup(client_for: SignIn, who: Person, meeting: Meeting) -> str:
    return client_for(who).get(reverse("wrapup", args=[meeting.pk])).content.decode()


def test_it_is_asked_of_whoever_brought_the_topics_where_the_organization_wants_it(
    cast: Cast, client_for: SignIn, meeting: Meeting
) -> None:
    assert QUESTION not in wrapup(client_for, cast.member, meeting)
    wish(cast)

    assert QUESTION in wrapup(client_for, cast.member, meeting)
    assert QUESTION not in wrapup(client_for, cast.manager, meeting)


def test_one_tap_keeps_it_and_only_its_author_sees_it(cast: Cast, client_for: SignIn, meeting: Meeting) -> None:
    wish(cast)
    for value in ("2", "5"):
        client_for(cast.member).post(reverse("surveys:keep_clarity", args=[meeting.pk]), {"value": value})

    assert ClarityReading.objects.get().value == 5
    curve = reverse("surveys:own_curve")
    assert "1on1のあとのすっきり度" in client_for(cast.member).get(curve).content.decode()
    for other in (cast.manager, cast.hr, cast.administrator):
        assert "1on1のあとのすっきり度" not in client_for(other).get(curve).content.decode()


def test_others_cannot_say_it_and_nobody_where_it_is_not_wanted(cast: Cast, meeting: Meeting) -> None:
    def say(actor: Person, value: int | None = 3) -> None:
        keep_clarity(actor=actor, meeting_id=meeting.pk, value=value, now=NOW)

    with pytest.raises(PermissionDenied):
        say(cast.member)
    wish(cast)
    with pytest.raises(PermissionDenied):
        say(cast.manager)
    with pytest.raises(Http404):
        say(cast.hr)
    with pytest.raises(NothingAnswered):
        say(cast.member, 6)
    assert not ClarityReading.objects.exists()


def test_it_goes_with_the_rest_of_ones_own_curve(cast: Cast, meeting: Meeting) -> None:
    wish(cast)
    keep_clarity(actor=cast.member, meeting_id=meeting.pk, value=1, now=NOW)
    remove_own_readings(actor=cast.member)

    assert not ClarityReading.objects.exists()


def test_only_hr_chooses_whether_it_is_asked(cast: Cast) -> None:
    for other in (cast.administrator, cast.manager, cast.member):
        with pytest.raises(PermissionDenied):
            wish_for_clarity(actor=other, is_wanted=True, now=NOW)


def test_hr_finds_the_switch_beside_the_surveys_and_nobody_else_does(cast: Cast, client_for: SignIn) -> None:
    wish, surveys = reverse("surveys:wish_for_clarity"), reverse("surveys:list")

    assert wish in client_for(cast.hr).get(surveys).content.decode()
    assert client_for(cast.hr).post(wish, {"wanted": "1"}).headers["Location"] == surveys
    assert wish not in client_for(cast.administrator).get(surveys).content.decode()
