"""Slack, Teams and push, against a server that speaks their protocols."""

import base64
import contextlib
import datetime
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from tests.cast import Cast

from aizuchi.notifications import push
from aizuchi.notifications.chat_addresses import NotAChatAddress, connect_chat
from aizuchi.notifications.models import Channel, ChatAddress, Delivery, NoticePreference, PushSubscription
from aizuchi.notifications.outbox import SomeAreWaiting, deliver, hand_out
from aizuchi.notifications.raising import raise_notices
from aizuchi.notifications.tests.conftest import LAMP, NOON
from aizuchi.people.models import Person

State = Delivery.State


class Service(ThreadingHTTPServer):
    """Remembers what it was sent; answers as it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.answers: dict[str, dict] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        answer = json.dumps(self.server.answers.get(self.path, {"ok": True})).encode()
        self.send_response(self.server.status)
        if 300 <= self.server.status < 400:
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def service(settings) -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.CHAT_SCHEMES = ["http"]
    settings.CHAT_HOSTS = {"slack": ["127.0.0.1"], "teams": ["127.0.0.1"]}
    settings.PUSH_HOSTS = ["127.0.0.1"]
    settings.SLACK_URL = server.url
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def send(cast: Cast, due_for, channel: str) -> list[uuid.UUID]:
    NoticePreference.objects.create(person=cast.member, notification_type="lamp", channel=Channel.MAIL, is_wanted=False)
    raise_notices(notification_type=LAMP, dues=[due_for()], now=NOON)
    batches: list[list[str]] = []
    hand_out(enqueue=batches.append, now=NOON)
    keys = [uuid.UUID(key) for outgoing in batches for key in outgoing]
    assert list(Delivery.objects.values_list("channel", flat=True)) == [channel]
    deliver(delivery_ids=keys, clock=lambda: NOON)
    return keys


def test_slack_takes_it_through_ones_own_webhook(cast: Cast, due_for, service: Service) -> None:
    connect_chat(actor=cast.member, channel="slack", url=f"{service.url}/services/T/B/x", now=NOON)
    send(cast, due_for, Channel.SLACK)

    path, _headers, body = service.seen[0]
    assert path == "/services/T/B/x"
    assert json.loads(body)["text"] == "*灯 one*\n一行です。\n<https://a.example/go|見る>"


def test_slack_takes_it_through_the_companys_app(cast: Cast, due_for, service: Service, settings) -> None:
    settings.SLACK_TOKEN = "xoxb-1"
    service.answers["/api/users.lookupByEmail"] = {"ok": True, "user": {"id": "U7"}}
    send(cast, due_for, Channel.SLACK)

    asked, told = service.seen
    assert parse_qs(asked[2].decode())["email"] == [cast.member.email]
    assert (told[0], told[1]["authorization"]) == ("/api/chat.postMessage", "Bearer xoxb-1")
    assert parse_qs(told[2].decode())["channel"] == ["U7"]


def test_somebody_slack_does_not_know_is_given_up(cast: Cast, due_for, service: Service, settings) -> None:
    settings.SLACK_TOKEN = "xoxb-1"
    service.answers["/api/users.lookupByEmail"] = {"ok": False, "error": "users_not_found"}
    send(cast, due_for, Channel.SLACK)

    assert Delivery.objects.get().state == State.FAILED


def test_teams_takes_a_card(cast: Cast, due_for, service: Service) -> None:
    connect_chat(actor=cast.member, channel="teams", url=f"{service.url}/workflows/x", now=NOON)
    send(cast, due_for, Channel.TEAMS)

    card = json.loads(service.seen[0][2])["attachments"][0]["content"]
    assert [block["text"] for block in card["body"]] == ["灯 one", "一行です。"]
    assert card["actions"][0]["url"] == "https://a.example/go"


@pytest.mark.parametrize(("status", "state"), [(429, State.WAITING), (503, State.WAITING), (404, State.FAILED)])
def test_patience_for_whom_asks_for_it(cast: Cast, due_for, service: Service, status: int, state: str) -> None:
    connect_chat(actor=cast.member, channel="slack", url=f"{service.url}/x", now=NOON)
    service.status = status
    if state == State.WAITING:
        with pytest.raises(SomeAreWaiting):
            send(cast, due_for, Channel.SLACK)
    else:
        send(cast, due_for, Channel.SLACK)

    assert Delivery.objects.get().state == state


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://hooks.slack.com.evil.example/x",
        "https://evil.example/hooks.slack.com",
        "http://hooks.slack.com/services/x",
        "https://me@hooks.slack.com/services/x",
        r"https://127.0.0.1\@hooks.slack.com/services/x",
        "file:///etc/passwd",
    ],
)
def test_the_server_is_not_sent_anywhere_else(cast: Cast, url: str) -> None:
    with pytest.raises(NotAChatAddress):
        connect_chat(actor=cast.member, channel="slack", url=url, now=NOON)


@pytest.mark.parametrize("status", [302, 307])
@pytest.mark.parametrize("channel", [Channel.PUSH, Channel.SLACK, Channel.TEAMS])
def test_nor_by_those_it_was_sent_to(cast: Cast, due_for, service: Service, channel: str, status: int) -> None:
    if channel == Channel.PUSH:
        push.subscribe(actor=cast.member, info=Browser().info(service.url), device="Firefox", now=NOON)
    else:
        connect_chat(actor=cast.member, channel=channel, url=f"{service.url}/{channel}", now=NOON)
    service.status = status

    with contextlib.suppress(SomeAreWaiting):
        send(cast, due_for, channel)

    assert [path for path, _headers, _body in service.seen if path == "/elsewhere"] == []
    assert len(service.seen) == 1


def test_a_webhook_lies_sealed(cast: Cast) -> None:
    url = "https://hooks.slack.com/services/T0/B0/secret-part"
    connect_chat(actor=cast.member, channel="slack", url=url, now=NOON)

    assert b"secret-part" not in bytes(ChatAddress.objects.get().sealed_url)


class Browser:
    """What a browser makes when it subscribes, and how it reads what arrives."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = b"0123456789abcdef"

    def info(self, url: str) -> dict:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        encode = lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("=")  # noqa: E731
        return {"endpoint": f"{url}/send/abc", "keys": {"p256dh": encode(point), "auth": encode(self.secret)}}

    def read(self, body: bytes) -> dict:
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"))


