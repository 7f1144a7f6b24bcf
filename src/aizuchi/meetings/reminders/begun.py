"""The other has begun, at another time than was planned: the way in, now or not at all."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.meetings.events import MeetingStarted
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.reminders.reading import address
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import raise_notices
from aizuchi.notifications.sorts import Due, Sort
from aizuchi.people.models import Person

AT_MOST = datetime.timedelta(hours=1)


def tell_who_did_not_press(event: MeetingStarted) -> None:
    if not event.is_unexpected:
        return
    meeting = Meeting.objects.select_related("pair__mentee", "pair__mentor").get(pk=event.meeting_id)
    assert meeting.started_at is not None
    others = [one for one in (meeting.pair.mentee, meeting.pair.mentor) if one.pk != event.actor_id]
    dues = [
        Due(
            person_id=person.pk,
            key=f"{meeting.pk}:{meeting.started_at:%Y-%m-%dT%H:%M:%S}",
            subject_id=meeting.pk,
            due_at=meeting.started_at,
            expires_at=meeting.started_at + AT_MOST,
        )
        for person in others
    ]
    raise_notices(sort=BEGUN, dues=dues, now=meeting.started_at)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    rows = Meeting.objects.filter(
        pk__in={notice.subject_id for notice in notices}, state=Meeting.State.HELD, ended_at__isnull=True
    )
    running = {meeting.pk: meeting for meeting in rows.select_related("pair__mentee", "pair__mentor")}
    return {
        notice.pk: _say(running[notice.subject_id], notice.person) for notice in notices if notice.subject_id in running
    }


def _say(meeting: Meeting, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": meeting.pair.partner_of(person).short_name}
        return Message(
            kind=BEGUN.code,
            subject=_("%(name)s has begun your 1on1") % told,
            lines=(_("If the two of you are talking now, come in. If not, “not yet” there takes it back whole."),),
            link=address("session", meeting.pk),
            link_label=_("Go in"),
        )


BEGUN = Sort(
    code="begun",
    label=gettext_lazy("When a 1on1 begins at another time"),
    explanation=gettext_lazy("At once, when the other begins it earlier than planned."),
    compose=compose,
    is_urgent=True,
)
