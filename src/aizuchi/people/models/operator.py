import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import models

from aizuchi.kernel.canonical import AddressField, canonical_password
from aizuchi.kernel.models import Row


class Operator(Row):
    """Runs the installation. Belongs to no organization, is nobody's colleague, and sees no people and no words."""

    email = AddressField(max_length=254, unique=True)
    password = models.CharField(max_length=128)
    created_at: models.DateTimeField[datetime.datetime, datetime.datetime] = models.DateTimeField()

    def set_password(self, typed: str) -> None:
        self.password = make_password(canonical_password(typed))

    def has_password(self, typed: str) -> bool:
        return check_password(canonical_password(typed), self.password)
