"""Which 1on1s there are: coming, latest, past, waiting for a word. Each with a fixed number of queries."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from aizuchi.catalogue.purposes import ICONS, INVITATIONS, Purpose
from aizuchi.kernel.prepared import prepared
from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting, MeetingQuerySet
from aizuchi.meetings.operations.suggest import are_there, suggest_start
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person, unseen

State = Meeting.State
TOOK_PLACE = (State.HELD, State.CLOSED)
# After this long without a word we ask whether it took place.
ASK_AFTER = datetime.timedelta(hours=3)
STILL_RUNNING = datetime.timedelta(hours=24)
LEFT_OPEN = datetime.timedelta(hours=12)
NEWS = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class MeetingRow:
    """A 1on1 as one of the two sees it in a list."""

    id: uuid.UUID
    pair_id: uuid.UUID
    pair_kind: str
    partner: Person
    is_mentee: bool
    state: str
    starts_at: datetime.datetime | None
    started_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    minutes: int
    place_kind: str
    place: str
    video_url: str
    version: int
    intent: str
    """One of the five purposes, as whoever listens named it for this time."""
    may_arrange: bool
    not_begun_at: datetime.datetime | None = None
    """When the other took its start back, for as long as that is news."""

    @property
    def ends_at(self) -> datetime.datetime | None:
        return self.starts_at + datetime.timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def is_video(self) -> bool:
        return self.place_kind == Meeting.Place.VIDEO

    @property
    def is_running(self) -> bool:
        return self.state == State.HELD and self.ended_at is None

    @property
    def intent_label(self) -> str:
        return str(Purpose(self.intent).label) if self.intent else ""

    @property
    def intent_invitation(self) -> str:
        return str(INVITATIONS[self.intent]) if self.intent else ""

    @property
    def intent_icon(self) -> str:
        return ICONS.get(self.intent, "")

    @property
    def waits_for_wrap_up(self) -> bool:
        return self.state == State.HELD and self.ended_at is not None


def row_of(meeting: Meeting, *, viewer: Person, now: datetime.datetime) -> MeetingRow:
    """`meeting` needs its pair with both persons."""
    pair = meeting.pair
    return MeetingRow(
        id=meeting.pk,
        pair_id=pair.pk,
        pair_kind=pair.kind,
        partner=pair.partner_of(viewer),
        is_mentee=pair.mentee_id == viewer.pk,
        state=meeting.state,
        starts_at=meeting.starts_at,
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        minutes=meeting.minutes,
        place_kind=meeting.place_kind,
        place=meeting.place,
        video_url=meeting.video_url,
        version=meeting.version,
        intent=meeting.intent,
        may_arrange=policies.may_arrange(viewer, pair, now),
        not_begun_at=_news_of_no_start(meeting, viewer, now),
    )


def _news_of_no_start(meeting: Meeting, viewer: Person, now: datetime.datetime) -> datetime.datetime | None:
    at = meeting.not_begun_at if meeting.not_begun_by_id != viewer.pk else None
    return at if at and meeting.state == State.PLANNED and now - at < NEWS else None


def is_coming(now: datetime.datetime) -> Q:
    running = Q(state=State.HELD, ended_at__isnull=True, started_at__gte=now - STILL_RUNNING)
    return running | Q(state=State.PLANNED, starts_at__gte=now - ASK_AFTER)


def is_undated() -> Q:
    return Q(state=State.PLANNED, starts_at__isnull=True)


def needs_closing(now: datetime.datetime) -> Q:
    """Past their time, never started nor closed, and not asked about yet."""
    past = Q(state=State.PLANNED, starts_at__lt=now - ASK_AFTER)
    open_end = Q(state=State.HELD, ended_at__isnull=True, started_at__lt=now - LEFT_OPEN)
    return (past | open_end) & Q(asked_at__isnull=True)


def waits_for_wrap_up(now: datetime.datetime) -> Q:
    """Ended in the last two weeks and not wrapped up."""
    return Q(state=State.HELD, ended_at__gte=now - datetime.timedelta(days=14))


def list_needing_closing(
    *, viewer: Person, now: datetime.datetime, pair_id: uuid.UUID, limit: int = 3
) -> list[MeetingRow]:
    """Did they take place? One query."""
    rows = meetings_of(viewer).filter(needs_closing(now), pair=pair_id).order_by("-starts_at")[:limit]
    return [row_of(meeting, viewer=viewer, now=now) for meeting in rows]


def find_next_meeting(*, viewer: Person, pair_id: uuid.UUID) -> uuid.UUID | None:
    """The earliest that is planned, dated or not. None only where nothing is planned for a pair that is over."""
    planned = Meeting.objects.visible_to(viewer).filter(pair=pair_id, state=State.PLANNED)
    return planned.order_by(F("starts_at").asc(nulls_last=True)).values_list("pk", flat=True).first()


def next_by_pair(
    *, viewer: Person, pair_ids: Collection[uuid.UUID], now: datetime.datetime, but: uuid.UUID | None = None
) -> dict[uuid.UUID, MeetingRow]:
    """The one to prepare: what is running, else the earliest date, else the undated one. One query.

    `but` leaves out the meeting the two are in.
    """
    rows = _find_ahead(viewer=viewer, pair_ids=sorted(pair_ids), but=but)
    found: dict[uuid.UUID, MeetingRow] = {}
    for meeting in sorted(rows, key=_nearness):
        found.setdefault(meeting.pair_id, row_of(meeting, viewer=viewer, now=now))
    return found


@prepared
def _find_ahead(viewer: Person, pair_ids: list[uuid.UUID], but: uuid.UUID | None) -> QuerySet[Meeting]:
    rows = meetings_of(viewer).filter(pair__in=pair_ids)
    rows = rows.exclude(pk=but) if but else rows
    return rows.filter(Q(state=State.PLANNED) | Q(state=State.HELD, ended_at__isnull=True))


def latest_by_pair(
    *, viewer: Person, pair_ids: Collection[uuid.UUID], now: datetime.datetime
) -> dict[uuid.UUID, MeetingRow]:
    """The latest one that took place. One query, however long the history is."""
    took_place = Meeting.objects.filter(pair=OuterRef("pk"), state__in=TOOK_PLACE).order_by("-starts_at")
    latest = Pair.objects.filter(pk__in=pair_ids).annotate(latest=Subquery(took_place.values("pk")[:1]))
    rows = meetings_of(viewer).filter(pk__in=latest.values("latest"))
    return {meeting.pair_id: row_of(meeting, viewer=viewer, now=now) for meeting in rows}


def count_by_pair(*, viewer: Person, pair_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many 1on1s each pair has held. One query."""
    held = Meeting.objects.visible_to(viewer).filter(pair__in=pair_ids, state__in=TOOK_PLACE)
    return dict(held.order_by().values_list("pair").annotate(Count("pk")))


