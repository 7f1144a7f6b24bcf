"""No name, whoever wrote it into the database, becomes a header of a mail."""

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast

from aizuchi.notifications import mails
from aizuchi.notifications.delivery import deliver
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
