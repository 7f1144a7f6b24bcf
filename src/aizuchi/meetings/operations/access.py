"""Load what somebody asked for, or raise: 404 for everybody but the two, 403 for what they may see and not change."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from aizuchi.kernel.permissions import require
from aizuchi.kernel.prepared import prepared
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

MayMeeting = Callable[[Person, Meeting, datetime], bool]
MayItem = Callable[[Person, AgendaItem, datetime], bool]


@prepared
def _find_meeting(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[Meeting]:
    return _meetings(viewer).filter(pk=meeting_id)


def access_meeting(*, viewer: Person, meeting_id: uuid.UUID) -> Meeting:
    """The meeting with its pair and both persons, or Http404."""
    found = _find_meeting(viewer=viewer, meeting_id=meeting_id)
    if not found:
        raise Http404
    return found[0]


@prepared
def _find_with_latest(viewer: Person, meeting_id: uuid.UUID) -> QuerySet[Meeting]:
    this = Meeting.objects.filter(pk=meeting_id)
    is_before = Q(starts_at__lt=Subquery(this.values("starts_at"))) | Exists(this.filter(starts_at=None))
    past = Meeting.objects.filter(is_before, pair=Subquery(this.values("pair")), state__in=["held", "closed"])
    latest = past.exclude(pk=meeting_id).order_by("-starts_at").values("pk")[:1]
    return _meetings(viewer).filter(Q(pk=meeting_id) | Q(pk__in=latest))


def access_meeting_and_latest(*, viewer: Person, meeting_id: uuid.UUID) -> tuple[Meeting, Meeting | None]:
    """As `access_meeting`, with the latest 1on1 of the two before it. One query."""
    found = {meeting.pk: meeting for meeting in _find_with_latest(viewer=viewer, meeting_id=meeting_id)}
    meeting = found.pop(meeting_id, None)
    if meeting is None:
        raise Http404
    return meeting, next(iter(found.values()), None)


def access_pair(*, viewer: Person, pair_id: uuid.UUID) -> Pair:
    pairs = Pair.objects.visible_to(viewer).select_related("mentee", "mentor", "organization")
    return get_object_or_404(pairs, pk=pair_id)


def lock_meeting(*, actor: Person, meeting_id: uuid.UUID, may: MayMeeting, now: datetime) -> Meeting:
    """The meeting to change, held until the transaction ends; Http404 or PermissionDenied."""
    found = _lock_meeting(actor=actor, meeting_id=meeting_id)
    if not found:
        raise Http404
    require(may(actor, found[0], now))
    return found[0]


def lock_item(*, actor: Person, item_id: uuid.UUID, may: MayItem, now: datetime) -> AgendaItem:
    found = _lock_item(actor=actor, item_id=item_id)
    if not found:
        raise Http404
    require(may(actor, found[0], now))
    return found[0]


@prepared
def _lock_meeting(actor: Person, meeting_id: uuid.UUID) -> QuerySet[Meeting]:
    return _meetings(actor).select_for_update(of=("self",)).filter(pk=meeting_id)


@prepared
def _lock_item(actor: Person, item_id: uuid.UUID) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.visible_to(actor).select_related("meeting__pair__mentee", "meeting__pair__mentor")
    return items.select_for_update(of=("self",)).filter(pk=item_id)


def _meetings(viewer: Person) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(viewer).select_related(
        "pair__mentee", "pair__mentor", "pair__organization", "edited_by"
    )
