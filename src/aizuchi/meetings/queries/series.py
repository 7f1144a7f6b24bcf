"""What the two are told about their 1on1s that come back."""

import datetime
import uuid

from aizuchi.meetings.models import Series
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


def list_left_out(*, viewer: Person, pair_id: uuid.UUID, now: datetime.datetime) -> list[datetime.datetime]:
    """The dates to come that were left out because one of the two has another 1on1 then. One query."""
    visible = Pair.objects.visible_to(viewer).filter(pk=pair_id)
    lists = Series.objects.filter(pair__in=visible, until_at__isnull=True).values_list("left_out", flat=True)
    moments = (datetime.datetime.fromisoformat(text) for left_out in lists for text in left_out)
    return sorted(moment for moment in moments if moment > now)
