"""Either asks for ten minutes, at any time. No word why, no record, no figure: it is answered, or passes by."""

import datetime
import uuid
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from aizuchi.kernel.days import midnight
from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import policies
from aizuchi.meetings.events import TalkAnswered, TalkAskedFor, TalkTakenBack
from aizuchi.meetings.models import TalkRequest
from aizuchi.meetings.operations.access import access_pair
from aizuchi.meetings.operations.schedule import lock_pair
from aizuchi.people.models import Person

Answer = TalkRequest.Answer
# Asked later than this, it is good for the next working day as well.
LATE = datetime.time(16)
FARTHEST = datetime.timedelta(days=60)
KEPT = datetime.timedelta(days=14)
# An answer can be said otherwise for as long as it is shown to who asked.
CHANGEABLE = datetime.timedelta(days=2)


class TalkPassed(Refusal):
    sentence = gettext_lazy("This was answered or taken back meanwhile.")


class BadTalkTime(Refusal):
    field = "answer_at"
    sentence = gettext_lazy("Please choose a time that is still to come.")


@transaction.atomic
def ask_for_talk(*, actor: Person, pair_id: uuid.UUID, now: datetime.datetime) -> TalkRequest:
    """One waits at a time between two, whoever asked: a second tap, or the other's at the same moment, returns it."""
    pair = access_pair(viewer=actor, pair_id=pair_id)
    require(policies.may_arrange(actor, pair, now))
    lock_pair(pair)
    open_ones = TalkRequest.objects.filter(pair=pair, answer="")
    if waiting := open_ones.waiting(now).first():
        return waiting
    open_ones.update(answer=Answer.LAPSED, answered_at=now)
    TalkRequest.objects.filter(pair=pair, asked_by=actor, seen_at__isnull=True).update(seen_at=now)
    asked = TalkRequest.objects.create(
        pair=pair, asked_by=actor, created_at=now, expires_at=end_of_use(pair.partner_of(actor), now)
    )
    publish(TalkAskedFor(request_id=asked.pk, person_id=pair.partner_of(actor).pk, actor_id=actor.pk, at=now))
    return asked


@transaction.atomic
def answer_talk(
    *,
    actor: Person,
    request_id: uuid.UUID,
    answer: str,
    answer_at: datetime.datetime | None = None,
    now: datetime.datetime,
) -> TalkRequest:
    """A time, a later day, or "please write to me". Whoever answered may say it otherwise until it is taken up.

    Raises BadTalkTime, TalkPassed.
    """
    asked = _lock(actor, request_id)
    if answer not in (Answer.TIME, Answer.LATER, Answer.WRITE) or not policies.may_answer_talk(actor, asked, now):
        raise PermissionDenied
    if not may_still_answer(asked, now):
        raise TalkPassed
    if answer != Answer.WRITE and (answer_at is None or not now < answer_at < now + FARTHEST):
        raise BadTalkTime
    asked.answer, asked.answered_at = answer, now
    asked.answer_at = None if answer == Answer.WRITE else answer_at
    asked.save(update_fields=["answer", "answered_at", "answer_at"])
    publish(TalkAnswered(request_id=asked.pk, person_id=asked.asked_by_id, actor_id=actor.pk, at=now))
    return asked


@transaction.atomic
def take_talk_day(*, actor: Person, request_id: uuid.UUID, now: datetime.datetime) -> TalkRequest:
    """Whoever asked takes the day the other suggested: both see it until then. Raises TalkPassed."""
    asked = _lock(actor, request_id)
    if asked.asked_by_id != actor.pk or not policies.may_arrange(actor, asked.pair, now):
        raise PermissionDenied
    if asked.answer == Answer.DAY:
        return asked
    if asked.answer != Answer.LATER or asked.answer_at is None or asked.answer_at <= now:
        raise TalkPassed
    asked.answer, asked.answered_at = Answer.DAY, now
    asked.save(update_fields=["answer", "answered_at"])
    publish(TalkAnswered(request_id=asked.pk, person_id=asked.pair.partner_of(actor).pk, actor_id=actor.pk, at=now))
    return asked


@transaction.atomic
def withdraw_talk(*, actor: Person, request_id: uuid.UUID, now: datetime.datetime) -> TalkRequest:
    """By who asked; what is answered already is put away instead."""
    asked = _lock(actor, request_id)
    if asked.asked_by_id != actor.pk:
        raise PermissionDenied
    if asked.answer:
        asked.seen_at = now
        asked.save(update_fields=["seen_at"])
    else:
        asked.answer, asked.answered_at = Answer.WITHDRAWN, now
        asked.save(update_fields=["answer", "answered_at"])
    partner_id = asked.pair.partner_of(actor).pk
    publish(TalkTakenBack(request_id=asked.pk, person_id=partner_id, actor_id=actor.pk, at=now))
    return asked


def forget_old_talks(*, now: datetime.datetime) -> int:
    """Nobody counts what is not there."""
    count, _each = (
        TalkRequest.objects.filter(created_at__lt=now - KEPT)
        .exclude(answer__in=[Answer.LATER, Answer.DAY], answer_at__gt=now)
        .delete()
    )
    return count


def may_still_answer(asked: TalkRequest, now: datetime.datetime) -> bool:
    """For the first time while it waits; otherwise than before, as long as who asked has left the answer standing."""
    if not asked.answer:
        return asked.expires_at > now
    if asked.answer not in (Answer.TIME, Answer.LATER, Answer.WRITE) or asked.seen_at or asked.answered_at is None:
        return False
    is_over = asked.answer_at is not None and asked.answer_at <= now
    return not is_over and now - asked.answered_at < CHANGEABLE


def end_of_use(person: Person, now: datetime.datetime) -> datetime.datetime:
    """Midnight where that person is; asked late, the midnight after the next working day."""
    local = now.astimezone(ZoneInfo(person.time_zone))
    day = local.date() + datetime.timedelta(days=1)
    if local.time() >= LATE or local.weekday() >= 5:
        day += datetime.timedelta(days=1)
        while (day - datetime.timedelta(days=1)).weekday() >= 5:
            day += datetime.timedelta(days=1)
    return midnight(day, ZoneInfo(person.time_zone))


def _lock(actor: Person, request_id: uuid.UUID) -> TalkRequest:
    """Http404 for everybody but the two."""
    rows = TalkRequest.objects.visible_to(actor).select_related("pair__mentee", "pair__mentor")
    return get_object_or_404(rows.select_for_update(of=("self",)), pk=request_id)
