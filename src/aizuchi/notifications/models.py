from django.db import models

from aizuchi.kernel.models import Row
from aizuchi.people.models import Person


class SentMail(Row):
    """That a mail went out: what kind, to where and when. What it said is kept nowhere."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    address = models.EmailField(max_length=254)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-sent_at"])]
