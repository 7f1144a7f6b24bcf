"""What would end with pairs: the 1on1s that have a date already."""

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from aizuchi.meetings.models import Meeting
from aizuchi.pairs.endings import list_ending_pairs
from aizuchi.people.endings import ConsideredChange, Endings
from aizuchi.people.models import Organization

AT_ONCE = 1000


def foretell_endings(organization: Organization, change: ConsideredChange, now: datetime.datetime) -> Endings:
    pairs = list_ending_pairs(organization, change, now=now)
    lost = _count_lost({pair.pair_id: pair.until_on for pair in pairs}, ZoneInfo(organization.time_zone), now)
    return Endings(pairs=tuple(replace(pair, meetings=lost[pair.pair_id]) for pair in pairs))


def _count_lost(
    until_on: Mapping[uuid.UUID, datetime.date], zone: ZoneInfo, now: datetime.datetime
) -> Counter[uuid.UUID]:
    """Planned 1on1s that lie ahead, from the pair's first day without on."""
    keys, lost = sorted(until_on), Counter[uuid.UUID]()
    for start in range(0, len(keys), AT_ONCE):
        ahead = Meeting.objects.filter(
            pair__in=keys[start : start + AT_ONCE], state=Meeting.State.PLANNED, starts_at__gt=now
        )
        for pair_id, starts_at in ahead.values_list("pair", "starts_at"):
            if starts_at and starts_at.astimezone(zone).date() >= until_on[pair_id]:
                lost[pair_id] += 1
    return lost
