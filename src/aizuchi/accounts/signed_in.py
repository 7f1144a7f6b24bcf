"""Who is signed in by which session, for many at once: sockets come back all together when a server does."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from aizuchi.accounts.models import Session
from aizuchi.accounts.session_store import SessionStore, is_over
from aizuchi.kernel.sockets import read_person
from aizuchi.kernel.stored_key import stored_key
from aizuchi.people.models import Person

_ENOUGH = ("id", "organization__time_zone", "password", "left_on")


def read_people(session_keys: Collection[str]) -> dict[str, Person]:
    """As `read_person` for each, by the keys in their cookies. Who is not signed in is left out.

    Two statements recognise everybody about whom there is nothing to say. Whoever they do not recognise is looked at
    in the usual way, which knows of retired secrets and ends what is over.
    """
    found = _recognise({key for key in session_keys if key})
    for key in set(session_keys) - found.keys():
        if person := read_person(key):
            found[key] = person
    return found


def _recognise(session_keys: Collection[str]) -> dict[str, Person]:
    sessions = _read_sessions(session_keys)
    people = _read_people(sessions.values())
    found = {key: people.get(data[SESSION_KEY]) for key, data in sessions.items()}
    return {
        key: person
        for key, person in found.items()
        if person and person.is_active and _belongs_to(sessions[key], person)
    }


def _read_sessions(session_keys: Collection[str]) -> dict[str, dict[str, Any]]:
    store, now = SessionStore(), timezone.now()
    key_of: dict[str, str] = {stored_key(key): key for key in session_keys}
    rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=now)
    told = {key_of[stored]: store.decode(data) for stored, data in rows.values_list("session_key", "session_data")}
    return {key: data for key, data in told.items() if _is_whole(data) and not is_over(data, now=now)}


def _is_whole(data: Mapping[str, Any]) -> bool:
    return bool(data.get(SESSION_KEY)) and data.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS


def _read_people(sessions: Iterable[Mapping[str, Any]]) -> dict[str, Person]:
    people = Person.objects.filter(pk__in={data[SESSION_KEY] for data in sessions})
    return {str(person.pk): person for person in people.select_related("organization").only(*_ENOUGH)}


def _belongs_to(data: Mapping[str, Any], person: Person) -> bool:
    """Whoever changes their password ends the sessions that began before."""
    return constant_time_compare(data.get(HASH_SESSION_KEY) or "", person.get_session_auth_hash())
