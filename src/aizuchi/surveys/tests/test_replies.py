"""Replying to what somebody wrote in an anonymous survey: who may, and what every browser of whoever was asked gets."""

import dataclasses
import datetime
import re
import zoneinfo
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

from aizuchi.anonymous_answers.models import AnswerWindow, ReplyRound, ReplyThread, ThreadMessage, WindowKey
from aizuchi.anonymous_answers.operations import exchange_replies
from aizuchi.anonymous_answers.tests.group_windows.authors import Author
from aizuchi.audit.models import AuditEntry
from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Person, RoleGrant
from aizuchi.surveys import reply_notices
from aizuchi.surveys.models import Survey, TextAnswer
from aizuchi.surveys.operations import create_survey, open_survey, settle_survey
from aizuchi.surveys.tests.test_anonymous import ASKED, NOW, key_of, release, terms

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
WORDS = "もう少し聞かせてください。"


@pytest.fixture
def written(cast: Cast) -> Survey:
    """Five of the member's unit wrote something, all with keys; heads read it too."""
    for unit in (cast.company, cast.development, cast.control, cast.mechanics) * 6:
        MembershipFactory(person=PersonFactory(organization=cast.organization), unit=unit, is_main=True)
    survey = create_survey(actor=cast.hr, kind="condition", definition=ASKED, now=NOW)
    told = dataclasses.replace(terms(), readers=Survey.Readers.HEADS)
    settle_survey(actor=cast.hr, survey_id=survey.pk, terms=told, now=NOW)
    open_survey(survey_id=survey.pk, now=NOW)
    said = [{"mood": "1", "word": f"静かな朝 {n}", "word.thread": Author().sent} for n in range(5)]
    release(survey, {key_of(survey, cast.control): said})
    AnswerWindow.objects.update(released_on=NOW.date())
    return survey


def at(survey: Survey, thread: ReplyThread | None = None) -> str:
    found = thread or TextAnswer.objects.filter(group__survey=survey)[0].thread
    assert found
    return reverse("surveys:reply", args=[survey.pk, found.pk])


def words_of(survey: Survey) -> str:
    return reverse("surveys:written_answers", args=[survey.pk, "word"])


def test_hr_and_the_head_reply_and_nobody_else_sees_that_one_can(
    cast: Cast, client_for: SignIn, written: Survey
) -> None:
    hr = client_for(cast.hr)
    assert at(written) in hr.get(words_of(written)).content.decode()
    assert "誰かをたずねたり" in hr.get(at(written)).content.decode()

    hr.post(at(written), {"text": WORDS})
    client_for(cast.manager).post(at(written), {"text": "なおしました。"})

    (message,) = ThreadMessage.objects.all()
    assert (message.text, message.written_by, message.turn) == ("なおしました。", cast.manager, 1)
    for other in (cast.member, cast.peer, cast.mentor, cast.stranger):
        assert client_for(other).get(at(written)).status_code == 404
        assert client_for(other).post(at(written), {"text": WORDS}).status_code == 404
    assert ThreadMessage.objects.count() == 1


def test_a_reply_under_the_address_of_another_survey_is_not_there(
    cast: Cast, client_for: SignIn, written: Survey
) -> None:
    other = create_survey(actor=cast.hr, kind="condition", definition=ASKED, now=NOW)
    settle_survey(actor=cast.hr, survey_id=other.pk, terms=terms(), now=NOW)
    open_survey(survey_id=other.pk, now=NOW)
    release(other, {})

    assert client_for(cast.hr).get(at(written).replace(str(written.pk), str(other.pk))).status_code == 404


def test_what_is_refused_stays_in_its_field(cast: Cast, client_for: SignIn, written: Survey) -> None:
    page = client_for(cast.hr).post(at(written), {"text": "https://forms.example/ を見て"}).content.decode()

    assert "アドレス" in page
    assert "https://forms.example/" in page
    assert not ThreadMessage.objects.exists()


def test_the_record_says_that_somebody_replied_and_not_what(cast: Cast, client_for: SignIn, written: Survey) -> None:
    client_for(cast.hr).post(at(written), {"text": WORDS})

    entry = AuditEntry.objects.get(action="surveys.survey.replied")
    assert (entry.actor_id, entry.subject_id) == (cast.hr.pk, written.pk)
    assert WORDS not in str(entry.detail)
    assert str(ReplyThread.objects.all()[0].pk) not in str(entry.detail)


