"""Answers that came by mail: noted, asked about, or handed on to the other as a time to choose.

A mail is easily forged, so an answer changes nothing by itself: it is shown, or asks somebody who is signed in.
"""

import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from imaplib import IMAP4
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from aizuchi.accounts.operations.invitations import note_bounce
from aizuchi.calendars.adapters.mailbox import Mailbox, MailboxClosed, open_mailbox
from aizuchi.calendars.appointments import NotPossible, WantedTime, source_of
from aizuchi.calendars.bounces import is_report, read_bounces
from aizuchi.calendars.models import Attendance, CalendarQuestion
from aizuchi.calendars.syncing.owner_mails import ask_owner
from aizuchi.kernel.ics.apart import read_reply
from aizuchi.kernel.ics.replies import Reply
from aizuchi.kernel.ics.walls import Unreadable

log = structlog.get_logger()
Answer = Attendance.Answer


class NotForUs(Exception):
    """No answer to one of our invitations."""


class NotBySender(Exception):
    """An answer, but not from the address that was invited: an alias, somebody's assistant, or a forgery."""


def read_mailbox(*, now: datetime.datetime) -> int:
    """Works off what is unread; returns how many answers were taken. A mail read twice changes nothing twice."""
    if not settings.CALENDAR_MAILBOX_URL:
        return 0
    with open_mailbox(settings.CALENDAR_MAILBOX_URL) as mailbox:
        return sum(_work_off(mailbox, key, now=now) for key in mailbox.list_unread())


def _work_off(mailbox: Mailbox, key: str, *, now: datetime.datetime) -> bool:
    """One mail, whatever it is, stops no other: what cannot be taken is put away flagged, so that somebody finds it."""
    try:
        take_mail(mailbox.read(key), now=now)
    except NotForUs:
        mailbox.put_away(key, is_odd=False)
        return False
    except (OperationalError, InterfaceError, IMAP4.error, OSError):
        raise  # the database or the mailbox is away, which is not this mail's doing
    except MailboxClosed:  # this one alone cannot be fetched
        return False
    except Exception as problem:  # a mail of the wild breaks a library in more ways than can be listed
        log.warning("mail put away flagged", problem=type(problem).__name__)
        mailbox.put_away(key, is_odd=True)
        return False
    mailbox.put_away(key, is_odd=False)
    return True


@transaction.atomic
def take_mail(raw: bytes, *, now: datetime.datetime) -> None:
    """Raises Unreadable, NotForUs, NotBySender."""
    mail = message_from_bytes(raw, policy=policy.default)
    if is_report(mail):
        _take_report(mail, now=now)
        return
    reply = read_reply(_calendar_part(mail))
    attendances = Attendance.objects.select_for_update(of=("self",)).select_related("entry", "person__organization")
    invited = attendances.filter(entry__uid=reply.uid, entry__prepares__isnull=True)
    if not invited.exists():
        raise NotForUs
    sender = _sender_of(mail)
    attendance = invited.filter(person__email__iexact=sender).first() if sender and sender == reply.email else None
    if attendance is None:
        raise NotBySender
    _take(reply, attendance, now=now)


def _take_report(mail: EmailMessage, *, now: datetime.datetime) -> None:
    """Of what came back, invitations to come in are somebody's to mend. Raises Unreadable, NotForUs."""
    found = [note_bounce(addresses=bounce.addresses, status=bounce.status, now=now) for bounce in read_bounces(mail)]
    if not any(found):
        raise NotForUs


def _sender_of(mail: EmailMessage) -> str:
    """Empty where nobody can tell."""
    try:
        return parseaddr(str(mail.get("From", "")))[1].lower()
    except (MessageError, ValueError, IndexError, LookupError, AttributeError):
        return ""


def _calendar_part(mail: EmailMessage) -> bytes:
    """In UTF-8, whatever the mail was written in. Raises NotForUs, Unreadable."""
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            try:
                content = part.get_payload(decode=True)
                charset = part.get_content_charset() or "utf-8"
                return content.decode(charset).encode() if isinstance(content, bytes) else b""
            except (MessageError, ValueError, LookupError) as error:
                raise Unreadable(type(error).__name__) from error
    raise NotForUs


def _take(reply: Reply, attendance: Attendance, *, now: datetime.datetime) -> None:
    entry = attendance.entry
    if entry.called_off_at or entry.ends_at <= now or reply.sequence < entry.sequence:
        return  # an answer to what is no longer so
    if reply.said_at and attendance.answered_at and reply.said_at < attendance.answered_at:
        return  # written before the one that we have (RFC 5546, 2.1.5)
    said_at = min(reply.said_at, now) if reply.said_at else attendance.answered_at
    if reply.is_counter and _span_of(reply, attendance) != (entry.starts_at, entry.ends_at):
        Attendance.objects.filter(pk=attendance.pk).update(answered_at=said_at)
        _hand_on(reply, attendance, now=now)
        return
    was, attendance.answer, attendance.answered_at = attendance.answer, reply.answer, said_at
    attendance.save(update_fields=["answer", "answered_at"])
    if reply.answer == Answer.DECLINED and was != Answer.DECLINED and not entry.title:
        ask_owner(entry=entry, person=attendance.person, kind=CalendarQuestion.Kind.DECLINED, now=now)


def _span_of(reply: Reply, attendance: Attendance) -> tuple[datetime.datetime, datetime.datetime]:
    """Times without a zone are those on the wall of who answers."""
    assert reply.starts_at is not None
    assert reply.ends_at is not None
    zone = ZoneInfo(attendance.person.time_zone)
    begin, end = (
        moment if moment.tzinfo else moment.replace(tzinfo=zone) for moment in (reply.starts_at, reply.ends_at)
    )
    return begin.astimezone(datetime.UTC), end.astimezone(datetime.UTC)


def _hand_on(reply: Reply, attendance: Attendance, *, now: datetime.datetime) -> None:
    """A time that cannot be is not offered to anybody."""
    wanted = WantedTime(*_span_of(reply, attendance))
    key, person = attendance.entry.appointment_key, attendance.person
    try:
        with transaction.atomic():
            source_of(key).offer_other_time(key, wanted, actor=person, now=now)
    except NotPossible:
        log.info("counter-proposal not possible", entry=str(attendance.entry_id))
