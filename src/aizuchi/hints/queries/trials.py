"""What somebody wants to try, and how it went. Only they ever see it."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from aizuchi.catalogue.models import PairKind
from aizuchi.hints.cards import HintCard, full
from aizuchi.hints.models import Hint, Trial
from aizuchi.hints.wording import plain
from aizuchi.kernel.prepared import prepared
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person, unseen

ASKED_FOR = datetime.timedelta(days=30)
State = Meeting.State


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A hint that was to be tried in a 1on1 which is over."""

    id: uuid.UUID
    hint_id: uuid.UUID
    plain: str
    language: str
    partner: Person
    met_on: datetime.date
    outcome: str

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Trial.Outcome.choices]


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A coming 1on1 in which the viewer responds, and could try something."""

    meeting_id: uuid.UUID
    partner: Person
    starts_at: datetime.datetime | None


def list_attempts_to_ask(
    *, viewer: Person, now: datetime.datetime, meeting_id: uuid.UUID | None = None, limit: int = 3
) -> list[Attempt]:
    """Over, and not asked about yet. Of one meeting also those answered already, so that an answer can be changed."""
    found = _find_attempts(viewer=viewer, now=now, meeting_id=meeting_id, limit=limit)
    return [_attempt(trial, viewer) for trial in found]


@prepared
def _find_attempts(viewer: Person, now: datetime.datetime, meeting_id: uuid.UUID | None, limit: int) -> QuerySet[Trial]:
    trials = _over(viewer).filter(meeting=meeting_id) if meeting_id else trials_to_ask(viewer, now)
    trials = trials.select_related("hint", "meeting__pair__mentee", "meeting__pair__mentor")
    trials = trials.defer(*unseen("meeting__pair__mentee", "meeting__pair__mentor"))
    return trials.order_by("-meeting__started_at", "pk")[:limit]


def trials_to_ask(viewer: Person, now: datetime.datetime) -> QuerySet[Trial]:
    return _over(viewer).filter(outcome="", meeting__started_at__gte=now - ASKED_FOR)


def _over(viewer: Person) -> QuerySet[Trial]:
    is_over = Q(meeting__state=State.CLOSED) | Q(meeting__state=State.HELD, meeting__ended_at__isnull=False)
    return Trial.objects.visible_to(viewer).filter(is_over, hint__hidden_at__isnull=True)


def list_kept_for(*, viewer: Person, meeting_id: uuid.UUID) -> list[HintCard]:
    """What the viewer wants to try in that 1on1. One query."""
    return [HintCard.of(hint, viewer=viewer) for hint in _find_kept(viewer=viewer, meeting_id=meeting_id)]


def trials_in(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[Trial]:
    return Trial.objects.visible_to(viewer).filter(meeting=meeting_id, outcome="")


@prepared
def _find_kept(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[Hint]:
    kept = Hint.objects.visible_to(viewer).filter(trials__in=trials_in(viewer, meeting_id))
    return full(kept, viewer=viewer, meeting_id=meeting_id).order_by("pk")


def list_occasions(*, viewer: Person, now: datetime.datetime) -> list[Occasion]:
    """The next 1on1 of each open pair in which the viewer responds. One query."""
    today = timezone.localdate(now)
    responds = Q(pair__mentor=viewer) | Q(pair__kind=PairKind.PEER)
    is_open = Q(pair__until_on__isnull=True) | Q(pair__until_on__gt=today)
    ahead = Q(state=State.PLANNED) | Q(state=State.HELD, ended_at__isnull=True)
    meetings = Meeting.objects.visible_to(viewer).filter(responds, is_open, ahead)
    meetings = meetings.select_related("pair__mentee", "pair__mentor").defer(
        *unseen("pair__mentee", "pair__mentor"), "pair__purpose", "pair__care", "pair__wish"
    )
    found: dict[uuid.UUID, Occasion] = {}
    for meeting in meetings.order_by(F("starts_at").asc(nulls_last=True), "pk"):
        partner = meeting.pair.partner_of(viewer)
        occasion = Occasion(meeting_id=meeting.pk, partner=partner, starts_at=meeting.starts_at)
        found.setdefault(meeting.pair_id, occasion)
    return list(found.values())


def _attempt(trial: Trial, viewer: Person) -> Attempt:
    meeting = trial.meeting
    assert meeting.started_at is not None
    return Attempt(
        id=trial.pk,
        hint_id=trial.hint_id,
        plain=plain(trial.hint.said("body")),
        language=trial.hint.language,
        partner=meeting.pair.partner_of(viewer),
        met_on=timezone.localdate(meeting.started_at),
        outcome=trial.outcome,
    )
