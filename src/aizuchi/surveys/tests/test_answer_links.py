"""By the link in a mail one person answers one survey, once. Whoever gets hold of it, or makes one up, gets nothing."""

import datetime
import uuid
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.meetings import quick_links
from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Person
from aizuchi.surveys import notices
from aizuchi.surveys.answer_links import SALT, make_answer_link
from aizuchi.surveys.models import AnswerSheet, Participant, Survey
from aizuchi.surveys.operations import create_survey, keep_answers, open_survey, send_answers, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.structure import Demand
from aizuchi.surveys.tests.definitions import question, survey

pytestmark = pytest.mark.django_db

WEEK = datetime.timedelta(days=7)


@pytest.fixture
def opened(cast: Cast) -> Survey:
    return go_out(cast)


def go_out(cast: Cast, *, theme: str = "", is_anonymous: bool = False, kind: str = "free") -> Survey:
    now = timezone.now()
    definition = survey(question("mood", theme=theme), question("work", demand=Demand.REQUIRED))
    made = create_survey(actor=cast.hr, kind=kind, definition=definition, now=now)
    terms = SurveyTerms(opens_at=now, closes_at=now + WEEK, is_anonymous=is_anonymous, smallest_group=5)
    settle_survey(actor=cast.hr, survey_id=made.pk, terms=terms, now=now)
    open_survey(survey_id=made.pk, now=now)
    made.refresh_from_db()
    return made


def link_for(person: Person, made: Survey) -> str:
    return urlsplit(make_answer_link(survey_id=made.pk, person_id=person.pk)).path


def sheets() -> dict[uuid.UUID, dict[str, str]]:
    return dict(AnswerSheet.objects.exclude(sent_at=None).values_list("participant__person", "answers"))


ANSWERS = {"mood": "2", "work": "5"}


def test_looking_answers_nothing(cast: Cast, opened: Survey) -> None:
    for look in (Client().get, Client().head):
        assert look(link_for(cast.member, opened), ANSWERS).status_code == 200

    assert not AnswerSheet.objects.exists()


def test_one_person_answers_once_and_nothing_opens_after_that(cast: Cast, opened: Survey) -> None:
    link = link_for(cast.member, opened)
    thanks = Client().post(link, ANSWERS)
    again = Client().post(link, {"mood": "5", "work": "1"})

    assert (thanks.status_code, again.status_code, Client().get(link).status_code) == (200, 410, 410)
    assert sheets() == {cast.member.pk: ANSWERS}


def test_it_shows_nothing_that_was_answered_and_leaves_what_was_begun(cast: Cast, opened: Survey) -> None:
    keep_answers(actor=cast.member, survey_id=opened.pk, given={"mood": "1"}, now=timezone.now())
    page = Client().get(link_for(cast.member, opened))
    faulty = Client().post(link_for(cast.member, opened), {"mood": "4"})

    assert " checked" not in page.text
    assert faulty.status_code == 422
    assert AnswerSheet.objects.get().draft == {"mood": "1"}


def test_it_opens_nothing_else(cast: Cast, opened: Survey) -> None:
    client = Client()
    client.post(link_for(cast.member, opened), ANSWERS)

    for address in (reverse("surveys:answer", args=[opened.pk]), reverse("home"), reverse("surveys:own_curve")):
        assert client.get(address).status_code == 302


def list_links() -> set[str]:
    """Of all mails, by how their link begins."""
    now = timezone.now()
    raise_notices(notification_type=notices.SURVEY, dues=list(notices.find(now)), now=now)
    told = notices.compose(list(Notice.objects.select_related("person__organization")), now)
    return {message.link.partition("/surveys/")[2][:6] for message in told.values()}


def forge(value: object, salt: str = SALT) -> str:
    return reverse("surveys:quick_answer", args=[signing.dumps(value, salt=salt)])


def test_a_link_that_was_changed_or_made_for_something_else_is_none(cast: Cast, opened: Survey) -> None:
    mine = link_for(cast.member, opened)
    said = [str(opened.pk), str(cast.member.pk)]
    tries = [
        mine[:-3] + "aa/",
        forge(said, quick_links.SALT),
        forge(said, f"{quick_links.SALT}.topics"),
        forge(said[:1]),
        forge(["a", "b"]),
        forge(7),
    ]

    assert [Client().post(one, ANSWERS).status_code for one in tries] == [404] * len(tries)
    assert sheets() == {}


def test_nobody_who_is_not_asked_or_no_longer_here_answers(cast: Cast, opened: Survey) -> None:
    Participant.objects.filter(person=cast.peer).update(excused_on=opened.organization.today(timezone.now()))
    Person.objects.filter(pk=cast.mentor.pk).update(left_on=timezone.localdate() - WEEK)
    people = (cast.stranger, cast.peer, cast.mentor)

    assert [Client().post(link_for(one, opened), ANSWERS).status_code for one in people] == [410] * 3
    assert sheets() == {}


def test_it_ends_with_the_survey(cast: Cast, opened: Survey) -> None:
    with time_machine.travel(timezone.now() + WEEK + datetime.timedelta(minutes=1), tick=False):
        assert Client().post(link_for(cast.member, opened), ANSWERS).status_code == 410

    assert sheets() == {}


@pytest.mark.parametrize("terms", [{"is_anonymous": True}, {"is_anonymous": True, "theme": "condition"}])
def test_never_for_a_survey_without_names_or_on_how_people_are(cast: Cast, terms: dict[str, object]) -> None:
    made = go_out(cast, **terms)  # type: ignore[arg-type]

    assert Client().get(link_for(cast.member, made)).status_code == 410
    assert Client().post(link_for(cast.member, made), ANSWERS).status_code == 410


def test_the_mail_of_a_survey_by_name_has_it_and_no_other(cast: Cast) -> None:
    go_out(cast)
    without_names = go_out(cast, is_anonymous=True)

    assert list_links() == {"quick/", str(without_names.pk)[:6]}


def test_what_was_answered_by_name_meanwhile_is_not_replaced(cast: Cast, opened: Survey) -> None:
    page = link_for(cast.member, opened)
    send_answers(actor=cast.member, survey_id=opened.pk, given={"work": "1"}, now=timezone.now())

    assert Client().post(page, ANSWERS).status_code == 410
    assert sheets() == {cast.member.pk: {"work": "1"}}
