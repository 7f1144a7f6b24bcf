"""The one mail that must get through, with a real server at the other end."""

import datetime
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.cast import Cast

from aizuchi.accounts.operations.codes import use_code
from aizuchi.accounts.password_links import make_password_link
from aizuchi.accounts.tests.factors import give_recovery_codes
from aizuchi.people.models import Person


class MailBox(Message):
    def __init__(self) -> None:
        super().__init__()
        self.received: list[EmailMessage] = []

    def handle_message(self, message: Any) -> None:
        self.received.append(message_from_bytes(message.as_bytes(), policy=policy.default))


@pytest.fixture
def mail_box(settings: Settings, unused_tcp_port: int) -> Iterator[MailBox]:
    box = MailBox()
    server = Controller(box, hostname="127.0.0.1", port=unused_tcp_port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_tcp_port
    yield box
    server.stop()


def test_it_arrives_with_both_parts_and_its_link_works(
    mail_box: MailBox, cast: Cast, client: Client, run_jobs: Callable[[], None]
) -> None:
    client.post("/password/forgotten/", {"email": cast.member.email})
    run_jobs()

    [message] = mail_box.received
    assert message["To"] == cast.member.email
    assert "Aizuchi" in str(message["Subject"])
    parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    assert set(parts) == {"text/plain", "text/html"}
    assert "小野寺さん" in parts["text/plain"]
    links = {re.search(r"http://testserver(/password/new/[^\s\"]+)", part)[1] for part in parts.values()}
    assert len(links) == 1
    assert "password1" in client.get(links.pop(), follow=True).content.decode()


def test_another_password_and_a_used_code_are_told_to_their_owner(
    cast: Cast, client: Client, run_jobs: Callable[[], None]
) -> None:
    [code, *_others] = give_recovery_codes(cast.member)
    use_code(person_id=cast.member.pk, code=code, now=timezone.now())
    address = urlsplit(make_password_link(cast.member)).path
    there = client.get(address)["Location"]

    assert client.post(there, {"password1": "asa no kaze to ame"}).status_code == 302
    run_jobs()

    told = [(message.to, message.body) for message in mail.outbox]
    assert [to for to, _body in told] == [[cast.member.email]] * 2
    assert "控えの番号が使われました" in told[0][1]
    assert "パスワードが変わりました" in told[1][1]


def test_a_server_that_is_away_fails_the_job_and_not_the_page(
    settings: Settings, unused_tcp_port: int, cast: Cast, client: Client, run_jobs: Callable[[], None]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_tcp_port

    response = client.post("/password/forgotten/", {"email": cast.member.email})

    assert response.status_code == 302
    with pytest.raises(OSError, match="refused"):
        run_jobs()


def test_who_has_left_since_it_was_sent_sets_none_with_it(cast: Cast) -> None:
    link = make_password_link(cast.member).replace("http://testserver", "")
    form = Client().get(link, follow=True)
    assert 'type="password"' in form.content.decode()

    Person.objects.filter(pk=cast.member.pk).update(left_on=timezone.localdate() - datetime.timedelta(days=2))
    page = Client().get(link, follow=True)

    assert 'type="password"' not in page.content.decode()


def test_another_address_makes_it_stale(cast: Cast) -> None:
    link = make_password_link(cast.member).replace("http://testserver", "")
    Person.objects.filter(pk=cast.member.pk).update(email="another@example.jp")

    assert 'type="password"' not in Client().get(link, follow=True).content.decode()
