"""Whoever runs the machine makes operators; nobody else can."""

import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from aizuchi.accounts.models import Operator
from aizuchi.people.operations.taken import PersonExists


@transaction.atomic
def create_operator(*, email: str, password: str, now: datetime.datetime) -> Operator:
    """Raises PersonExists for a known address and ValidationError for a password that is too easy."""
    if Operator.objects.filter(email=email).exists():
        raise PersonExists("email")
    validate_password(password)
    operator = Operator(email=email, created_at=now)
    operator.set_password(password)
    operator.save()
    return operator


def authenticate_operator(*, email: str, password: str) -> Operator | None:
    operator: Operator | None = Operator.objects.filter(email=email).first()
    if operator is None:
        make_password(password)  # as slow as a real check: the clock must not tell who is known
        return None
    return operator if operator.has_password(password) else None
