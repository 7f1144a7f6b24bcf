"""What somebody who is signed in asked for and may not have: told under a pseudonym, never a name or an address."""

import hashlib
import hmac
import threading
from collections import Counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aizuchi.config.metrics import UNCOUNTED
from aizuchi.people.models import Person

REFUSED = (403, 404)
MOST_OF_ONE, MOST = 20, 200
"""Lines a minute of each server process; of what is beyond, one line says that there was more."""

log = structlog.get_logger("aizuchi.refused")


def tell_refused_access(request: HttpRequest, response: HttpResponse) -> None:
    match, person = request.resolver_match, getattr(request, "user", None)
    if response.status_code not in REFUSED or match is None:
        return
    if request.path.startswith(UNCOUNTED):  # answers without a name: nothing about who asked may lie beside their time
        return
    if not isinstance(person, Person):
        return
    who = pseudonym_of(person)
    if told := _bound.weigh(who):
        log.warning(told, who=who, page=f"/{match.route}", method=request.method, status=response.status_code)


def pseudonym_of(person: Person) -> str:
    """The same all day, another one the next: whoever holds the key file can compute it, a log alone names nobody."""
    told = f"refused access\0{timezone.now():%Y-%m-%d}\0{person.pk.hex}".encode()  # any wall
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256).hex()[:16]


class _Bound:
    """Counts within a minute of the clock; forgets all of the one before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = ""
        self._told: Counter[str] = Counter()

    def weigh(self, who: str) -> str:
        """What to say of one more, or nothing."""
        with self._lock:
            minute = f"{timezone.now():%Y-%m-%d %H:%M}"
            if minute != self._minute:
                self._minute, self._told = minute, Counter()
            if self._told.total() > MOST or self._told[who] > MOST_OF_ONE:
                return ""
            self._told[who] += 1
            is_last = self._told.total() > MOST or self._told[who] > MOST_OF_ONE
        return "more accesses refused than are told" if is_last else "access refused"


_bound = _Bound()
