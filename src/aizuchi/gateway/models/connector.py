from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person


class ConnectorQuerySet(models.QuerySet["Connector"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(organization_id=viewer.organization_id)


class Connector(UUIDModel):
    """Another system that says who works here: what it may do, and when it is to be asked about first."""

    class Profile(models.TextChoices):
        STANDARD = "standard", _("Another directory, as the standard says")
        ENTRA = "entra", _("Microsoft Entra ID")
        OKTA = "okta", _("Okta")

    class Mode(models.TextChoices):
        SHOWS = "shows", _("Only show what it would do")
        ACTS = "acts", _("Apply it at once")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="connectors")
    name = LineField(_("name"), max_length=80)
    profile = models.CharField(_("which system"), max_length=10, choices=Profile.choices, default=Profile.STANDARD)
    mode = models.CharField(_("what it brings"), max_length=5, choices=Mode.choices, default=Mode.SHOWS)
    writes_people = models.BooleanField(_("people: add, change, let go"), default=True)
    writes_groups = models.BooleanField(_("groups: make and fill"), default=False)
    most_leaving = models.PositiveSmallIntegerField(
        _("stop if more than so many percent would leave"), default=5, validators=[MaxValueValidator(100)]
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    used_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True, help_text="Since then nothing that ends something is taken over.")
    let_through_at = models.DateTimeField(null=True, help_text="What left before was looked at and counts no more.")

    objects = ConnectorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_connector_per_name"),
            models.CheckConstraint(condition=Q(most_leaving__lte=100), name="at_most_everybody_leaves"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """As groups name it."""
        return f"scim:{self.pk}"


class ConnectorToken(UUIDModel):
    """What a system shows to come in. Only its digest is kept: 256 bits of chance need no slow one."""

    connector = models.ForeignKey(Connector, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4, help_text="Its last letters, by which people tell two apart.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    until = models.DateTimeField(null=True, help_text="Of one that was replaced: how long it still opens.")
    used_at = models.DateTimeField(null=True)
