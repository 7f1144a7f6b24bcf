"""What people answer in their mail program comes back, and a forged answer changes nothing."""

import datetime
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast

from aizuchi.accounts.models import Invitation
from aizuchi.calendars import replies
from aizuchi.calendars.checks import find_problems
from aizuchi.calendars.models import Attendance, CalendarEntry, CalendarQuestion
from aizuchi.calendars.replies import read_mailbox
from aizuchi.calendars.tests.conftest import soon
from aizuchi.calendars.tests.imap_server import Inbox, running_inbox
from aizuchi.kernel.ics.replies import Reply
from aizuchi.meetings.models import Meeting, SlotProposal
from aizuchi.people.models import Person

Schedule = Callable[..., Meeting]
DATA = Path(__file__).parent / "data"


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    with running_inbox() as inbox:
        settings.CALENDAR_MAILBOX_URL = inbox.url
        yield inbox


@pytest.fixture
def entry(schedule: Schedule, run_jobs: Callable[[], None]) -> CalendarEntry:
    schedule()
    run_jobs()
    return CalendarEntry.objects.get()


def answer(
    entry: CalendarEntry,
    person: Person,
    state: str,
    *,
    method: str = "REPLY",
    sender: str = "",
    starts_at: datetime.datetime | None = None,
    sequence: int = 0,
) -> bytes:
    begin = (starts_at or entry.starts_at).astimezone(datetime.UTC)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Somebody//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"SEQUENCE:{sequence}",
        "DTSTAMP:20260101T000000Z",
        f"DTSTART:{begin:%Y%m%dT%H%M%SZ}",
        f"DTEND:{begin + datetime.timedelta(minutes=30):%Y%m%dT%H%M%SZ}",
        "ORGANIZER:mailto:aizuchi@localhost",
        f"ATTENDEE;PARTSTAT={state}:MAILTO:{person.email}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    message = EmailMessage()
    message["From"] = f"Somebody <{sender or person.email}>"
    message["Subject"] = "Accepted: 1on1"
    message.set_content("1on1")
    message.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": method})
    return message.as_bytes()


def read() -> int:
    return read_mailbox(now=timezone.now())


def test_an_accepted_invitation_is_noted_once(cast: Cast, entry: CalendarEntry, inbox: Inbox) -> None:
    key = inbox.put(answer(entry, cast.member, "ACCEPTED"))

    assert [read(), read()] == [1, 0]

    assert Attendance.objects.get(person=cast.member).answer == "accepted"
    assert inbox.flags[key] == {r"\Seen"}


def test_a_declined_one_asks_the_person_and_cancels_nothing(
    cast: Cast, entry: CalendarEntry, inbox: Inbox, run_jobs: Callable[[], None]
) -> None:
    for _ in range(2):
        inbox.put(answer(entry, cast.member, "DECLINED"))

    read()
    run_jobs()

    assert Meeting.objects.get(starts_at__isnull=False).starts_at == soon()
    assert CalendarQuestion.objects.get().person == cast.member
    assert len([sent for sent in mail.outbox if "1on1について" in sent.subject]) == 1


def test_a_counter_proposal_becomes_a_time_the_other_may_take(cast: Cast, entry: CalendarEntry, inbox: Inbox) -> None:
    inbox.put(answer(entry, cast.member, "TENTATIVE", method="COUNTER", starts_at=soon(hour=16)))

    read()

    proposal = SlotProposal.objects.get()
    assert (proposal.proposed_by, proposal.meeting_id, proposal.minutes) == (cast.member, entry.appointment_key, 30)
    assert proposal.slots.get().starts_at == soon(hour=16)
    assert Meeting.objects.get(starts_at__isnull=False).starts_at == soon()


def test_a_counter_proposal_in_the_past_is_offered_to_nobody(cast: Cast, entry: CalendarEntry, inbox: Inbox) -> None:
    inbox.put(answer(entry, cast.member, "TENTATIVE", method="COUNTER", starts_at=soon(-1)))

    read()

    assert not SlotProposal.objects.exists()


def test_others_cannot_answer_in_somebodys_name(cast: Cast, entry: CalendarEntry, inbox: Inbox) -> None:
    inbox.put(answer(entry, cast.member, "DECLINED", sender=cast.colleague.email or ""))
    inbox.put(answer(entry, cast.colleague, "DECLINED"))

    assert read() == 0

    assert not CalendarQuestion.objects.exists()
    assert set(Attendance.objects.values_list("answer", flat=True)) == {""}


def test_an_answer_to_an_older_date_changes_nothing(cast: Cast, entry: CalendarEntry, inbox: Inbox) -> None:
    CalendarEntry.objects.update(sequence=2)
    inbox.put(answer(entry, cast.member, "DECLINED", sequence=1))

    read()

    assert not CalendarQuestion.objects.exists()


@pytest.mark.parametrize(
    ("raw", "is_odd"),
    [
        (b"From: a@example.jp\r\n\r\nI'm away until Monday.", False),
        (b"From: a@example.jp\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nbroken", True),
        (b"From: a@example.jp\r\nX: " + b"y" * 1_100_000 + b"\r\n\r\n", False),
        (b"\xff\xfe\x00", False),
    ],
)
def test_other_mails_are_put_away_and_what_is_broken_is_flagged(
    db: None, inbox: Inbox, raw: bytes, is_odd: bool
) -> None:
    key = inbox.put(raw)

    assert read() == 0

    assert inbox.flags[key] == ({r"\Seen", r"\Flagged"} if is_odd else {r"\Seen"})


