"""Cookies in which a browser keeps a random word for each of the few people who use it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from aizuchi.kernel.cookies import keep_cookie

MOST_PEOPLE = 5


@dataclass(frozen=True, kw_only=True)
class DeviceCookie:
    """Names people, or operators, by key; signed."""

    name: str
    salt: str
    good_for: datetime.timedelta

    def read(self, request: HttpRequest, person: Model) -> str:
        return self._read(request).get(person.pk.hex, "")

    def read_latest(self, request: HttpRequest) -> str:
        return next(reversed(self._read(request).values()), "")

    def keep(self, request: HttpRequest, response: HttpResponse, person: Model, word: str) -> None:
        others = {key: told for key, told in self._read(request).items() if key != person.pk.hex}
        latest = dict(list(others.items())[-(MOST_PEOPLE - 1) :]) | {person.pk.hex: word}
        keep_cookie(response, self.name, signing.dumps(latest, salt=self.salt), max_age=self.good_for)

    def _read(self, request: HttpRequest) -> dict[str, str]:
        try:
            told: Any = signing.loads(request.COOKIES.get(self.name, ""), salt=self.salt, max_age=self.good_for)
        except signing.BadSignature:
            return {}
        return dict(told)