def test_a_browser_reads_what_is_pushed(cast: Cast, due_for, service: Service) -> None:
    browser = Browser()
    push.subscribe(actor=cast.member, info=browser.info(service.url), device="Firefox", now=NOON)
    send(cast, due_for, Channel.PUSH)

    path, headers, body = service.seen[0]
    assert path == "/send/abc"
    assert headers["authorization"].startswith("vapid ")
    assert browser.read(body)["title"] == "灯 one"


@pytest.mark.parametrize("channel", [Channel.PUSH, Channel.SLACK, Channel.TEAMS])
def test_whoever_left_is_told_nothing_by_what_they_once_connected(
    cast: Cast, due_for, service: Service, channel: str
) -> None:
    if channel == Channel.PUSH:
        push.subscribe(actor=cast.member, info=Browser().info(service.url), device="Firefox", now=NOON)
    else:
        connect_chat(actor=cast.member, channel=channel, url=f"{service.url}/{channel}", now=NOON)
    keys = send(cast, due_for, channel)
    assert len(service.seen) == 1
    Delivery.objects.filter(pk__in=keys).update(state=State.WAITING)

    Person.objects.filter(pk=cast.member.pk).update(left_on=NOON.date() - datetime.timedelta(days=2))
    deliver(delivery_ids=keys, clock=lambda: NOON)

    assert len(service.seen) == 1


def test_a_browser_that_is_gone_is_forgotten(cast: Cast, due_for, service: Service) -> None:
    push.subscribe(actor=cast.member, info=Browser().info(service.url), device="Firefox", now=NOON)
    service.status = 410
    send(cast, due_for, Channel.PUSH)

    assert not PushSubscription.objects.exists()
    assert Delivery.objects.get().state == State.FAILED


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1", r"https://127.0.0.1\@fcm.googleapis.com", "http://fcm.googleapis.com"]
)
def test_a_subscription_points_only_to_push_services(cast: Cast, url: str) -> None:
    with pytest.raises(push.NotAPushService):
        push.subscribe(actor=cast.member, info=Browser().info(url), device="x", now=NOON)


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": "BA", "auth": "MDEyMzQ1Njc4OWFiY2RlZg"},
        {"p256dh": "B" + "A" * 86, "auth": "MDEyMzQ1Njc4OWFiY2RlZg"},  # no point of the curve
        {"p256dh": "鍵", "auth": "MDEyMzQ1Njc4OWFiY2RlZg"},
        {"auth": "MDE"},
        {"p256dh": [[[]]], "auth": {}},
    ],
)
def test_keys_that_nothing_can_be_sealed_for_are_refused_at_once(
    cast: Cast, client_for: Callable[[Person], Client], keys: dict
) -> None:
    info = Browser().info("https://fcm.googleapis.com")
    body = json.dumps({**info, "keys": {**info["keys"], **keys}})
    answer = client_for(cast.member).post("/notices/push/subscribe/", body, content_type="application/json")

    assert answer.status_code == 400
    assert not PushSubscription.objects.exists()


def test_a_deep_subscription_is_refused(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    answer = client_for(cast.member).post("/notices/push/subscribe/", "[" * 5000, content_type="application/json")

    assert answer.status_code == 400


def test_a_browser_kept_by_an_older_version_with_a_broken_key_stops_no_other(
    cast: Cast, due_for, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, broken = Browser(), Browser().info(service.url)
    broken |= {"endpoint": f"{service.url}/broken", "keys": {"p256dh": "BA", "auth": "AA"}}
    with monkeypatch.context() as older:
        older.setattr(push, "read_info", lambda info: info)
        push.subscribe(actor=cast.member, info=broken, device="Chrome", now=NOON)
    push.subscribe(actor=cast.member, info=whole.info(service.url), device="Firefox", now=NOON)
    send(cast, due_for, Channel.PUSH)

    assert [path for path, _headers, _body in service.seen] == ["/send/abc"]
    assert PushSubscription.objects.get().device == "Firefox"
