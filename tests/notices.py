"""What the jobs do with notices, here and now."""

import datetime
import uuid

from aizuchi.notifications.outbox import deliver, hand_out
from aizuchi.notifications.raising import find_notices


def send_due(now: datetime.datetime) -> int:
    """Hands out and delivers all that is due. Returns how many parcels went out."""
    batches: list[list[str]] = []
    while hand_out(enqueue=batches.append, now=now):
        pass
    return sum(deliver(delivery_ids=[uuid.UUID(key) for key in outgoing], clock=lambda: now) for outgoing in batches)


def remind(now: datetime.datetime, *, hourly: bool = False) -> None:
    """One minute of the periodic job."""
    find_notices(now=now, hourly=hourly)
    send_due(now)
