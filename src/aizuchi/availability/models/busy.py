from django.db import models
from django.db.models import F, Q

from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


class BusyTime(UUIDModel):
    """That somebody is taken: from when until when, and nothing else. Titles and details are never kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="busy_times")
    source = models.UUIDField(null=True, blank=True, help_text="Key of the connection it was read through.")
    external_uid = models.CharField(
        max_length=255, blank=True, help_text="Which event, and which occurrence of it, over there."
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_tentative = models.BooleanField(default=False, help_text="Not promised yet: told, but no obstacle.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_for_some_time"),
            models.UniqueConstraint(
                fields=["source", "external_uid", "starts_at"],
                condition=Q(source__isnull=False),
                name="busy_once_per_source",
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_at"], name="busy_person")]
