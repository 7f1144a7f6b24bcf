"""Somebody asks for ten minutes, or has answered. Not a word about what."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.meetings.events import TalkAnswered, TalkAskedFor
from aizuchi.meetings.models import TalkRequest
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_day, format_time

Answer = TalkRequest.Answer
ANSWER_KEPT = datetime.timedelta(days=2)


def tell_who_is_asked(event: TalkAskedFor) -> None:
    asked = TalkRequest.objects.get(pk=event.request_id)
    _tell(event.person_id, asked, key=str(asked.pk), until=asked.expires_at, now=event.at)


def tell_who_asked(event: TalkAnswered) -> None:
    asked = TalkRequest.objects.get(pk=event.request_id)
    _tell(event.person_id, asked, key=_answer_key(asked), until=event.at + ANSWER_KEPT, now=event.at)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """What was taken back, or has passed by, is not told."""
    rows = TalkRequest.objects.filter(pk__in={notice.subject_id for notice in notices})
    found = {asked.pk: asked for asked in rows.select_related("pair__mentee", "pair__mentor")}
    messages = {}
    for notice in notices:
        asked = found.get(notice.subject_id)
        if asked is None or asked.answer in (Answer.WITHDRAWN, Answer.LAPSED):
            continue
        is_asking = notice.key == str(asked.pk)
        if is_asking and not asked.answer and asked.expires_at > now:
            messages[notice.pk] = _compose_asked(asked, notice.person, now)
        elif not is_asking and _is_latest(asked, notice):
            messages[notice.pk] = _compose_answered(asked, notice.person)
    return messages


def _is_latest(asked: TalkRequest, notice: Notice) -> bool:
    """What was said otherwise since is told once, and as it is now."""
    is_for_who_asked = asked.answer != Answer.DAY
    return notice.key == _answer_key(asked) and (notice.person_id == asked.asked_by_id) == is_for_who_asked


def _answer_key(asked: TalkRequest) -> str:
    return f"{asked.pk}:answer:{asked.answered_at:%Y-%m-%dT%H:%M:%S.%f}"


def _tell(
    person_id: uuid.UUID, asked: TalkRequest, *, key: str, until: datetime.datetime, now: datetime.datetime
) -> None:
    due = Due(person_id=person_id, key=key, subject_id=asked.pk, due_at=now, expires_at=until)
    raise_notices(notification_type=TALK, dues=[due], now=now)


def _compose_asked(asked: TalkRequest, person: Person, now: datetime.datetime) -> Message:
    with speaking_to(person):
        told = {"name": asked.pair.partner_of(person).short_name}
        is_for_today = person.today(asked.expires_at) <= person.today(now) + datetime.timedelta(days=1)
        ask = _("%(name)s asks: 10 minutes today?") if is_for_today else _("%(name)s asks: 10 minutes soon?")
        return Message(
            kind=TALK.code,
            subject=ask % told,
            lines=(_("Name a time, another day, or say that %(name)s may write to you. Each takes one tap.") % told,),
            link=absolute(reverse("pair", args=[asked.pair_id])),
            link_label=_("Answer"),
        )


def _compose_answered(asked: TalkRequest, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": asked.pair.partner_of(person).short_name}
        if asked.answer == Answer.TIME and asked.answer_at:
            subject = _("%(name)s has 10 minutes: %(time)s") % {**told, "time": format_time(asked.answer_at)}
        elif asked.answer == Answer.DAY and asked.answer_at:
            subject = _("%(name)s takes %(day)s for your 10 minutes") % {**told, "day": format_day(asked.answer_at)}
        elif asked.answer == Answer.LATER and asked.answer_at:
            subject = _("%(name)s suggests %(day)s for your 10 minutes") % {**told, "day": format_day(asked.answer_at)}
        else:
            subject = _("%(name)s asks you to write what it is about") % told
        return Message(
            kind=TALK.code,
            subject=subject,
            lines=(_("You asked for 10 minutes.") if person.pk == asked.asked_by_id else _("You had suggested it."),),
            link=absolute(reverse("pair", args=[asked.pair_id])),
            link_label=_("Have a look"),
        )


TALK = NotificationType(
    code="talk",
    label=gettext_lazy("When somebody asks for 10 minutes"),
    explanation=gettext_lazy("Right away, and when you are answered."),
    compose=compose,
)
