"""What two people talked about over time. Every read is bounded, however long they have been meeting."""

import datetime
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from aizuchi.kernel.prepared import prepared
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.queries.agenda import Agenda, list_agendas
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

State = Meeting.State
TOOK_PLACE = (State.HELD, State.CLOSED)


@dataclass(frozen=True)
class PastMeeting:
    id: uuid.UUID
    state: str
    starts_at: datetime.datetime
    minutes: int  # as long as it took, or was planned to take
    summary_id: uuid.UUID | None
    gains_id: uuid.UUID | None
    note_id: uuid.UUID | None
    agenda: Agenda


@dataclass(frozen=True)
class HistoryPage:
    meetings: tuple[PastMeeting, ...]
    earlier_before: datetime.datetime | None  # hand it in to get the page before this one


@dataclass(frozen=True)
class AskedTopic:
    """One wish in one meeting: which topic, how to be met. No words."""

    meeting_id: uuid.UUID
    on: datetime.datetime
    topic: str
    icon: str
    response: str
    response_key: str
    response_icon: str


@dataclass(frozen=True)
class AskedTopics:
    """What somebody asked for in their latest 1on1s, the newest first."""

    asked: tuple[AskedTopic, ...]

    @property
    def by_response(self) -> list[tuple[str, str, int]]:
        """Label, icon and how often, the most frequent first."""
        counts = Counter((one.response, one.response_icon) for one in self.asked if one.response)
        return [(label, icon, count) for (label, icon), count in counts.most_common()]


def list_history(
    *,
    viewer: Person,
    pair: Pair,
    now: datetime.datetime,
    before: datetime.datetime | None = None,
    limit: int = 10,
) -> HistoryPage:
    """1on1s that took place, the newest first. Two queries."""
    found = _find_past(viewer=viewer, pair_id=pair.pk, before=before, most=limit + 1)
    shown, more = found[:limit], len(found) > limit
    for meeting in shown:
        meeting.pair = pair
    agendas = list_agendas(viewer=viewer, meetings=shown, now=now)
    meetings = tuple(_past(meeting, agendas[meeting.pk]) for meeting in shown)
    return HistoryPage(meetings, earlier_before=meetings[-1].starts_at if more else None)


@prepared
def _find_past(viewer: Person, pair_id: uuid.UUID, before: datetime.datetime | None, most: int) -> QuerySet[Meeting]:
    rows = Meeting.objects.visible_to(viewer).filter(pair=pair_id, state__in=TOOK_PLACE)
    return (rows.filter(starts_at__lt=before) if before else rows).order_by("-starts_at")[:most]


def list_asked_topics(
    *, viewer: Person, pair_ids: Collection[uuid.UUID], meetings_each: int = 6
) -> dict[uuid.UUID, AskedTopics]:
    """For the board: what was asked for in the latest few 1on1s of each pair. One query over those meetings alone."""
    latest = Meeting.objects.visible_to(viewer).filter(pair__in=pair_ids, state__in=TOOK_PLACE)
    ranked = latest.annotate(rank=Window(RowNumber(), partition_by=F("pair"), order_by=F("starts_at").desc()))
    chosen = ranked.filter(rank__lte=meetings_each).values("pk")
    items = AgendaItem.objects.visible_to(viewer).present().filter(meeting__in=chosen)
    items = items.select_related("meeting", "topic", "theme", "expected_response")
    wishes: dict[uuid.UUID, list[AskedTopic]] = {pair_id: [] for pair_id in pair_ids}
    for item in items.order_by("-meeting__starts_at", "position", "id"):
        wishes[item.meeting.pair_id].append(_asked(item))
    return {pair_id: AskedTopics(tuple(asked)) for pair_id, asked in wishes.items()}


def _past(meeting: Meeting, agenda: Agenda) -> PastMeeting:
    assert meeting.starts_at is not None  # guarded by a constraint for what took place
    minutes = meeting.minutes
    if meeting.started_at and meeting.ended_at:
        minutes = max(1, round((meeting.ended_at - meeting.started_at).total_seconds() / 60))
    return PastMeeting(
        id=meeting.pk,
        state=meeting.state,
        starts_at=meeting.starts_at,
        minutes=minutes,
        summary_id=meeting.summary_id,
        gains_id=meeting.gains_id,
        note_id=meeting.note_id,
        agenda=agenda,
    )


def _asked(item: AgendaItem) -> AskedTopic:
    assert item.meeting.starts_at is not None
    response = item.expected_response
    about = item.topic or item.theme
    return AskedTopic(
        meeting_id=item.meeting_id,
        on=item.meeting.starts_at,
        topic=about.label if about else item.title,
        icon=item.icon,
        response=response.label if response else "",
        response_key=response.key if response else "",
        response_icon=response.icon if response else "",
    )
