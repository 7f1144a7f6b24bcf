"""What every table shares."""

import datetime
import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.ids import new_id

M = TypeVar("M", bound=models.Model, covariant=True)


class UUIDModel(models.Model):
    """A row with a time-ordered key that says nothing about how many others there are."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class ValidityQuerySet(models.QuerySet[M]):
    """Rows that hold for a range of dates."""

    def on(self, date: datetime.date) -> Self:
        """Only what holds on that date."""
        return self.filter(Q(starts_on__lte=date), Q(until_on__isnull=True) | Q(until_on__gt=date))


class Validity(models.Model):
    """Half-open: the first day it holds, and the first day it no longer does (empty: it still holds)."""

    starts_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, date: datetime.date) -> bool:
        return self.starts_on <= date and (self.until_on is None or date < self.until_on)


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint every `Validity` needs; an empty range means: never held, taken back on its first day."""
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("starts_on")), name=name
    )


class OrganizationKey(models.Model):
    """Opens the data keys of one organization; itself wrapped with a key from the key file."""

    organization_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    key_name = models.CharField(max_length=16, help_text="Which line of the key file wraps it.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()


class Tally(models.Model):
    """How often something was tried, see `limits.py`."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)


class DataKey(models.Model):
    """Seals the words of one owner: a circle of people, or one person."""

    owner = models.UUIDField(primary_key=True)
    organization_id = models.UUIDField(db_index=True)
    wrapped = models.BinaryField(help_text="Empty once destroyed.")
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
