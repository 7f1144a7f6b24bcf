"""Who asks for ten minutes, and what was answered. Nothing here is counted."""

import datetime
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from aizuchi.meetings.models import TalkRequest
from aizuchi.people.models import Person, unseen

Answer = TalkRequest.Answer
SHOWN_AFTER = datetime.timedelta(hours=1)
ANSWER_SHOWN = datetime.timedelta(days=2)
# To who answered, so that a slip can be mended.
SAID_SHOWN = datetime.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class TalkRow:
    id: uuid.UUID
    pair_id: uuid.UUID
    partner: Person
    is_mine: bool
    answer: str
    answer_at: datetime.datetime | None
    is_for_today: bool
    """Else it is good for the next working day, too."""

    @property
    def waits_for_me(self) -> bool:
        return not self.is_mine and not self.answer

    @property
    def waits(self) -> bool:
        return self.is_mine and not self.answer

    @property
    def may_change(self) -> bool:
        """Whoever answered may say it otherwise."""
        return not self.is_mine and self.answer in (Answer.TIME, Answer.LATER, Answer.WRITE)


def list_talks(*, viewer: Person, now: datetime.datetime, pair_id: uuid.UUID | None = None) -> list[TalkRow]:
    """What waits for either, what was answered and not put away, and the time the two agreed on. One query."""
    rows = talks_of(viewer, now)
    rows = rows.filter(pair=pair_id) if pair_id else rows
    rows = rows.select_related("pair__mentee", "pair__mentor")
    rows = rows.defer("pair__purpose", "pair__care", "pair__wish", *unseen("pair__mentee", "pair__mentor"))
    zone = ZoneInfo(viewer.time_zone)
    tomorrow = now.astimezone(zone).date() + datetime.timedelta(days=1)
    return [
        TalkRow(
            id=asked.pk,
            pair_id=asked.pair_id,
            partner=asked.pair.partner_of(viewer),
            is_mine=asked.asked_by_id == viewer.pk,
            answer=asked.answer,
            answer_at=asked.answer_at,
            is_for_today=asked.expires_at.astimezone(zone).date() <= tomorrow,
        )
        for asked in rows.order_by("created_at")
        if not (asked.answer == Answer.TIME and asked.answer_at and asked.answer_at < now - SHOWN_AFTER)
    ]


def talks_of(viewer: Person, now: datetime.datetime) -> QuerySet[TalkRequest]:
    agreed = Q(answer=Answer.TIME, answer_at__gt=now - SHOWN_AFTER) | Q(answer=Answer.DAY, answer_at__gt=now)
    told = Q(answer__in=[Answer.TIME, Answer.LATER, Answer.WRITE], asked_by=viewer, answered_at__gt=now - ANSWER_SHOWN)
    said = Q(answer__in=[Answer.LATER, Answer.WRITE], seen_at__isnull=True, answered_at__gt=now - SAID_SHOWN)
    rows = TalkRequest.objects.visible_to(viewer).filter(Q(answer="", expires_at__gt=now) | agreed | told | said)
    return rows.exclude(Q(seen_at__isnull=False, asked_by=viewer))


def last_day_of_talk(*, viewer: Person, request_id: uuid.UUID) -> datetime.date | None:
    """Today; where it was asked late, the next working day."""
    asked = TalkRequest.objects.visible_to(viewer).filter(pk=request_id).first()
    if asked is None:
        return None
    return asked.expires_at.astimezone(ZoneInfo(viewer.time_zone)).date() - datetime.timedelta(days=1)
