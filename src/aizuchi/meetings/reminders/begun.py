"""The other has begun, at another time than was planned: the way in, now or not at all."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.meetings.events import MeetingNotBegun, MeetingStarted
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.reminders.reading import address
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_time

AT_MOST = datetime.timedelta(hours=1)
NOT_BEGUN = ":not-begun"


def tell_who_did_not_press(event: MeetingStarted) -> None:
    if not event.is_unexpected:
        return
    meeting = Meeting.objects.select_related("pair__mentee", "pair__mentor").get(pk=event.meeting_id)
    assert meeting.started_at is not None
    others = [one for one in (meeting.pair.mentee, meeting.pair.mentor) if one.pk != event.actor_id]
    dues = [
        Due(
            person_id=person.pk,
            key=_key(meeting.pk, meeting.started_at),
            subject_id=meeting.pk,
            due_at=meeting.started_at,
            expires_at=meeting.started_at + AT_MOST,
        )
        for person in others
    ]
    raise_notices(notification_type=BEGUN, dues=dues, now=meeting.started_at)


def tell_who_was_told(event: MeetingNotBegun) -> None:
    """Whoever heard that it began; where that still waits, it is never told."""
    key = _key(event.meeting_id, event.began_at)
    told = Notice.objects.filter(notification_type=BEGUN.code, key=key, handed_out_at__isnull=False).exclude(
        person=event.actor_id
    )
    meeting = Meeting.objects.get(pk=event.meeting_id)
    assert meeting.not_begun_at is not None
    dues = [
        Due(
            person_id=notice.person_id,
            key=key + NOT_BEGUN,
            subject_id=meeting.pk,
            due_at=meeting.not_begun_at,
            expires_at=meeting.not_begun_at + AT_MOST,
        )
        for notice in told
    ]
    raise_notices(notification_type=BEGUN, dues=dues, now=meeting.not_begun_at)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    rows = Meeting.objects.filter(pk__in={notice.subject_id for notice in notices})
    found = {meeting.pk: meeting for meeting in rows.select_related("pair__mentee", "pair__mentor")}
    messages = {}
    for notice in notices:
        meeting = found.get(notice.subject_id)
        if meeting is None:
            continue
        is_over = notice.key.endswith(NOT_BEGUN)
        if is_over and meeting.state == Meeting.State.PLANNED and meeting.not_begun_at:
            messages[notice.pk] = _compose_not_begun(meeting, notice.person)
        elif not is_over and meeting.state == Meeting.State.HELD and meeting.ended_at is None:
            messages[notice.pk] = _compose_begun(meeting, notice.person)
    return messages


def _key(meeting_id: uuid.UUID, began_at: datetime.datetime) -> str:
    return f"{meeting_id}:{began_at:%Y-%m-%dT%H:%M:%S}"


def _compose_begun(meeting: Meeting, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": meeting.pair.partner_of(person).short_name}
        return Message(
            kind=BEGUN.code,
            subject=_("%(name)s has begun your 1on1") % told,
            lines=(_("If the two of you are talking now, come in. If not, “not yet” there takes it back whole."),),
            link=address("session", meeting.pk),
            link_label=_("Go in"),
        )


def _compose_not_begun(meeting: Meeting, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": meeting.pair.partner_of(person).short_name}
        if meeting.starts_at:
            line = _("It stands for %(time)s, as before.") % {"time": format_time(meeting.starts_at)}
        else:
            line = _("It has no date, as before.")
        return Message(
            kind=BEGUN.code,
            subject=_("%(name)s said “not yet”: your 1on1 has not begun") % told,
            lines=(line, _("There is nothing you need to do.")),
            link=address("prepare", meeting.pk),
            link_label=_("Have a look"),
        )


BEGUN = NotificationType(
    code="begun",
    label=gettext_lazy("When a 1on1 begins at another time"),
    explanation=gettext_lazy("At once, when the other begins it earlier than planned."),
    compose=compose,
    is_urgent=True,
)
