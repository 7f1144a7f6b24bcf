"""Shortly before: the brief, for whoever responds."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.policies import responds
from aizuchi.meetings.reminders.reading import address, meetings_of, reminded_meetings
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_time

BEFORE = datetime.timedelta(minutes=15)


def find(now: datetime.datetime) -> Iterator[Due]:
    soon = reminded_meetings(now).filter(state=Meeting.State.PLANNED, starts_at__gt=now, starts_at__lte=now + BEFORE)
    for meeting in soon:
        for person in (meeting.pair.mentee, meeting.pair.mentor):
            if meeting.starts_at and responds(person, meeting.pair):
                yield Due(
                    person_id=person.pk,
                    key=f"{meeting.pk}:{meeting.starts_at.isoformat()}",
                    subject_id=meeting.pk,
                    due_at=meeting.starts_at - BEFORE,
                    expires_at=meeting.starts_at,
                )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    meetings = meetings_of(notices, now)
    return {
        notice.pk: _compose_message(meeting, notice.person)
        for notice in notices
        if (meeting := meetings.get(notice.subject_id))
        and meeting.state == Meeting.State.PLANNED
        and meeting.starts_at
        and notice.key.endswith(meeting.starts_at.isoformat())
    }


def _compose_message(meeting: Meeting, person: Person) -> Message:
    assert meeting.starts_at is not None
    with speaking_to(person):
        told = {"name": meeting.pair.partner_of(person).short_name, "time": format_time(meeting.starts_at)}
        return Message(
            kind=BRIEF.code,
            subject=_("Soon: your 1on1 with %(name)s, %(time)s") % told,
            lines=(_("Ten seconds are enough to see what is on %(name)s's mind, and how to be there for it.") % told,),
            link=address("brief", meeting.pk),
            link_label=_("See it at a glance"),
        )


BRIEF = NotificationType(
    code="brief",
    label=gettext_lazy("Shortly before a 1on1: what to know"),
    explanation=gettext_lazy("A quarter of an hour before, for whoever responds."),
    find=find,
    compose=compose,
    is_urgent=True,
)
