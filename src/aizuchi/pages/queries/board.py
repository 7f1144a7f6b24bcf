"""All one's pairs at a glance. Nobody is ranked: a row says when, and what was asked for."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.actions.queries import ActionRow, list_own_open_of_pairs
from aizuchi.catalogue.models import PairKind
from aizuchi.meetings.queries.history import AskedTopic, AskedTopics, list_asked_topics
from aizuchi.meetings.queries.meetings import MeetingRow, latest_by_pair, next_by_pair
from aizuchi.pairs.queries import PairCard, former_pairs_of, pairs_of
from aizuchi.people.models import Person

MEETINGS_DRAWN = 6
TOPICS_DRAWN = 4


@dataclass(frozen=True, kw_only=True)
class TopicLine:
    """One topic over the latest 1on1s, the oldest first; None where it was not on the agenda."""

    topic: str
    icon: str
    marks: list[AskedTopic | None]


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    card: PairCard
    latest: MeetingRow | None
    following: MeetingRow | None
    topics: list[TopicLine]
    actions: list[ActionRow]

    @property
    def is_peer(self) -> bool:
        return self.card.kind == PairKind.PEER


@dataclass(frozen=True, kw_only=True)
class Board:
    listening: list[BoardRow]
    """Where the other brings the topics."""
    talking: list[BoardRow]
    both: list[BoardRow]
    """Among peers both bring topics."""
    former: list[PairCard]

    @property
    def is_empty(self) -> bool:
        return not (self.listening or self.talking or self.both or self.former)

    @property
    def groups(self) -> list[tuple[str, list[BoardRow]]]:
        groups = [(_("You listen"), self.listening), (_("You talk"), self.talking), (_("You both talk"), self.both)]
        return [(heading, rows) for heading, rows in groups if rows]


def get_board(*, viewer: Person, now: datetime.datetime, by_wait: bool) -> Board:
    today = timezone.localdate(now)
    cards = pairs_of(viewer, on=today)
    ids = [card.id for card in cards]
    latest = latest_by_pair(viewer=viewer, pair_ids=ids, now=now)
    following = next_by_pair(viewer=viewer, pair_ids=ids, now=now)
    wishes = list_asked_topics(viewer=viewer, pair_ids=ids, meetings_each=MEETINGS_DRAWN)
    actions = list_own_open_of_pairs(viewer=viewer, pair_ids=ids, now=now)
    rows = [
        BoardRow(
            card=card,
            latest=latest.get(card.id),
            following=following.get(card.id),
            topics=draw_topics(wishes[card.id]),
            actions=actions.get(card.id, []),
        )
        for card in cards
    ]
    rows.sort(key=_waiting if by_wait else _coming)
    return Board(
        listening=[row for row in rows if not row.is_peer and not row.card.is_mentee],
        talking=[row for row in rows if not row.is_peer and row.card.is_mentee],
        both=[row for row in rows if row.is_peer],
        former=former_pairs_of(viewer, on=today),
    )


def draw_topics(wishes: AskedTopics) -> list[TopicLine]:
    """The topics that came up most, over the latest 1on1s from left to right."""
    meetings: list[uuid.UUID] = list(dict.fromkeys(one.meeting_id for one in reversed(wishes.asked)))
    frequent = Counter((one.topic, one.icon) for one in wishes.asked).most_common(TOPICS_DRAWN)
    asked = {(one.topic, one.meeting_id): one for one in wishes.asked}
    return [
        TopicLine(topic=topic, icon=icon, marks=[asked.get((topic, meeting)) for meeting in meetings])
        for (topic, icon), _count in frequent
    ]


def _coming(row: BoardRow) -> tuple[bool, float]:
    starts_at = row.following.starts_at if row.following else None
    return starts_at is None, starts_at.timestamp() if starts_at else 0


def _waiting(row: BoardRow) -> tuple[bool, float]:
    """Never met first, then whoever met longest ago."""
    starts_at = row.latest.starts_at if row.latest else None
    return starts_at is not None, starts_at.timestamp() if starts_at else 0
