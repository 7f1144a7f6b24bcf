"""The working day before: have you chosen what to talk about?"""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.meetings.models import AgendaItem, Meeting, Preparation
from aizuchi.meetings.policies import brings_topics
from aizuchi.meetings.quick_links import Purpose, make_quick_link
from aizuchi.meetings.reminders.reading import key_of, meetings_of, reminded_meetings
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.timing import at_clock
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_time

AT = datetime.time(9, 30)
LOOKED_AHEAD = datetime.timedelta(days=5)
TOO_LATE = datetime.timedelta(minutes=30)


def find(now: datetime.datetime) -> Iterator[Due]:
    ahead = reminded_meetings(now).filter(
        state=Meeting.State.PLANNED, starts_at__gt=now + TOO_LATE, starts_at__lt=now + LOOKED_AHEAD
    )
    for meeting in ahead:
        for person in (meeting.pair.mentee, meeting.pair.mentor):
            if brings_topics(person, meeting.pair) and (due_at := _remind_at(meeting, person)) <= now:
                yield Due(
                    person_id=person.pk,
                    key=key_of(meeting, person),
                    subject_id=meeting.pk,
                    due_at=due_at,
                    expires_at=_start(meeting) - TOO_LATE,
                )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    meetings = meetings_of(notices, now)
    prepared = _list_prepared(meetings)
    messages = {}
    for notice in notices:
        meeting = meetings.get(notice.subject_id)
        if meeting and _is_as_announced(meeting, notice) and (meeting.pk, notice.person_id) not in prepared:
            messages[notice.pk] = _compose_message(meeting, notice.person)
    return messages


def _compose_message(meeting: Meeting, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": meeting.pair.partner_of(person).short_name, "time": format_time(_start(meeting))}
        return Message(
            kind=PREPARE.code,
            subject=_("Your 1on1 with %(name)s: %(time)s") % told,
            lines=(
                _("Is there something you would like to talk about? A topic or two is enough, and it takes a minute."),
                *(
                    [_("%(name)s has said what this 1on1 is for; you see it when you get ready.") % told]
                    if meeting.intent
                    else []
                ),
            ),
            link=make_quick_link(Purpose.TOPICS, person=person, meeting=meeting),
            link_label=_("Choose topics"),
            second_link=make_quick_link(Purpose.MOVE, person=person, meeting=meeting),
            second_label=_("Move it"),
            aside=_("Both links are for you alone, need no sign-in, and work until the 1on1 begins."),
        )


def _say_intent(name: str) -> str:
    """That there is one. Which, stands where only the two read."""
    return _("%(name)s has said what this 1on1 is for; you see it when you get ready.") % {"name": name}


def _list_prepared(meetings: Mapping[uuid.UUID, Meeting]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Who finished preparing, or has brought something already."""
    finished = Preparation.objects.filter(meeting__in=meetings, finished_at__isnull=False)
    brought = AgendaItem.objects.present().filter(meeting__in=meetings)
    return {
        *finished.values_list("meeting_id", "person_id"),
        *brought.order_by().values_list("meeting_id", "owner_id").distinct(),
    }


def _is_as_announced(meeting: Meeting, notice: Notice) -> bool:
    return (
        meeting.state == Meeting.State.PLANNED
        and meeting.starts_at is not None
        and key_of(meeting, notice.person) == notice.key
    )


def _remind_at(meeting: Meeting, person: Person) -> datetime.datetime:
    """Half past nine on the working day before, where that person is."""
    zone = ZoneInfo(person.time_zone)
    day = _start(meeting).astimezone(zone).date() - datetime.timedelta(days=1)
    while day.weekday() >= 5:
        day -= datetime.timedelta(days=1)
    return at_clock(day, AT, zone)


def _start(meeting: Meeting) -> datetime.datetime:
    assert meeting.starts_at is not None
    return meeting.starts_at


PREPARE = NotificationType(
    code="prepare",
    label=gettext_lazy("Before a 1on1: choosing topics"),
    explanation=gettext_lazy("The working day before, if you have not chosen any yet."),
    find=find,
    compose=compose,
)
