"""No name, whoever wrote it into the database, becomes a header of a mail, and none is broken before its first word."""

from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast

from aizuchi.notifications import mails
from aizuchi.notifications.delivery import deliver
from aizuchi.notifications.mail_headers import Mail
from aizuchi.people.models import Organization, Person

BREAKS = ["\r\n", "\n", "\r", "\u2028", "\x85", "\v", "\x1c"]


@pytest.mark.parametrize("breaks", BREAKS)
def test_a_line_in_a_name_stays_in_the_subject(cast: Cast, breaks: str) -> None:
    name = f"ミナモ{breaks}Bcc: everybody@example.jp{breaks}{breaks}<b>"
    Organization.objects.filter(pk=cast.organization.pk).update(name=name)  # past every form
    Person.objects.filter(pk=cast.member.pk).update(family_name=name[:30], given_name=breaks)
    person = Person.objects.select_related("organization").get(pk=cast.member.pk)

    deliver(person=person, message=mails.invitation(person), now=timezone.now())

    (sent,) = mail.outbox
    told = sent.message()
    assert sent.recipients() == [person.email]
    assert "Bcc" not in told
    assert len(sent.subject.splitlines()) == 1
    assert told.as_bytes().partition(b"\n\n")[0].lower().count(b"\nbcc:") == 0


LONG = f"{'a' * 64}@{'b' * 50}.example.jp"
AT_LENGTH: list[dict[str, Any]] = [
    {"subject": "あ" * 15},
    {"subject": "あいづち " * 40},
    {"subject": "a" * 80},
    {"to": [LONG]},
    {"to": [LONG, LONG]},
    {"from_email": f"{'あいづち' * 6} <{LONG}>"},
    {"from_email": f"{'あいづち' * 30} <a@example.jp>"},
    {"headers": {"Message-ID": f"<{'z' * 90}@example.jp>", "List-Unsubscribe": f"<https://example.jp/{'y' * 150}>"}},
]


@pytest.mark.parametrize("told", AT_LENGTH, ids=str)
def test_no_header_begins_with_an_empty_line(told: dict[str, Any]) -> None:
    mail = Mail(**{"subject": "s", "body": "t", "to": ["a@example.jp"], "from_email": "b@example.jp"} | told)

    raw = mail.message().as_bytes(linesep="\r\n")

    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(line.rpartition(b": ")[2].strip() for line in head)
    assert max(map(len, head)) <= 998
    read = message_from_bytes(raw)
    asked = {"Subject": mail.subject, "To": ", ".join(mail.to), "From": mail.from_email, **told.get("headers", {})}
    for name, said in asked.items():
        assert str(make_header(decode_header(str(read[name]).replace("\r\n", "")))).split() == said.split()
