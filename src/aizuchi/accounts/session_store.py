"""Sessions: kept under a hash of their key, and over when nobody was there for a while."""

import datetime
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, cast

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from aizuchi.accounts.models import Session
from aizuchi.accounts.whole_hours import HOUR, whole_hour, without_moments
from aizuchi.kernel.prepared import prepared
from aizuchi.kernel.stored_key import StoredKey, stored_key
from aizuchi.kernel.write_behind import WriteBehind
from aizuchi.people.models import Person

BACKEND = "aizuchi.accounts.backends.PersonBackend"

# Between two clicks: on a device that somebody chose to stay signed in on, and on any other.
IDLE_REMEMBERED = datetime.timedelta(days=14)
IDLE = datetime.timedelta(hours=12)
# After which everybody signs in again.
LONGEST = datetime.timedelta(days=90)
_NAME = "name"
_signer = signing.Signer(salt="aizuchi.accounts.session")


@prepared
def _find(key: StoredKey, now: datetime.datetime) -> QuerySet[Session]:
    return Session.objects.select_related("person__organization").filter(session_key=key, expire_date__gt=now)


class SessionStore(DatabaseStore):
    person: Person | None = None
    """Of the loaded session, as the database had them at that moment; whether they may come in says the backend."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if not is_over(data, now=timezone.now()):
            return data
        if self.session_key:
            _over.add(self.session_key)  # a page that is only read deletes nothing itself
        self._session_key = None
        return {}

    def _get_session_from_db(self) -> Session | None:
        found = _find(key=stored_key(self.session_key), now=timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        self.person = found[0].person
        return found[0]

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Django's own signature holds the second in which it was made."""
        return _signer.sign_object(without_moments(session_dict), serializer=self.serializer, compress=True)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        with suppress(signing.BadSignature):
            kept: dict[str, Any] = _signer.unsign_object(str(session_data), serializer=self.serializer)
            return kept
        earlier: dict[str, Any] = super().decode(session_data)  # of an earlier version
        return earlier

    @property
    def name(self) -> str:
        """What is sealed for this session is sealed under it: it stays when a fresh proof brings another key."""
        key = self.session_key
        return str(self.get(_NAME) or (stored_key(key) if key else ""))

    def cycle_key(self) -> None:
        """At each sign-in and with another password. What was sealed before opens no more."""
        self.pop(_NAME, None)
        if not self._move():
            super().cycle_key()

    def renew_key(self) -> None:
        """With a fresh proof. A session that has ended meanwhile is not brought back."""
        name = self.name
        if self._move():
            self[_NAME] = name

    @transaction.atomic
    def _move(self) -> bool:
        """The row goes on under another key, and with it the line among the devices and whatever else refers to it."""
        if not self.session_key:
            return False
        before, key = stored_key(self.session_key), self._get_new_session_key()  # type: ignore[attr-defined]  # Django's own
        if not Session.objects.filter(pk=before).update(session_key=key):
            return False
        UserSession.objects.filter(session_key=before).update(session_key=key)
        for refers in Session._meta.related_objects:
            rows = refers.related_model._base_manager.filter(**{refers.field.name: before})
            rows.update(**{refers.field.name: stored_key(key)})
        self._get_session()  # type: ignore[attr-defined]  # read under its earlier key, or there would be nothing to write
        self._session_key, self.modified = key, True
        return True

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Its end, too, would otherwise say when it was last written, to the second."""
        made = cast(Session, super().create_model_instance(data))
        made.expire_date = whole_hour(made.expire_date) + HOUR
        made.person_id = _whose(data)
        return made

    async def aload(self) -> dict[str, Any]:
        return await sync_to_async(self.load)()


def _whose(data: dict[str, Any]) -> str | None:
    """Also of whoever is half-way in: they are out as well when they are signed out everywhere."""
    if data.get(BACKEND_SESSION_KEY) == BACKEND:
        return cast(str, data.get(SESSION_KEY))
    return cast(str | None, (data.get(LOGIN_SESSION_KEY) or {}).get("user_pk"))


def _delete(keys: Sequence[str]) -> None:
    for key in set(keys):
        Session.objects.filter(pk=key).delete()


_over = WriteBehind(_delete)


def is_over(data: dict[str, Any], *, now: datetime.datetime) -> bool:
    seen_at, begun_at = data.get("seen_at"), data.get("begun_at")
    idle = IDLE if data.get("_session_expiry") == 0 else IDLE_REMEMBERED
    is_idle = seen_at is not None and now.timestamp() - seen_at > (idle + HOUR).total_seconds()  # seen within that hour
    return is_idle or (begun_at is not None and now.timestamp() - begun_at > LONGEST.total_seconds())
