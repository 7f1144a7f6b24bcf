"""Answers that came by mail: noted, asked about, or handed on to the other as a time to choose.

A mail is easily forged, so an answer changes nothing by itself: it is shown, or asks somebody who is signed in.
"""

import datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.db import transaction

from aizuchi.calendars.adapters.mailbox import Mailbox, open_mailbox
from aizuchi.calendars.events import NotPossible, OtherTimeWanted
from aizuchi.calendars.ics.apart import read_reply
from aizuchi.calendars.ics.replies import Reply
from aizuchi.calendars.ics.walls import Unreadable
from aizuchi.calendars.models import Attendance, Question
from aizuchi.calendars.syncing.asking import ask
from aizuchi.kernel.events import publish

log = structlog.get_logger()
Answer = Attendance.Answer


class NotForUs(Exception):
    """No answer to one of our invitations, or not from whom it says."""


def read_mailbox(*, now: datetime.datetime) -> int:
    """Works off what is unread; returns how many answers were taken. A mail read twice changes nothing twice."""
    if not settings.CALENDAR_MAILBOX_URL:
        return 0
    with open_mailbox(settings.CALENDAR_MAILBOX_URL) as mailbox:
        return sum(_work_off(mailbox, key, now=now) for key in mailbox.list_unread())


def _work_off(mailbox: Mailbox, key: str, *, now: datetime.datetime) -> bool:
    try:
        take_mail(mailbox.read(key), now=now)
    except (Unreadable, NotForUs) as problem:
        mailbox.put_away(key, is_odd=isinstance(problem, Unreadable))
        return False
    mailbox.put_away(key, is_odd=False)
    return True


@transaction.atomic
def take_mail(raw: bytes, *, now: datetime.datetime) -> None:
    """Raises Unreadable, NotForUs."""
    mail = message_from_bytes(raw, policy=policy.default)
    reply = read_reply(_calendar_part(mail))
    sender = parseaddr(str(mail.get("From", "")))[1].lower()
    if not sender or sender != reply.email:
        raise NotForUs
    attendances = Attendance.objects.select_for_update(of=("self",)).select_related("entry", "person__organization")
    attendance = attendances.filter(
        entry__uid=reply.uid, entry__prepares__isnull=True, person__email__iexact=sender
    ).first()
    if attendance is None:
        raise NotForUs
    _take(reply, attendance, now=now)


def _calendar_part(mail: EmailMessage) -> bytes:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            try:
                content = part.get_payload(decode=True)
            except (MessageError, ValueError, LookupError) as error:
                raise Unreadable(type(error).__name__) from error
            return content if isinstance(content, bytes) else b""
    raise NotForUs


def _take(reply: Reply, attendance: Attendance, *, now: datetime.datetime) -> None:
    entry = attendance.entry
    if entry.called_off_at or entry.ends_at <= now or reply.sequence < entry.sequence:
        return  # an answer to what is no longer so
    if reply.is_counter and (reply.starts_at, reply.ends_at) != (entry.starts_at, entry.ends_at):
        _hand_on(reply, attendance)
        return
    was, attendance.answer = attendance.answer, reply.answer
    attendance.save(update_fields=["answer"])
    if reply.answer == Answer.DECLINED and was != Answer.DECLINED:
        ask(entry=entry, person=attendance.person, kind=Question.Kind.DECLINED, now=now)


def _hand_on(reply: Reply, attendance: Attendance) -> None:
    """A time that cannot be is not offered to anybody."""
    assert reply.starts_at is not None
    assert reply.ends_at is not None
    wanted = OtherTimeWanted(
        meeting_key=attendance.entry.meeting_key,
        person_id=attendance.person_id,
        starts_at=reply.starts_at,
        ends_at=reply.ends_at,
    )
    try:
        with transaction.atomic():
            publish(wanted)
    except NotPossible:
        log.info("counter-proposal not possible", entry=str(attendance.entry_id))
