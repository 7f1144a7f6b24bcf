import re
from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client
from tests.cast import Cast
from tests.notices import send_due

from aizuchi.kernel.manifests import gather
from aizuchi.notifications import choices, notification_types, queries
from aizuchi.notifications.domain_notices import UNPROVED_DOMAINS
from aizuchi.notifications.models import ChatAddress, NoticePreference, NoticeSettings
from aizuchi.notifications.outbox import CHANNELS
from aizuchi.notifications.raising import raise_notices
from aizuchi.notifications.stopping import make_stop_link
from aizuchi.notifications.tests.conftest import LAMP, NOON

PAGE = "/notices/"


def test_every_type_can_be_switched_off(cast: Cast, client_for) -> None:
    client = client_for(cast.member)
    client.post(f"{PAGE}choose/", {"shown": "mail", "urgent:mail": "on"})

    assert dict(NoticePreference.objects.values_list("notification_type", "is_wanted")) == {
        "lamp": False,
        "urgent": True,
    }
    assert re.search(r'name="lamp:mail">', client.get(PAGE).text)
    assert re.search(r'name="urgent:mail" checked>', client.get(PAGE).text)


def test_a_channel_that_was_not_on_the_page_keeps_its_choices(cast: Cast, client_for) -> None:
    NoticePreference.objects.create(person=cast.member, notification_type="lamp", channel="slack", is_wanted=True)
    client_for(cast.member).post(f"{PAGE}choose/", {"shown": "mail"})

    assert NoticePreference.objects.get(channel="slack").is_wanted


def test_quiet_hours_and_digest_are_kept(cast: Cast, client_for) -> None:
    times = {"quiet_from": "18:30", "quiet_until": "09:00", "wants_digest": "on", "digest_at": "09:15"}
    client_for(cast.member).post(f"{PAGE}times/", times)

    kept = NoticeSettings.objects.get(person=cast.member)
    assert (str(kept.quiet_from), str(kept.digest_at), kept.wants_digest) == ("18:30:00", "09:15:00", True)


def test_an_hour_there_is_not_is_explained_and_nothing_is_lost(cast: Cast, client_for) -> None:
    times = {"quiet_from": "25:00", "quiet_until": "09:00", "digest_at": "09:15"}
    answer = client_for(cast.member).post(f"{PAGE}times/", times)

    assert answer.status_code == 422
    assert 'value="25:00"' in answer.text
    assert not NoticeSettings.objects.exists()


def test_a_wrong_webhook_is_explained(cast: Cast, client_for) -> None:
    answer = client_for(cast.member).post(f"{PAGE}chats/slack/connect/", {"url": "https://example.com/x"})

    assert answer.status_code == 422
    assert "SlackのWebhookのアドレスではないようです" in answer.text
    assert not ChatAddress.objects.exists()


def test_a_webhook_is_never_shown_again(cast: Cast, client_for) -> None:
    client = client_for(cast.member)
    client.post(f"{PAGE}chats/slack/connect/", {"url": "https://hooks.slack.com/services/T/B/xyzzy"})

    assert "xyzzy" not in client.get(PAGE).text
    client.post(f"{PAGE}chats/slack/disconnect/")
    assert not ChatAddress.objects.exists()


def test_a_mail_program_stops_a_type_with_one_press(cast: Cast, due_for) -> None:
    """RFC 8058: no cookie, no token of ours, one POST."""
    path = make_stop_link(cast.member, "lamp", "mail").partition("testserver")[2]
    client = Client(enforce_csrf_checks=True)

    assert client.get(path).status_code == 200
    assert not NoticePreference.objects.exists()  # looking stops nothing
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    send_due(NOON)
    assert mail.outbox == []


def test_a_digest_stops_all_of_it(cast: Cast) -> None:
    Client().post(make_stop_link(cast.member, "", "mail").partition("testserver")[2])

    assert set(NoticePreference.objects.values_list("notification_type", "is_wanted")) == {
        ("lamp", False),
        ("urgent", False),
    }


def test_somebody_elses_browser_stays_subscribed(cast: Cast, client_for) -> None:
    from aizuchi.notifications.models import PushSubscription

    row = PushSubscription.objects.create(
        person=cast.member, fingerprint="f" * 64, sealed=b"", device="Firefox", created_at=NOON
    )
    client_for(cast.manager).post(f"{PAGE}push/{row.pk}/unsubscribe/")

    assert PushSubscription.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"endpoint": 7}', '{"endpoint": "https://a", "keys": []}'])
def test_nonsense_instead_of_a_subscription_is_refused(cast: Cast, client_for, body: str) -> None:
    answer = client_for(cast.member).post(f"{PAGE}push/subscribe/", body, content_type="application/json")

    assert answer.status_code == 400


def test_every_type_of_the_product_goes_through_channels_that_exist() -> None:
    brought = gather(notification_types.NotificationType)

    assert len({notification_type.code for notification_type in brought}) == len(brought) > 5
    assert all(notification_type.channels <= set(CHANNELS) for notification_type in brought)


def test_the_hours_are_those_of_a_city_and_no_name_of_a_database(cast: Cast, client_for) -> None:
    text = client_for(cast.member).get(PAGE).text

    assert "東京 (UTC+9)の時刻に合わせます。" in text
    assert "Asia/Tokyo" not in text


def test_nobody_is_asked_about_what_they_are_never_told(cast: Cast, client_for, monkeypatch) -> None:
    for_one = replace(LAMP, may_get=lambda person, _on: person == cast.administrator)
    for module in (choices, queries):
        monkeypatch.setattr(module, "list_notification_types", lambda: [for_one])

    assert 'name="lamp:mail"' in client_for(cast.administrator).get(PAGE).text
    assert 'name="lamp:mail"' not in client_for(cast.member).get(PAGE).text
    client_for(cast.member).post(f"{PAGE}choose/", {"shown": "mail"})
    assert not NoticePreference.objects.exists()


def test_what_concerns_providers_is_told_to_administrators_only(cast: Cast) -> None:
    today = cast.organization.today(NOON)

    assert UNPROVED_DOMAINS.may_get(cast.administrator, today)
    assert not UNPROVED_DOMAINS.may_get(cast.hr, today)
