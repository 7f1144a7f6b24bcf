"""What a connector has brought, what it could not bring, and what waits for an administrator."""

from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower

from aizuchi.gateway.models.connector import Connector
from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


class ProvisionedPersonQuerySet(models.QuerySet["ProvisionedPerson"]):
    def named(self, user_name: str) -> Self:
        """However it is cased; folded by the database on both sides, as its index is."""
        return self.annotate(folded_name=Lower("user_name")).filter(folded_name=Lower(Value(user_name)))

    def claiming(self, address: str) -> Self:
        """Whose directory says this address, which somebody of another organization has. Looks at every row."""
        return self.filter(wishes__elsewhere=address)


class ProvisionedPerson(UUIDModel):
    """By which names the other system knows somebody. Neither is the address by which they sign in here."""

    connector = models.ForeignKey(Connector, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    user_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, blank=True)
    wishes: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        default=dict, help_text="What it said and what does not hold here (yet), such as another mail address."
    )
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, help_text="It took them away, and does not see them any more.")

    objects = ProvisionedPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connector", "person"], name="known_once_per_connector"),
            models.UniqueConstraint("connector", Lower("user_name"), name="one_person_per_user_name"),
            models.UniqueConstraint(
                fields=["connector", "external_id"], condition=~Q(external_id=""), name="one_person_per_external_id"
            ),
        ]
        # SQLite looks nothing up by an index that leaves rows out.
        indexes = [models.Index(fields=["connector", "external_id"], name="provisioned_external_id")]


class ConnectorChange(UUIDModel):
    """That something of somebody was changed: what the page counts, and what the limit counts."""

    class Kind(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        LEFT = "left"
        RETURNED = "returned"
        UNSUPERVISED = "unsupervised"

    connector = models.ForeignKey(Connector, models.CASCADE, related_name="changes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["connector", "at"])]


class HeldChange(UUIDModel):
    """Wished for and not done: because the connector only shows, or because too many would leave."""

    class Kind(models.TextChoices):
        ADD = "add"
        CHANGE = "change"
        LEAVE = "leave"
        RETURN = "return"
        UNSUPERVISE = "unsupervise"
        GROUP = "group"

    connector = models.ForeignKey(Connector, models.CASCADE, related_name="held")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True)
    key = models.CharField(max_length=64, help_text="The same wish, said again, is one.")
    what = models.CharField(max_length=200, blank=True, help_text="Whom it would add, or what it would change.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connector", "kind", "key"], name="one_held_change_per_wish"),
        ]


class Misfit(UUIDModel):
    """Something that could not be taken over, and why; once per thing and reason, however often it is tried."""

    connector = models.ForeignKey(Connector, models.CASCADE, related_name="misfits")
    key = models.CharField(max_length=64)
    label = LineField(max_length=254, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    latest_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connector", "key", "reason"], name="one_misfit_per_thing_and_reason"),
        ]
