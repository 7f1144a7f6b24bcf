"""Who somebody is: by mail address and password, and only while they belong to the organization."""

import uuid
from contextvars import ContextVar
from typing import Any

from django.contrib import auth
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Person


@prepared
def _find_person(key: uuid.UUID) -> QuerySet[Person]:
    found: QuerySet[Person] = Person.objects.select_related("organization").filter(pk=key)
    return found


class PersonBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        email, password = credentials.get("email"), credentials.get("password")
        if not email or not password:
            return None
        person = Person.objects.select_related("organization").filter(email=email).first()
        if person is None:
            make_password(password)  # as slow as a real check: the clock must not tell who is known
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: uuid.UUID) -> Person | None:
        """Asked for every request and every socket; whoever has left is signed in no longer."""
        came = _came_with_session.get()
        found = [came] if came and came.pk == user_id else _find_person(key=user_id)
        return next((person for person in found if person.is_active), None)


_came_with_session: ContextVar[Person | None] = ContextVar("came_with_session", default=None)


def get_user(request: HttpRequest) -> Person | AnonymousUser:
    """As Django's, without asking for whoever was read together with the session."""
    if "_cached_user" not in request.__dict__:
        request.session.get(SESSION_KEY)  # reads it
        token = _came_with_session.set(getattr(request.session, "person", None))
        try:
            request.__dict__["_cached_user"] = auth.get_user(request)
        finally:
            _came_with_session.reset(token)
    found: Person | AnonymousUser = request.__dict__["_cached_user"]
    return found
