"""Asking a person what they meant by what happened in their calendar."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from aizuchi.calendars.models import CalendarEntry, CalendarQuestion, Connection
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.operations import send_mail
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_clock, format_day


def ask_owner(
    *,
    entry: CalendarEntry,
    person: Person,
    kind: str,
    now: datetime.datetime,
    reason: str = "",
    wanted_at: datetime.datetime | None = None,
) -> CalendarQuestion:
    """Once: an open question about the same 1on1 is asked anew instead of twice."""
    question, is_new = CalendarQuestion.objects.update_or_create(
        entry=entry,
        person=person,
        answer="",
        defaults={"kind": kind, "reason": reason[:300], "wanted_at": wanted_at, "asked_at": now},
    )
    if is_new:
        send_mail(person=person, message=_mail(question), now=now)
    return question


def tell_owner_of_refusal(connection: Connection, *, now: datetime.datetime) -> None:
    """The calendar's owner alone can mend it."""
    if connection.person:
        send_mail(person=connection.person, message=_mail_about(connection), now=now)


def _mail(question: CalendarQuestion) -> Message:
    with speaking_to(question.person):
        when = f"{format_day(question.entry.starts_at)} {format_clock(question.entry.starts_at)}"
        said = {
            CalendarQuestion.Kind.REMOVED: _(
                "Your 1on1 on %(time)s is gone from your calendar. Shall it be called off?"
            ),
            CalendarQuestion.Kind.DECLINED: _(
                "You declined your 1on1 on %(time)s in your calendar. Shall it be called off?"
            ),
            CalendarQuestion.Kind.NOT_MOVED: _("Your 1on1 stays on %(time)s: where you moved it, it cannot be."),
        }
        return Message(
            kind="calendar_question",
            subject=_("About your 1on1 on %(time)s") % {"time": when},
            lines=(
                said[CalendarQuestion.Kind(question.kind)] % {"time": when},
                *((question.reason,) if question.reason else ()),
            ),
            link=absolute(reverse("calendars:settings")),
            link_label=_("Say what you meant"),
        )


def _mail_about(connection: Connection) -> Message:
    assert connection.person is not None
    with speaking_to(connection.person):
        return Message(
            kind="calendar_refused",
            subject=_("Your calendar does not let Aizuchi in any more"),
            lines=(_("Until it is connected again, invitations come by mail, and your free times are not known."),),
            link=absolute(reverse("calendars:settings")),
            link_label=_("Connect it again"),
        )
