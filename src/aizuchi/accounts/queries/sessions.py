"""The devices on which somebody is signed in."""

import datetime
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.accounts.models import SparedDevice
from aizuchi.accounts.session_store import SessionStore
from aizuchi.accounts.whole_hours import is_within
from aizuchi.kernel.stored_key import stored_key
from aizuchi.people.models import Person

_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_DEVICES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class OpenSession:
    id: int
    device: str
    address: str
    started_at: datetime.datetime
    seen_at: datetime.datetime
    """The beginning of the hour."""
    is_current: bool

    def was_used_within_the_hour(self) -> bool:
        return self.is_current or is_within(self.seen_at, timezone.now())


@dataclass(frozen=True)
class SparedDeviceLine:
    id: int
    device: str
    until: datetime.date


def list_spared_devices(viewer: Person, *, now: datetime.datetime) -> list[SparedDeviceLine]:
    """Where their second factor is not asked for, the latest first."""
    devices = SparedDevice.objects.filter(person=viewer, ends_at__gt=now).order_by("-ends_at", "-pk")
    return [SparedDeviceLine(row.pk, say_device(row.device), viewer.today(row.ends_at)) for row in devices]


def list_open_sessions(viewer: Person, *, current_key: str | None) -> list[OpenSession]:
    """The current one first, then as recently as they were used."""
    sessions = [
        OpenSession(
            id=session.pk,
            device=name_device(session.user_agent),
            address=session.ip,
            started_at=session.created_at,
            seen_at=session.last_seen_at,
            is_current=session.session_key == stored_key(current_key or ""),
        )
        for session in UserSession.objects.filter(user=viewer)
        if _is_signed_in(session)
    ]
    return sorted(sessions, key=lambda session: (session.is_current, session.seen_at), reverse=True)


def _is_signed_in(session: UserSession) -> bool:
    """Or it has ended by itself, and a job has not tidied it away yet."""
    return "_auth_user_id" in SessionStore(session.session_key).load()


def name_device(user_agent: str) -> str:
    """Good enough to recognise one's own phone by."""
    return say_device(read_device(user_agent))


def read_device(user_agent: str) -> str:
    """Its kind, in one of a few ways whatever a browser says of itself."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), "")
    device = next((name for sign, name in _DEVICES.items() if sign in user_agent), "")
    return f"{browser}/{device}" if browser or device else ""


def say_device(kind: str) -> str:
    browser, _slash, device = kind.partition("/")
    if browser and device:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": device}
    return browser or device or _("Unknown device")
