"""Where a 1on1 could move to, as a mail offers it: the best times that both have."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from aizuchi.calendars.finding import Span, Window, find_slots, window_of
from aizuchi.calendars.queries import explain_slot, load_sides
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person

AHEAD = datetime.timedelta(weeks=2)
NOTICE = datetime.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class QuickTime:
    starts_at: datetime.datetime
    reason: str


def list_quick_times(*, meeting: Meeting, viewer: Person, now: datetime.datetime) -> list[QuickTime]:
    """Best first. `meeting` needs its pair with both persons and their organization; its own time counts as free."""
    partner = meeting.pair.partner_of(viewer)
    window = window_of(now + NOTICE, now + AHEAD)
    taken = _list_taken([viewer.pk, partner.pk], window, but=meeting)
    first, second = load_sides([viewer, partner], window=window, taken=taken)
    slots = find_slots(
        sides=(first, second),
        minutes=meeting.minutes,
        window=window,
        due_at=meeting.starts_at,
        usual_at=meeting.starts_at,
        in_person=meeting.place_kind == Meeting.Place.IN_PERSON,
    )
    return [
        QuickTime(starts_at=slot.starts_at, reason=explain_slot(slot, partner=partner))
        for slot in slots
        if slot.starts_at != meeting.starts_at
    ]


def _list_taken(people: Collection[uuid.UUID], window: Window, *, but: Meeting) -> dict[uuid.UUID, list[Span]]:
    rows = Meeting.objects.filter(
        Q(pair__mentee__in=people) | Q(pair__mentor__in=people),
        state=Meeting.State.PLANNED,
        starts_at__gte=window.starts_at - datetime.timedelta(hours=8),
        starts_at__lt=window.ends_at,
    ).exclude(pk=but.pk)
    taken: dict[uuid.UUID, list[Span]] = defaultdict(list)
    for starts_at, minutes, mentee, mentor in rows.values_list("starts_at", "minutes", "pair__mentee", "pair__mentor"):
        if starts_at:
            span = Span(starts_at, starts_at + datetime.timedelta(minutes=minutes))
            taken[mentee].append(span)
            taken[mentor].append(span)
    return taken