def number_of(*, viewer: Person, meeting: Meeting) -> int:
    """Which 1on1 of the pair this is or will be, counted from one. One query."""
    before = meeting.started_at
    counted = _count_held(viewer=viewer, pair_id=meeting.pair_id, but=meeting.pk, before=before)
    return (counted[0] if counted else 0) + 1


def held_before(viewer: Person, meeting: Meeting) -> MeetingQuerySet:
    """Those of the pair that `number_of` counts, as a query that asks nothing of `meeting` but its key."""
    this = Meeting.objects.filter(pk=meeting.pk)
    held = Meeting.objects.visible_to(viewer).filter(pair=Subquery(this.values("pair")), state__in=TOOK_PLACE)
    is_before = Q(started_at__lt=Subquery(this.values("started_at"))) | Exists(this.filter(started_at=None))
    return held.filter(is_before).exclude(pk=meeting.pk)


@prepared
def _count_held(
    viewer: Person, pair_id: uuid.UUID, but: uuid.UUID, before: datetime.datetime | None
) -> QuerySet[Meeting, int]:
    held = Meeting.objects.visible_to(viewer).filter(pair=pair_id, state__in=TOOK_PLACE).exclude(pk=but)
    held = held.filter(started_at__lt=before) if before else held
    return held.order_by().values("pair").annotate(number=Count("pk")).values_list("number", flat=True)


def find_given_up_date(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> MeetingRow | None:
    """The date taken off this meeting within the last day, as long as it can be restored. One query at most."""
    if meeting.starts_at is not None or meeting.state != State.PLANNED:
        return None
    lately = meetings_of(viewer).filter(continued_as=meeting, cancelled_at__gte=now - datetime.timedelta(days=1))
    found = lately.filter(starts_at__gt=now).order_by("-cancelled_at").first()
    return row_of(found, viewer=viewer, now=now) if found else None


def suggest_next_start(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> datetime.datetime | None:
    """When this pair could meet after `meeting`, in the viewer's time zone; leaves of either pause it. One query."""
    pair = meeting.pair
    latest = meeting.starts_at or now
    leaves = Leave.objects.filter(person__in=[pair.mentee_id, pair.mentor_id])
    return suggest_start(
        latest=timezone.localtime(latest, ZoneInfo(viewer.time_zone)),
        cadence=pair.cadence,
        now=now,
        is_free=are_there(list(leaves.values_list("starts_on", "until_on"))),
    )


def meetings_of(viewer: Person) -> MeetingQuerySet:
    """With what `row_of` needs."""
    meetings = Meeting.objects.visible_to(viewer).select_related("pair__mentee", "pair__mentor")
    return meetings.defer("pair__purpose", "pair__care", "pair__wish", *unseen("pair__mentee", "pair__mentor"))


def _nearness(meeting: Meeting) -> tuple[int, datetime.datetime]:
    if meeting.state == State.HELD:
        return (0, meeting.starts_at or meeting.created_at)
    return (1, meeting.starts_at) if meeting.starts_at else (2, meeting.created_at)
