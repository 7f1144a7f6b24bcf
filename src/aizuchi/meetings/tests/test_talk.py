"""Ten minutes, at any time: asked with one tap, answered with one, counted by nobody."""

import datetime
from collections.abc import Callable
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory
from tests.notices import send_due

from aizuchi.audit.models import AuditEntry
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting, TalkRequest
from aizuchi.meetings.operations.talk import BadTalkTime, TalkPassed, end_of_use
from aizuchi.meetings.queries.talks import list_talks
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime.datetime(2026, 6, 10, 10, tzinfo=TOKYO)  # a Wednesday
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
Answer = TalkRequest.Answer
SignIn = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def ask(pair: Pair, person: Person, now: datetime.datetime = NOW) -> TalkRequest:
    return operations.ask_for_talk(actor=person, pair_id=pair.pk, now=now)


def answer(asked: TalkRequest, person: Person, answer: str, at: datetime.datetime | None = None) -> TalkRequest:
    return operations.answer_talk(actor=person, request_id=asked.pk, answer=answer, answer_at=at, now=NOW + HOUR)


@pytest.mark.parametrize("who", ["member", "manager"])
def test_either_asks_with_one_tap_and_the_other_is_told(cast: Cast, pair: Pair, who: str) -> None:
    person = getattr(cast, who)

    ask(pair, person)
    send_due(NOW + HOUR)

    assert [message.to for message in mail.outbox] == [[pair.partner_of(person).email]]
    assert "今日10分、話せますか" in mail.outbox[0].subject


def test_two_taps_or_both_at_once_ask_once(cast: Cast, pair: Pair) -> None:
    assert ask(pair, cast.member) == ask(pair, cast.member) == ask(pair, cast.manager)


def test_the_answer_comes_back(cast: Cast, pair: Pair) -> None:
    asked = ask(pair, cast.member)

    answer(asked, cast.manager, Answer.TIME, NOW + 5 * HOUR)
    send_due(NOW + 2 * HOUR)

    assert [message.to for message in mail.outbox] == [[cast.member.email]]  # who answered is not asked any more
    assert "15:00" in mail.outbox[0].subject
    for person in (cast.member, cast.manager):
        assert [talk.answer_at for talk in list_talks(viewer=person, now=NOW + HOUR)] == [NOW + 5 * HOUR]
        assert list_talks(viewer=person, now=NOW + 7 * HOUR) == []


@pytest.mark.parametrize(("what", "at"), [(Answer.LATER, NOW + 2 * DAY), (Answer.WRITE, None)])
def test_another_day_or_please_write_is_told_to_who_asked(
    cast: Cast, pair: Pair, what: str, at: datetime.datetime | None
) -> None:
    answer(ask(pair, cast.member), cast.manager, what, at)

    (talk,) = list_talks(viewer=cast.member, now=NOW + HOUR)
    assert (talk.answer, talk.answer_at) == (what, at)
    (said,) = list_talks(viewer=cast.manager, now=NOW + HOUR)
    assert said.may_change
    operations.withdraw_talk(actor=cast.member, request_id=talk.id, now=NOW + HOUR)
    assert list_talks(viewer=cast.member, now=NOW + HOUR) == []


@pytest.mark.parametrize(("first", "at"), [(Answer.TIME, NOW + 5 * HOUR), (Answer.WRITE, None)])
def test_who_answered_may_say_it_otherwise_and_the_last_word_is_told(
    cast: Cast, pair: Pair, first: str, at: datetime.datetime | None
) -> None:
    asked = ask(pair, cast.member)
    answer(asked, cast.manager, first, at)

    operations.answer_talk(
        actor=cast.manager,
        request_id=asked.pk,
        answer=Answer.TIME,
        answer_at=NOW + 6 * HOUR,
        now=NOW + HOUR + HOUR / 60,
    )
    send_due(NOW + 2 * HOUR)

    assert ["16:00" in message.subject for message in mail.outbox] == [True]
    (talk,) = list_talks(viewer=cast.member, now=NOW + 2 * HOUR)
    assert talk.answer_at == NOW + 6 * HOUR


