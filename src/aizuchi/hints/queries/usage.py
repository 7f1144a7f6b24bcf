"""Whether hints are used, for pages that add persons up by unit. What is small must be hidden by whoever shows it."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from aizuchi.hints import policies
from aizuchi.hints.models import Showing, Trial
from aizuchi.people.models import Person
from aizuchi.people.policies import require


@dataclass(frozen=True)
class Usage:
    shown: int = 0
    """Hints somebody was shown, each once a day."""
    tried: int = 0
    """What somebody wanted to try."""
    helped: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.shown + other.shown, self.tried + other.tried, self.helped + other.helped)


def usage_by_person(
    *, viewer: Person, since: datetime.date, until: datetime.date, now: datetime.datetime
) -> dict[uuid.UUID, Usage]:
    """Of every person of the organization who met a hint from `since` to before `until`. Two queries.

    For pages that show groups: add up by unit and let `kernel.groups` decide what may be seen. Never show one person.
    PermissionDenied for those who do not look after hints.
    """
    require(policies.may_look_after_hints(viewer, now))
    days = Q(day__gte=since, day__lt=until)
    shown = Showing.objects.filter(days, viewer__organization_id=viewer.organization_id)
    usage: dict[uuid.UUID, Usage] = {}
    for person_id, number in shown.values_list("viewer").annotate(number=Count("pk")):
        usage[person_id] = Usage(shown=number)
    for person_id, tried, helped in _tried(viewer, since, until):
        usage[person_id] = usage.get(person_id, Usage()) + Usage(tried=tried, helped=helped)
    return usage


def _tried(viewer: Person, since: datetime.date, until: datetime.date) -> Iterator[tuple[uuid.UUID, int, int]]:
    zone = ZoneInfo(viewer.organization.time_zone)
    first, last = (datetime.datetime.combine(day, datetime.time(), zone) for day in (since, until))
    trials = Trial.objects.filter(
        person__organization_id=viewer.organization_id, created_at__gte=first, created_at__lt=last
    )
    helped = Count("pk", filter=Q(outcome=Trial.Outcome.HELPED))
    return trials.values_list("person").annotate(tried=Count("pk"), helped=helped).iterator()
