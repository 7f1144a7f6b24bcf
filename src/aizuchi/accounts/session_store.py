"""Sessions: kept under a hash of their key, and over when nobody was there for a while."""

import datetime
from collections.abc import Sequence
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from aizuchi.accounts.models import Session
from aizuchi.kernel.write_behind import WriteBehind

# Between two clicks: on a device that somebody chose to stay signed in on, and on any other.
IDLE_REMEMBERED = datetime.timedelta(days=14)
IDLE = datetime.timedelta(hours=12)
# After which everybody signs in again.
LONGEST = datetime.timedelta(days=90)


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

    async def aload(self) -> dict[str, Any]:
        return await sync_to_async(self.load)()


def _delete(keys: Sequence[str]) -> None:
    for key in set(keys):
        Session.objects.filter(pk=key).delete()


_over = WriteBehind(_delete)


def is_over(data: dict[str, Any], *, now: datetime.datetime) -> bool:
    seen_at, begun_at = data.get("seen_at"), data.get("begun_at")
    idle = IDLE if data.get("_session_expiry") == 0 else IDLE_REMEMBERED
    is_idle = seen_at is not None and now.timestamp() - seen_at > idle.total_seconds()
    return is_idle or (begun_at is not None and now.timestamp() - begun_at > LONGEST.total_seconds())
