"""A low answer offers a topic to whoever gave it; the way to somebody to turn to stands there for everybody."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory
from tests.scene import Scene

from aizuchi.catalogue.queries import responses_for
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.people.models import Person
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import SupportContact, Survey
from aizuchi.surveys.operations import keep_own_readings, keep_support_contact, remove_support_contact, send_answers
from aizuchi.surveys.queries import offer_topics
from aizuchi.surveys.refusals import TooManyContacts
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.structure.lows import list_low_answers
from aizuchi.surveys.tests.definitions import question, steps

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
NOW = timezone.now()
OFFER = "1on1で話してみますか。"
GROWTH = get_library_set("growth")


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.manager), starts_at=None)


def offered(viewer: Person, given: dict[str, object] | None) -> list[str]:
    offer = offer_topics(viewer=viewer, definition=GROWTH, given=given, now=NOW)  # type: ignore[arg-type]
    return [topic.label for topic in offer.topics] if offer else []


@pytest.mark.parametrize(
    ("asked", "low"),
    [
        (question("a"), ["1", "2"]),
        (question("a", is_reversed=True), ["4", "5"]),
        (question("a", choices=steps("1")), []),
        (question("a", Kind.ZERO_TO_TEN), ["0", "1", "2", "3", "4"]),
        (question("a", Kind.MULTIPLE), []),
    ],
)
def test_low_is_the_half_that_is_not_meant_to_be_good(asked: object, low: list[str]) -> None:
    assert list_low_answers(asked) == low  # type: ignore[arg-type]


def test_a_topic_is_offered_after_a_low_answer_only(scene: Scene, meeting: Meeting) -> None:
    member = scene.cast.member

    assert offered(member, {"growth_more": "1", "growth_next": "4"}) == ["スキルや力の向上"]
    assert offered(member, {"growth_more": "3", "growth_next": "-"}) == []
    assert len(offered(member, None)) == 2


def test_nothing_is_offered_to_whoever_has_nobody_to_bring_it_to(scene: Scene, meeting: Meeting) -> None:
    assert offered(scene.cast.manager, {"growth_more": "1"}) == []
    assert offered(scene.cast.colleague, {"growth_more": "1"}) == []


def test_after_a_survey_by_name_it_stands_with_ones_own_answers_and_for_nobody_else(
    scene: Scene, meeting: Meeting, client_for: SignIn
) -> None:
    survey: Survey = scene.survey
    send_answers(actor=scene.cast.member, survey_id=survey.pk, given={"growth_more": "1"}, now=timezone.now())
    send_answers(actor=scene.cast.peer, survey_id=survey.pk, given={"growth_more": "5"}, now=timezone.now())
    page = reverse("surveys:answer", args=[survey.pk])

    assert OFFER in client_for(scene.cast.member).get(page).content.decode()
    for other in (scene.cast.peer, scene.cast.manager, scene.cast.hr):
        assert OFFER not in client_for(other).get(page).content.decode()


def test_without_names_the_server_sends_all_that_could_be_offered_hidden(
    scene: Scene, meeting: Meeting, client_for: SignIn
) -> None:
    survey = Survey.objects.get(pk=scene.survey_group.window.subject_key)
    page = client_for(scene.cast.member).get(reverse("surveys:answer", args=[survey.pk])).content.decode()

    assert "data-topic-offer hidden" in page
    assert len(re.findall(r'data-low="[^"]+" hidden>', page)) == page.count("data-low=") == 2


def test_the_topic_comes_to_the_agenda_with_how_to_be_met_and_without_what_was_answered(
    scene: Scene, meeting: Meeting, client_for: SignIn
) -> None:
    keep_own_readings(actor=scene.cast.member, given={"condition_now": "1"}, now=NOW)
    offer = offer_topics(viewer=scene.cast.member, definition=get_library_set("condition"), given=None, now=NOW)
    assert offer
    response = responses_for(scene.cast.organization)[0]
    client = client_for(scene.cast.member)
    client.post(
        reverse("meetings:add_item", args=[meeting.pk]),
        {"topic": str(offer.topics[0].id), "response": str(response.id), "tells": "1"},
    )

    item = AgendaItem.objects.get(meeting=meeting)
    assert (item.topic_id, item.expected_response_id) == (offer.topics[0].id, response.id)
    assert (item.title, item.comment, item.source) == ("", "", "")
    assert OFFER in client.get(reverse("surveys:own_curve")).content.decode()


DESK = {"kind": "desk", "name": "こころの相談室", "reached_at": "03-1234-5678", "words": "秘密は守られます。"}


def test_whom_to_turn_to_stands_where_people_say_how_they_are_whatever_they_answered(
    scene: Scene, client_for: SignIn
) -> None:
    client_for(scene.cast.hr).post(reverse("surveys:contacts"), DESK)
    page = client_for(scene.cast.member).get(reverse("surveys:own_curve")).content.decode()
    elsewhere = client_for(scene.cast.stranger).get(reverse("surveys:own_curve")).content.decode()

    assert 'href="tel:0312345678"' in page
    assert "こころの相談室" not in elsewhere
    survey = reverse("surveys:answer", args=[scene.survey_group.window.subject_key])
    assert "こころの相談室" in client_for(scene.cast.member).get(survey).content.decode()


def test_only_hr_names_them_for_their_own_organization_and_not_too_many(cast: Cast) -> None:
    contact = keep_support_contact(actor=cast.hr, contact_id=None, now=NOW, **DESK)
    for other in (cast.administrator, cast.executive, cast.manager, cast.stranger):
        with pytest.raises(PermissionDenied):
            remove_support_contact(actor=other, contact_id=contact.pk, now=NOW)
    for _ in range(7):
        keep_support_contact(actor=cast.hr, contact_id=None, now=NOW, **DESK)
    with pytest.raises(TooManyContacts):
        keep_support_contact(actor=cast.hr, contact_id=None, now=NOW, **DESK)
    remove_support_contact(actor=cast.hr, contact_id=contact.pk, now=NOW)
    with pytest.raises(Http404):
        keep_support_contact(actor=cast.hr, contact_id=contact.pk, now=NOW, **DESK)

    assert SupportContact.objects.count() == 7
