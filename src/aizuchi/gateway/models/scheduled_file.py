from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person, StoredImport


class ScheduledFileQuerySet(models.QuerySet["ScheduledFile"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(organization_id=viewer.organization_id)


class ScheduledFile(UUIDModel):
    """A file of people that is fetched once a day and imported as if somebody had chosen it."""

    class Place(models.TextChoices):
        ADDRESS = "address", _("From an address (https)")
        FOLDER = "folder", _("From the folder on the server")

    class Mode(models.TextChoices):
        SHOWS = "shows", _("Only show what it would do")
        ACTS = "acts", _("Import it at once")

    class State(models.TextChoices):
        NEW = "new"
        IMPORTED = "imported"
        UNCHANGED = "unchanged"
        WAITS = "waits"
        FAILED = "failed"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="scheduled_files")
    name = LineField(_("name"), max_length=80)
    place = models.CharField(max_length=8, choices=Place.choices)
    address = models.CharField(max_length=2000, help_text="Where it is; in the folder: its name.")
    header = models.CharField(max_length=80, blank=True, help_text="Of the secret that is sent along.")
    secret = models.BinaryField(default=b"", help_text="Sealed under a key of this row.")
    hour = models.PositiveSmallIntegerField(default=6, validators=[MaxValueValidator(23)])
    source = models.CharField(max_length=20, blank=True, help_text="Which system writes it; empty: as it looks.")
    mode = models.CharField(max_length=5, choices=Mode.choices, default=Mode.SHOWS)
    most_leaving = models.PositiveSmallIntegerField(default=5, validators=[MaxValueValidator(100)])
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    tried_on = models.DateField(null=True, help_text="Once a day, by the organization's calendar.")
    tried_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="Somebody wants it looked at now, whatever the hour.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW)
    fault = models.CharField(max_length=20, blank=True)
    fault_detail = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True, help_text="Administrators were told then, and are not told again.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of what was imported latest.")
    summary: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    waiting = models.ForeignKey(StoredImport, models.SET_NULL, null=True, related_name="+")

    objects = ScheduledFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_scheduled_file_per_name"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="hour_of_a_day"),
        ]

    def __str__(self) -> str:
        return self.name
