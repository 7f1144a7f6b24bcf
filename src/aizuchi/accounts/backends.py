"""Who somebody is: by mail address and password, and only while they belong to the organization."""

import uuid
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
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
        return next((person for person in _find_person(key=user_id) if person.is_active), None)
