from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession

from aizuchi.kernel.stored_key import StoredKeyField


class Session(AbstractBaseSession):
    """A device on which somebody is signed in. The key in its cookie stands nowhere here."""

    session_key = StoredKeyField(max_length=40, primary_key=True)

    class Meta(AbstractBaseSession.Meta):
        pass

    @classmethod
    def get_session_store_class(cls) -> Any:
        from aizuchi.people.session_store import SessionStore  # it needs this model

        return SessionStore