def test_what_was_put_away_is_answered_no_more(cast: Cast, pair: Pair) -> None:
    asked = answer(ask(pair, cast.member), cast.manager, Answer.WRITE)
    operations.withdraw_talk(actor=cast.member, request_id=asked.pk, now=NOW + HOUR)

    with pytest.raises(TalkPassed):
        answer(asked, cast.manager, Answer.TIME, NOW + 5 * HOUR)
    assert list_talks(viewer=cast.manager, now=NOW + HOUR) == []


def test_who_asked_takes_the_other_day_and_both_see_it(cast: Cast, pair: Pair) -> None:
    friday = NOW + 2 * DAY
    asked = answer(ask(pair, cast.member), cast.manager, Answer.LATER, friday)
    with pytest.raises(PermissionDenied):
        operations.take_talk_day(actor=cast.manager, request_id=asked.pk, now=NOW + HOUR)

    operations.take_talk_day(actor=cast.member, request_id=asked.pk, now=NOW + HOUR)
    send_due(NOW + 2 * HOUR)

    assert [message.to for message in mail.outbox] == [[cast.manager.email]]
    assert "12" in mail.outbox[0].subject
    for person in (cast.member, cast.manager):
        (talk,) = list_talks(viewer=person, now=NOW + DAY)
        assert (talk.answer, talk.answer_at) == (Answer.DAY, friday)
        assert list_talks(viewer=person, now=friday) == []


def test_who_asked_may_ask_again_instead(cast: Cast, pair: Pair) -> None:
    asked = answer(ask(pair, cast.member), cast.manager, Answer.LATER, NOW + 2 * DAY)

    again = ask(pair, cast.member, now=NOW + 2 * HOUR)

    assert again != asked
    assert [talk.id for talk in list_talks(viewer=cast.member, now=NOW + 2 * HOUR)] == [again.pk]
    with pytest.raises(TalkPassed):
        operations.take_talk_day(actor=cast.member, request_id=again.pk, now=NOW + 2 * HOUR)


def test_the_page_offers_to_take_the_day_and_to_answer_otherwise(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    operations.ensure_next_meeting(pair=pair, now=NOW)
    asked = answer(ask(pair, cast.member), cast.manager, Answer.LATER, NOW + 2 * DAY)

    with mock.patch.object(timezone, "now", return_value=NOW + HOUR):
        assert "別の答えにする" in client_for(cast.manager).get("/").content.decode()
        member = client_for(cast.member)
        page = member.get("/").content.decode()
        assert "もう一度たずねる" in page
        member.post(f"/talks/{asked.pk}/take-day", {"next": "/"})

    asked.refresh_from_db()
    assert asked.answer == Answer.DAY


def test_a_time_that_is_over_or_missing_is_refused(cast: Cast, pair: Pair) -> None:
    asked = ask(pair, cast.member)

    for moment in (None, NOW - HOUR):
        with pytest.raises(BadTalkTime):
            answer(asked, cast.manager, Answer.TIME, moment)


def test_taken_back_nobody_is_told(cast: Cast, pair: Pair) -> None:
    asked = ask(pair, cast.member)
    operations.withdraw_talk(actor=cast.member, request_id=asked.pk, now=NOW)

    send_due(NOW + HOUR)

    assert mail.outbox == []
    with pytest.raises(TalkPassed):
        answer(asked, cast.manager, Answer.WRITE)


def test_it_passes_by_at_midnight_and_can_be_asked_again(cast: Cast, pair: Pair) -> None:
    asked = ask(pair, cast.member)
    midnight = datetime.datetime(2026, 6, 11, tzinfo=TOKYO)
    assert asked.expires_at == midnight

    assert list_talks(viewer=cast.manager, now=midnight) == []
    assert ask(pair, cast.manager, now=midnight + 9 * HOUR) != asked
    asked.refresh_from_db()
    assert asked.answer == Answer.LAPSED


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (NOW, datetime.date(2026, 6, 11)),
        (NOW + 7 * HOUR, datetime.date(2026, 6, 12)),
        (NOW + 2 * DAY + 7 * HOUR, datetime.date(2026, 6, 16)),  # Friday afternoon: Monday as well
        (NOW + 3 * DAY, datetime.date(2026, 6, 16)),
    ],
)
def test_asked_late_it_is_good_for_the_next_working_day(
    cast: Cast, now: datetime.datetime, until: datetime.date
) -> None:
    assert end_of_use(cast.manager, now).astimezone(TOKYO).date() == until


