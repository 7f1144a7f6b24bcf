"""When somebody was here is kept to the hour: an exact time could be laid beside a log of addresses, and would say who
opened the page on which people answer without their name."""

import datetime
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.utils import timezone

from aizuchi.people.models import Person

HOUR = datetime.timedelta(hours=1)


def whole_hour(at: datetime.datetime) -> datetime.datetime:
    """The beginning of its hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def is_within(hour: datetime.datetime, now: datetime.datetime) -> bool:
    """Whether what is kept as that hour may have been just now: then no minutes can be told."""
    return now < hour + HOUR


def without_moments(session: dict[str, Any]) -> dict[str, Any]:
    """What allauth notes in a session of how somebody signed in, to the hour."""
    if AUTHENTICATION_METHODS_SESSION_KEY not in session:
        return session
    methods = [method | {"at": method["at"] // 3600 * 3600} for method in session[AUTHENTICATION_METHODS_SESSION_KEY]]
    return session | {AUTHENTICATION_METHODS_SESSION_KEY: methods}


def note_latest_sign_in(user: Person, **_other: Any) -> None:
    """In place of Django's own, which keeps the second."""
    user.last_login = whole_hour(timezone.now())
    user.save(update_fields=["last_login"])


def keep_whole_hours(instance: Any, **_other: Any) -> None:
    """Of the library's table of devices."""
    instance.created_at, instance.last_seen_at = whole_hour(instance.created_at), whole_hour(instance.last_seen_at)


def keep_whole_hours_of_factor(instance: Any, **_other: Any) -> None:
    """Of the library's table of second factors."""
    instance.created_at = whole_hour(instance.created_at)
    if instance.last_used_at:
        instance.last_used_at = whole_hour(instance.last_used_at)
