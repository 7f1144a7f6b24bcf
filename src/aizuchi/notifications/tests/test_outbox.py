import datetime
import email
import email.policy
import uuid

import pytest
from django.core import mail
from tests.cast import Cast
from tests.notices import send_due

from aizuchi.notifications.models import Channel, Delivery, Notice, NoticePreference, NoticeSettings
from aizuchi.notifications.outbox import SomeAreWaiting, deliver, hand_out, pick_up_stranded
from aizuchi.notifications.raising import raise_notices
from aizuchi.notifications.tests.conftest import LAMP, NOON, URGENT

State = Delivery.State


def states() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def test_what_is_due_arrives_once_however_often_it_is_found(cast: Cast, due_for) -> None:
    for _ in range(3):
        raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
        send_due(NOON)

    assert [m.to for m in mail.outbox] == [[cast.member.email]]
    assert mail.outbox[0].subject == "灯 one"


def test_two_who_find_the_same_at_once_tell_it_once(cast: Cast, due_for) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for(), due_for()], now=NOON)
    send_due(NOON)

    assert len(mail.outbox) == 1


def test_a_job_that_runs_twice_sends_nothing_twice(cast: Cast, due_for) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    batches: list[list[str]] = []
    hand_out(enqueue=batches.append, now=NOON)
    keys = [uuid.UUID(key) for key in batches[0]]

    assert [deliver(delivery_ids=keys, clock=lambda: NOON) for _ in range(2)] == [1, 0]
    assert len(mail.outbox) == 1


def test_what_is_no_longer_true_is_not_told(cast: Cast, due_for) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for(key="stale")], now=NOON)
    send_due(NOON)

    assert mail.outbox == []
    assert states() == [State.DROPPED]


def test_somebody_who_left_is_told_nothing(cast: Cast, due_for) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    cast.member.left_on = datetime.date(2026, 6, 1)
    cast.member.save(update_fields=["left_on"])
    send_due(NOON)

    assert mail.outbox == []


def test_at_night_it_waits_for_the_morning(cast: Cast, due_for) -> None:
    evening = NOON + datetime.timedelta(hours=11)  # 23:00 in Tokyo
    raise_notices(notification_type=LAMP, dues=[due_for(due_at=evening)], now=evening)
    send_due(evening)
    assert mail.outbox == []

    send_due(datetime.datetime(2026, 6, 17, 23, 0, tzinfo=datetime.UTC))  # 8:00
    assert len(mail.outbox) == 1


@pytest.mark.database
def test_what_is_urgent_breaks_no_quiet_hours(cast: Cast, due_for) -> None:
    evening = NOON + datetime.timedelta(hours=11)
    raise_notices(notification_type=URGENT, dues=[due_for(due_at=evening, hours=0.25)], now=evening)
    send_due(evening)

    assert mail.outbox == []
    assert not Notice.objects.exists()


@pytest.mark.database
def test_a_digest_is_one_mail_in_the_morning(cast: Cast, due_for) -> None:
    NoticeSettings.objects.create(person=cast.member, wants_digest=True)
    raise_notices(notification_type=LAMP, dues=[due_for(key="one"), due_for(key="two")], now=NOON)
    send_due(NOON)
    assert mail.outbox == []

    send_due(NOON + datetime.timedelta(hours=20, minutes=30))  # 8:30 the next day
    assert len(mail.outbox) == 1
    assert "灯 one" in mail.outbox[0].body
    assert "灯 two" in mail.outbox[0].body
    assert states() == [State.SENT, State.SENT]


@pytest.mark.database
def test_a_type_that_was_switched_off_stays_silent(cast: Cast, due_for) -> None:
    NoticePreference.objects.create(person=cast.member, notification_type="lamp", channel=Channel.MAIL, is_wanted=False)
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    send_due(NOON)

    assert mail.outbox == []


def test_a_mail_can_be_stopped_and_is_always_the_same_mail(cast: Cast, due_for, sink) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    send_due(NOON)

    sent = email.message_from_bytes(sink.taken[0].content, policy=email.policy.default)
    assert sent["Message-ID"].startswith(f"<{Delivery.objects.get().pk}@")
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/notices/stop/" in sent["List-Unsubscribe"]
    assert {part.get_content_type() for part in sent.walk()} >= {"text/plain", "text/html"}


@pytest.mark.database
def test_a_server_that_asks_for_patience_gets_it(cast: Cast, due_for, sink) -> None:
    sink.answers[cast.member.email] = "450 later"
    raise_notices(notification_type=LAMP, dues=[due_for(), due_for(cast.manager)], now=NOON)

    with pytest.raises(SomeAreWaiting):
        send_due(NOON)
    assert sink.addresses == [cast.manager.email]

    sink.answers.clear()
    keys = list(Delivery.objects.values_list("pk", flat=True))
    deliver(delivery_ids=keys, clock=lambda: NOON)
    assert sorted(sink.addresses) == sorted([cast.manager.email, cast.member.email])


def test_an_address_that_does_not_exist_is_given_up(cast: Cast, due_for, sink) -> None:
    sink.answers[cast.member.email] = "550 nobody"
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    send_due(NOON)

    assert states() == [State.FAILED]
    assert Delivery.objects.get().problem == "SMTPRecipientsRefused"


@pytest.mark.database
def test_what_a_dead_worker_had_in_hand_is_sent_after_a_while(cast: Cast, due_for) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    hand_out(enqueue=lambda outgoing: None, now=NOON)
    Delivery.objects.update(state=State.SENDING, begun_at=NOON)
    keys = list(Delivery.objects.values_list("pk", flat=True))

    with pytest.raises(SomeAreWaiting):
        deliver(delivery_ids=keys, clock=lambda: NOON + datetime.timedelta(seconds=5))
    assert mail.outbox == []

    deliver(delivery_ids=keys, clock=lambda: NOON + datetime.timedelta(minutes=1))
    assert len(mail.outbox) == 1


@pytest.mark.database
def test_what_was_stranded_is_picked_up(cast: Cast, due_for) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    hand_out(enqueue=lambda outgoing: None, now=NOON)
    later, picked = NOON + datetime.timedelta(hours=1), []

    assert pick_up_stranded(enqueue=picked.append, now=NOON) == 0
    assert pick_up_stranded(enqueue=picked.append, now=later) == 1
    assert picked == [[str(Delivery.objects.get().pk)]]


@pytest.mark.database
def test_what_one_person_gets_stays_in_one_job(cast: Cast, due_for, monkeypatch) -> None:
    monkeypatch.setattr("aizuchi.notifications.outbox.PER_JOB", 2)
    people = [cast.member, cast.manager, cast.mentor]
    raise_notices(notification_type=LAMP, dues=[due_for(p, key=k) for p in people for k in ("a", "b", "c")], now=NOON)
    batches: list[list[str]] = []
    hand_out(enqueue=batches.append, now=NOON)

    owners = [
        set(Delivery.objects.filter(pk__in=outgoing).values_list("notice__person", flat=True)) for outgoing in batches
    ]
    assert [len(owner) for owner in owners] == [1, 1, 1]


def test_many_are_told_with_a_fixed_number_of_queries(cast: Cast, due_for, django_assert_max_num_queries) -> None:
    raise_notices(notification_type=LAMP, dues=[due_for(person) for person in cast.everybody], now=NOON)

    with django_assert_max_num_queries(12):
        hand_out(enqueue=lambda outgoing: None, now=NOON)
