"""Sessions: kept under a hash of their key, and over when nobody was there for a while."""

import datetime
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core import signing
from django.utils import timezone

from aizuchi.accounts.models import Session
from aizuchi.accounts.whole_hours import HOUR, whole_hour, without_moments
from aizuchi.kernel.write_behind import WriteBehind

# Between two clicks: on a device that somebody chose to stay signed in on, and on any other.
IDLE_REMEMBERED = datetime.timedelta(days=14)
IDLE = datetime.timedelta(hours=12)
# After which everybody signs in again.
LONGEST = datetime.timedelta(days=90)
_signer = signing.Signer(salt="aizuchi.accounts.session")


class SessionStore(DatabaseStore):
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

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Django's own signature holds the second in which it was made."""
        return _signer.sign_object(without_moments(session_dict), serializer=self.serializer, compress=True)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        with suppress(signing.BadSignature):
            kept: dict[str, Any] = _signer.unsign_object(str(session_data), serializer=self.serializer)
            return kept
        earlier: dict[str, Any] = super().decode(session_data)  # of an earlier version
        return earlier

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Its end, too, would otherwise say when it was last written, to the second."""
        made = super().create_model_instance(data)
        made.expire_date = whole_hour(made.expire_date) + HOUR
        return made

    async def aload(self) -> dict[str, Any]:
        return await sync_to_async(self.load)()


def _delete(keys: Sequence[str]) -> None:
    for key in set(keys):
        Session.objects.filter(pk=key).delete()


_over = WriteBehind(_delete)


def is_over(data: dict[str, Any], *, now: datetime.datetime) -> bool:
    seen_at, begun_at = data.get("seen_at"), data.get("begun_at")
    idle = IDLE if data.get("_session_expiry") == 0 else IDLE_REMEMBERED
    is_idle = seen_at is not None and now.timestamp() - seen_at > (idle + HOUR).total_seconds()  # seen within that hour
    return is_idle or (begun_at is not None and now.timestamp() - begun_at > LONGEST.total_seconds())
