"""How often something may be tried: counted in the database, so that nobody pushes out another's count."""

import datetime
import hashlib
import hmac
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from aizuchi.kernel.models import Tally

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `most` times within `per`, counted from the first."""

    name: str
    most: int
    per: datetime.timedelta
    is_warned_of: bool = True


@transaction.atomic
def count(limit: Limit, *whose: str, now: datetime.datetime) -> bool:
    """Whether it may be tried once more; counted before it is, so that many at once are no more than one by one."""
    tally, is_new = Tally.objects.select_for_update().get_or_create(
        key=_key(limit, whose), defaults={"count": 1, "ends_at": now + limit.per}
    )
    if is_new:
        return True
    if tally.ends_at <= now:
        tally.count, tally.ends_at = 0, now + limit.per
    if tally.count >= limit.most:
        if limit.is_warned_of:
            log.warning("a limit was reached", limit=limit.name)  # not whose: the count does not know it either
        return False
    tally.count += 1
    tally.save(update_fields=["count", "ends_at"])
    return True


def time_left(limit: Limit, *whose: str, now: datetime.datetime) -> datetime.timedelta:
    """Until it may be tried once more; nothing where it may be."""
    full = Tally.objects.filter(key=_key(limit, whose), count__gte=limit.most, ends_at__gt=now).first()
    return full.ends_at - now if full else datetime.timedelta()


def give_back(limit: Limit, *whose: str) -> None:
    """It was no try against anybody after all."""
    Tally.objects.filter(key=_key(limit, whose), count__gt=0).update(count=F("count") - 1)


def forget_old_tallies(*, now: datetime.datetime) -> None:
    Tally.objects.filter(ends_at__lt=now).delete()


def _key(limit: Limit, whose: tuple[str, ...]) -> str:
    """Neither an address nor a network stands in the table."""
    told = "\0".join([limit.name, *whose]).encode(errors="replace")
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256).hex()