def test_at_night_it_waits_for_the_morning(cast: Cast, pair: Pair) -> None:
    night = NOW + 13 * HOUR
    ask(pair, cast.member, now=night)

    send_due(night + HOUR)
    assert mail.outbox == []

    send_due(night + 11 * HOUR)
    assert len(mail.outbox) == 1


def test_nothing_of_it_is_counted_recorded_or_kept(cast: Cast, pair: Pair) -> None:
    answer(ask(pair, cast.member), cast.manager, Answer.TIME, NOW + 2 * HOUR)

    assert not AuditEntry.objects.exists()
    assert not Meeting.objects.exists()
    assert operations.forget_old_talks(now=NOW + 15 * DAY) == 1
    assert not TalkRequest.objects.exists()


def test_who_asked_does_not_answer_and_others_find_nothing(cast: Cast, pair: Pair) -> None:
    asked = ask(pair, cast.member)

    with pytest.raises(PermissionDenied):
        answer(asked, cast.member, Answer.WRITE)
    with pytest.raises(PermissionDenied):
        operations.withdraw_talk(actor=cast.manager, request_id=asked.pk, now=NOW)
    for outsider in (cast.peer, cast.hr, cast.stranger):
        with pytest.raises(Http404):
            ask(pair, outsider)
        with pytest.raises(Http404):
            answer(asked, outsider, Answer.WRITE)
        assert list_talks(viewer=outsider, now=NOW) == []


def test_home_and_the_page_of_the_pair_ask_and_answer(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    operations.ensure_next_meeting(pair=pair, now=NOW)
    member, manager = client_for(cast.member), client_for(cast.manager)
    with mock.patch.object(timezone, "now", return_value=NOW):
        for address in ("/", f"/pairs/{pair.pk}/", "/board/"):
            assert f"/pairs/{pair.pk}/talk" in member.get(address, follow=True).content.decode(), address

        member.post(f"/pairs/{pair.pk}/talk", {"next": "/"})

        for address in ("/", f"/pairs/{pair.pk}/"):
            assert "書いて送ってください" in manager.get(address).content.decode()
        asked = TalkRequest.objects.get()
        manager.post(f"/talks/{asked.pk}/answer", {"answer": "time", "time": "15:30"})
        assert "15:30" in member.get("/").content.decode()


def test_a_time_that_is_over_never_becomes_another_day_unseen(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    asked = ask(pair, cast.member)

    with mock.patch.object(timezone, "now", return_value=NOW + HOUR):
        said = client_for(cast.manager).post(
            f"/talks/{asked.pk}/answer", {"answer": "time", "time": "09:00"}, follow=True
        )

    assert "これから" in said.content.decode()
    asked.refresh_from_db()
    assert asked.answer == ""


def test_asked_late_on_a_friday_nine_means_nine_on_monday(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    friday = NOW + 2 * DAY + 7 * HOUR
    asked = ask(pair, cast.member, friday)

    with mock.patch.object(timezone, "now", return_value=friday + HOUR):
        client_for(cast.manager).post(f"/talks/{asked.pk}/answer", {"answer": "time", "time": "09:00"})

    asked.refresh_from_db()
    assert asked.answer_at == NOW + 5 * DAY - HOUR