def test_a_mailbox_that_does_not_open_is_told_by_the_check(db: None, inbox: Inbox, settings: Any) -> None:
    assert list(find_problems()) == []
    settings.CALENDAR_MAILBOX_URL = inbox.url.replace("p%20w", "wrong")

    (problem,) = find_problems()

    assert "wrong" not in problem.what


def tried(name: str, entry: CalendarEntry, person: Person) -> list[bytes]:
    """Mails as they came from programs of the wild, as if they were about this entry."""
    raw = (DATA / f"{name}.txt").read_bytes().replace(b"\r\n", b"\n")
    parts = [part.partition(b"\n")[2] if raw.startswith(b"===") else part for part in raw.split(b"=== ") if part]
    local = entry.starts_at + datetime.timedelta(hours=9)
    told = {b"{{uid of an entry}}": entry.uid.encode(), b"aoi@tried.example": (person.email or "").encode()}
    told[b"20261208"] = f"{local:%Y%m%d}".encode()
    for before, after in told.items():
        parts = [part.replace(before, after) for part in parts]
    return parts


def test_one_mail_with_an_odd_sender_does_not_come_first_for_ever(
    cast: Cast, entry: CalendarEntry, inbox: Inbox
) -> None:
    (odd,) = tried("mail-odd-from", entry, cast.member)
    key = inbox.put(odd)
    inbox.put(answer(entry, cast.member, "ACCEPTED"))

    assert read() == 1

    assert inbox.flags[key] == {r"\Seen", r"\Flagged"}
    assert Attendance.objects.get(person=cast.member).answer == "accepted"


def test_whatever_breaks_on_one_mail_the_others_are_taken(
    cast: Cast, entry: CalendarEntry, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = inbox.put(answer(entry, cast.manager, "ACCEPTED"))
    inbox.put(answer(entry, cast.member, "ACCEPTED"))
    take = replies._take

    def take_some(reply: Reply, attendance: Attendance, **more: Any) -> None:
        if attendance.person == cast.manager:
            raise RecursionError
        take(reply, attendance, **more)

    monkeypatch.setattr(replies, "_take", take_some)

    assert read() == 1
    assert r"\Flagged" in inbox.flags[poisoned]


def test_an_older_answer_does_not_win_over_a_newer_one(cast: Cast, entry: CalendarEntry, inbox: Inbox) -> None:
    for mail_ in tried("mail-answers-out-of-order", entry, cast.member):
        inbox.put(mail_)

    read()

    assert Attendance.objects.get(person=cast.member).answer == "accepted"
    assert not CalendarQuestion.objects.exists()


def test_an_answer_from_another_address_is_flagged_and_changes_nothing(
    cast: Cast, entry: CalendarEntry, inbox: Inbox
) -> None:
    keys = [inbox.put(mail_) for mail_ in tried("mail-from-alias", entry, cast.member)]

    assert read() == 0

    assert len(keys) == 2
    assert all(r"\Flagged" in inbox.flags[key] for key in keys)
    assert Attendance.objects.get(person=cast.member).answer == ""


def test_an_answer_in_a_charset_of_mails_is_read(cast: Cast, entry: CalendarEntry, inbox: Inbox) -> None:
    (mail_,) = tried("mail-charset-iso-2022-jp", entry, cast.member)
    inbox.put(mail_)

    assert read() == 1

    assert Attendance.objects.get(person=cast.member).answer == "accepted"


@pytest.mark.parametrize("which", [0, 1])
def test_a_time_without_a_known_zone_is_on_the_wall_of_who_answers(
    cast: Cast, entry: CalendarEntry, inbox: Inbox, which: int
) -> None:
    inbox.put(tried("counter-without-known-zone", entry, cast.member)[which])

    assert read() == 1

    assert SlotProposal.objects.get().slots.get().starts_at == soon(hour=15)


def report(address: str, *, status: str = "5.1.1", action: str = "failed") -> bytes:
    """As Postfix writes it, the mail that came back beside it."""
    return f"""From: MAILER-DAEMON@mx.example.jp
To: aizuchi@example.jp
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

Subject: Aizuchi
--b--
""".encode()


@pytest.fixture
def invited(cast: Cast) -> Person:
    person = cast.colleague
    person.set_unusable_password()
    person.save()
    Invitation.objects.create(person=person, invited_at=timezone.now(), sent_at=timezone.now())
    return person


@pytest.mark.parametrize(
    ("status", "told"),
    [("5.1.1", "no such mailbox"), ("5.2.2", "full"), ("5.7.26", "turns our mails away"), ("5.0.0", "came back")],
)
def test_an_invitation_that_comes_back_later_is_told_with_its_reason(
    cast: Cast, invited: Person, inbox: Inbox, client_for: Callable[[Person], Any], status: str, told: str
) -> None:
    key = inbox.put(report((invited.email or "").upper(), status=status))

    assert read() == 1

    invitation = Invitation.objects.get(person=invited)
    assert (invitation.problem, invitation.sent_at) == (f"bounced {status}", None)
    assert inbox.flags[key] == {r"\Seen"}
    cast.hr.language = "en"
    cast.hr.save()
    page = client_for(cast.hr).get("/people/invitations/").content.decode()
    assert told in page
    assert "Correct the address" in page


def test_what_is_late_or_nobodys_invitation_is_put_away(cast: Cast, invited: Person, inbox: Inbox) -> None:
    keys = [
        inbox.put(report(invited.email or "", status="4.4.7", action="delayed")),
        inbox.put(report("somebody@elsewhere.example")),
        inbox.put(report(cast.member.email or "")),
    ]

    assert read() == 0

    assert [(one.person, one.problem) for one in Invitation.objects.all()] == [(invited, "")]
    assert [inbox.flags[key] for key in keys] == [{r"\Seen"}] * 3
