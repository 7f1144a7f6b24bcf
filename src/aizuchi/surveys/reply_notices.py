"""Whoever replied to what was written without a name hears that answers have come: once for each exchange."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aizuchi.anonymous_answers.models import ThreadMessage
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.timing import at_clock
from aizuchi.people.models import Person
from aizuchi.people.policies import is_hr
from aizuchi.people.queries.units import units_headed_by
from aizuchi.surveys.asking import ASKING
from aizuchi.surveys.queries.result_access import ResultAccess, access_results

AT = datetime.time(10, 0)
FRESH = datetime.timedelta(days=2)
LASTS = datetime.timedelta(days=14)


def find(now: datetime.datetime) -> Iterator[Due]:
    lately = (now - FRESH - datetime.timedelta(days=1)).date()  # any wall: looked at closely below
    answers = _list_answers().filter(round__window__released_on__gte=lately)
    by_thread = {
        one.thread_id: one for one in answers.select_related("round__window__organization", "thread__board__window")
    }
    replies = ThreadMessage.objects.filter(thread__in=by_thread, written_by__isnull=False).order_by()
    for person_id, thread_id in replies.values_list("written_by", "thread").distinct():
        if (due := _make_due(person_id, by_thread[thread_id])) and due.due_at <= now < due.due_at + FRESH:
            yield due


def _list_answers() -> "QuerySet[ThreadMessage]":
    """By authors of what was written in surveys."""
    return ThreadMessage.objects.filter(written_by__isnull=True, thread__board__window__asking=ASKING).order_by("turn")


def _make_due(person_id: uuid.UUID, answer: ThreadMessage) -> Due | None:
    """One for all that came in the same exchange."""
    window = answer.round.window if answer.round else None
    if window is None or window.released_on is None:
        return None
    due_at = at_clock(window.released_on, AT, ZoneInfo(window.organization.time_zone))
    return Due(
        person_id=person_id,
        key=f"{answer.round_id}",
        subject_id=uuid.UUID(answer.thread.board.window.subject_key),
        due_at=due_at,
        expires_at=due_at + LASTS,
    )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Only to whoever still reads the words."""
    return {notice.pk: message for notice in notices if (message := _compose_message(notice, now))}


def _compose_message(notice: Notice, now: datetime.datetime) -> Message | None:
    try:
        access = access_results(notice.person, notice.subject_id, now=now)
    except Http404:
        return None
    replied = ThreadMessage.objects.filter(written_by=notice.person).values("thread")
    threads = list(
        _list_answers().filter(round=uuid.UUID(notice.key), thread__in=replied).values_list("thread", flat=True)
    )
    if not threads or not access.with_words:
        return None
    with speaking_to(notice.person):
        told = {"title": access.survey.title, "count": len(threads)}
        return Message(
            kind=REPLY_ANSWERED.code,
            subject=ngettext(
                "An answer to your reply has come: %(title)s",
                "%(count)s answers to your replies have come: %(title)s",
                len(threads),
            )
            % told,
            lines=(_("Whose they are is recorded nowhere. Please do not try to find out."),),
            link=absolute(_address(access, threads)),
            link_label=_("Read it in Aizuchi"),
        )


def _address(access: ResultAccess, threads: Sequence[uuid.UUID]) -> str:
    if len(threads) == 1:
        return reverse("surveys:reply", args=[access.survey.pk, threads[0]])
    return reverse("surveys:results", args=[access.survey.pk])


def _may_reply(person: Person, on: datetime.date) -> bool:
    return is_hr(person, on=on) or bool(units_headed_by(person.pk, on=on))


REPLY_ANSWERED = NotificationType(
    code="reply_answered",
    label=gettext_lazy("Answers to your replies"),
    explanation=gettext_lazy("When somebody whose name is not known answers what you replied to them in a survey."),
    find=find,
    compose=compose,
    is_sought_hourly=True,
    may_get=_may_reply,
)