def test_home_is_the_same_for_everybody_who_was_asked(cast: Cast, client_for: SignIn, written: Survey) -> None:
    """Whoever wrote something, or did not, fetches the same board and may send in the same round."""
    assert "reply_boards" not in client_for(cast.member).get("/").content.decode()
    client_for(cast.hr).post(at(written), {"text": WORDS})
    exchange_replies(now=NOW + datetime.timedelta(days=10))
    ReplyRound.objects.get()
    AnswerWindow.objects.filter(reply_round__isnull=False).update(starts_on=NOW.date())

    cards = [find_card(client_for(person).get("/").content.decode()) for person in (cast.member, cast.peer)]

    assert cards[0] == cards[1]
    assert "data-window" in cards[0]
    assert "reply_boards" not in client_for(cast.stranger).get("/").content.decode()


def find_card(page: str) -> str:
    """Without the key of one's own right, which no request has."""
    card = page.split('data-island="reply_boards"')[1].split("</section>")[0]
    return re.sub(r'data-(own|right)="[^"]*"', "", card)


def test_whoever_reads_the_result_can_check_that_its_answers_open_no_more(
    cast: Cast, client_for: SignIn, written: Survey
) -> None:
    result = reverse("surveys:results", args=[written.pk])
    WindowKey.objects.create(
        window=AnswerWindow.objects.get(subject_key=written.window_key),
        group=AnswerWindow.objects.get(subject_key=written.window_key).groups.all()[0],
        signing_public=b"",
        signing_private=b"",
        sealing_public=b"",
        sealing_private=b"still there",
        fingerprint="",
    )
    assert "破棄されていない鍵" in client_for(cast.hr).get(result).content.decode()

    WindowKey.objects.update(sealing_private=b"")

    assert "破棄しました" in client_for(cast.hr).get(result).content.decode()


def test_whoever_replied_hears_once_that_an_answer_has_come_and_not_what(
    cast: Cast, client_for: SignIn, written: Survey
) -> None:
    client_for(cast.hr).post(at(written), {"text": WORDS})
    (reply,) = ThreadMessage.objects.all()
    exchange_replies(now=NOW + datetime.timedelta(days=10))
    crossed = ReplyRound.objects.get()
    ThreadMessage.objects.create(thread=reply.thread, turn=1, text="会議の数です。", round=crossed)
    assert not list(reply_notices.find(NOW))
    AnswerWindow.objects.filter(pk=crossed.window_id).update(released_on=NOW.date())
    morning = NOW.astimezone(TOKYO).replace(hour=11) + datetime.timedelta(days=1)

    dues = list(reply_notices.find(morning))
    raise_notices(notification_type=reply_notices.REPLY_ANSWERED, dues=dues, now=morning)
    told = Notice.objects.filter(notification_type="reply_answered").select_related("person__organization")
    (message,) = reply_notices.compose(list(told), morning).values()

    assert [due.person_id for due in dues] == [cast.hr.pk]
    assert message.link.endswith(at(written, reply.thread))
    assert "会議の数" not in str(message)
    RoleGrant.objects.filter(person=cast.hr).delete()
    assert not reply_notices.compose(list(told.all()), morning)


def test_of_a_long_thread_what_was_said_earlier_is_folded(cast: Cast, client_for: SignIn, written: Survey) -> None:
    hr, thread = client_for(cast.hr), ReplyThread.objects.all()[0]
    said = {"thread": thread, "written_by": cast.hr, "sealed": b"crossed"}
    ThreadMessage.objects.bulk_create(ThreadMessage(turn=turn, text=f"返信{turn}", **said) for turn in range(1, 6))
    assert "<details" not in hr.get(at(written, thread)).content.decode().split("<main")[1]
    ThreadMessage.objects.create(turn=6, text="返信6", **said)

    page = hr.get(at(written, thread)).content.decode().split("<details")[1]

    folded, shown = page.split("</details>", 1)
    assert ("返信2" in folded, "返信3" in folded, "返信3" in shown) == (True, False, True)
