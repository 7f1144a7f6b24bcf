import datetime

from django.db import models
from django.db.models import F, Q

from aizuchi.anonymous_answers.periods import GRACE
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person

LEAST_FOR_BANDS, LEAST_FOR_MEANS = 3, 5


def _sizes_are_safe(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(k_band__gte=LEAST_FOR_BANDS, k_mean__gte=LEAST_FOR_MEANS) & Q(k_mean__gte=F("k_band")),
            name=name,
        )
    ]


class GroupSize(models.Model):
    """From how many people on an organization is told anything. Without a row: the least there is."""

    organization = models.OneToOneField(Organization, models.CASCADE, primary_key=True, related_name="+")
    k_band = models.PositiveSmallIntegerField(default=LEAST_FOR_BANDS)
    k_mean = models.PositiveSmallIntegerField(default=LEAST_FOR_MEANS)

    class Meta:
        constraints = _sizes_are_safe("group_sizes_are_safe")


class AnswerWindow(UUIDModel):
    """Two weeks. Whoever may answer was told these sizes, so they hold for it whatever is decided later."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="answer_windows")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Its last day.")
    quarter_on = models.DateField(help_text="First day of the thirteen weeks it belongs to.")
    k_band = models.PositiveSmallIntegerField()
    k_mean = models.PositiveSmallIntegerField()
    may_wait = models.BooleanField(
        default=False, help_text="Whether it was said that answers of too few wait for later ones."
    )
    due_on = models.DateField(null=True, blank=True, help_text="When a tick first found its quarter over.")
    released_on = models.DateField(null=True, blank=True, help_text="When its quarter was put together.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "starts_on"], name="one_window_per_fortnight"),
            *_sizes_are_safe("window_sizes_are_safe"),
        ]
        indexes = [models.Index(fields=["organization", "quarter_on"], name="answer_windows_of_quarter")]

    @property
    def answers_until(self) -> datetime.date:
        """The last day on which answers are taken, in the organization's own time."""
        return self.ends_on + GRACE

    def takes_answers_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.answers_until and self.released_on is None


class WindowKey(UUIDModel):
    """The keys of who is answered about in one window.

    The sealed halves are opened by the window's data key, which dies with it."""

    window = models.ForeignKey(AnswerWindow, models.CASCADE, related_name="keys")
    subject = models.ForeignKey(Person, models.CASCADE, related_name="+")
    signing_public = models.BinaryField(help_text="RSA-3072, SubjectPublicKeyInfo.")
    signing_private = models.BinaryField(help_text="Sealed; empty once the quarter is released.")
    sealing_public = models.BinaryField(help_text="P-256, uncompressed point.")
    sealing_private = models.BinaryField(help_text="Sealed; empty once the quarter is released.")
    fingerprint = models.CharField(max_length=64, help_text="sha256 over both public halves: published.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "subject"], name="one_key_per_mentor_and_window")]
