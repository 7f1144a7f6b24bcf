"""Afterwards: wrap it up, or say that it did not take place. Once."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.reminders.reading import address, meetings_of, reminded_meetings
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_time

State = Meeting.State
AFTER = datetime.timedelta(hours=1)
AT_MOST = datetime.timedelta(days=3)


def find(now: datetime.datetime) -> Iterator[Due]:
    lately = reminded_meetings(now).filter(_is_open(), starts_at__gt=now - AT_MOST, starts_at__lt=now - AFTER)
    for meeting in lately:
        ends_at = _end(meeting)
        for person in (meeting.pair.mentee, meeting.pair.mentor):
            if ends_at + AFTER <= now:
                yield Due(
                    person_id=person.pk,
                    key=str(meeting.pk),
                    subject_id=meeting.pk,
                    due_at=ends_at + AFTER,
                    expires_at=ends_at + AT_MOST + datetime.timedelta(days=2),
                )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    meetings = meetings_of(notices, now)
    return {
        notice.pk: _compose_message(meeting, notice.person)
        for notice in notices
        if (meeting := meetings.get(notice.subject_id)) and _needs_closing(meeting, now)
    }


def _compose_message(meeting: Meeting, person: Person) -> Message:
    assert meeting.starts_at is not None
    with speaking_to(person):
        told = {"name": meeting.pair.partner_of(person).short_name, "time": format_time(meeting.starts_at)}
        if meeting.state == State.HELD:
            return Message(
                kind=CLOSING.code,
                subject=_("Your 1on1 with %(name)s: what do you want to keep?") % told,
                lines=(
                    _("Two minutes now save the thought for next time: what you agreed on, and when you meet again."),
                ),
                link=address("wrapup", meeting.pk),
                link_label=_("Wrap it up"),
            )
        return Message(
            kind=CLOSING.code,
            subject=_("Did your 1on1 with %(name)s take place?") % told,
            lines=(
                _("It was planned for %(time)s. If it did not, pick a new day: what you prepared comes along.") % told,
            ),
            link=address("pair", meeting.pair_id),
            link_label=_("Answer in one tap"),
        )


def _is_open() -> Q:
    return Q(state=State.PLANNED, asked_at__isnull=True) | Q(state=State.HELD)


def _needs_closing(meeting: Meeting, now: datetime.datetime) -> bool:
    if meeting.starts_at is None or meeting.starts_at > now:
        return False
    return meeting.state == State.HELD or (meeting.state == State.PLANNED and meeting.asked_at is None)


def _end(meeting: Meeting) -> datetime.datetime:
    assert meeting.starts_at is not None
    return meeting.ended_at or meeting.starts_at + datetime.timedelta(minutes=meeting.minutes)


CLOSING = NotificationType(
    code="closing",
    label=gettext_lazy("After a 1on1: wrapping up"),
    explanation=gettext_lazy("An hour later, if it is not wrapped up. Once."),
    find=find,
    compose=compose,
)
