import datetime
import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from aizuchi.anonymous_answers.periods import GRACE
from aizuchi.anonymous_answers.sizes import SIZES
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

    @classmethod
    def of(cls, organization_id: uuid.UUID) -> Self:
        return cls.objects.filter(organization=organization_id).first() or cls()


class AnswerWindowQuerySet(models.QuerySet["AnswerWindow"]):
    def of(self, asking: str) -> Self:
        return self.filter(asking=asking)


class AnswerWindow(UUIDModel):
    """A time in which one app asks: two weeks of feedback, or a survey. Whoever may answer was told these sizes, so
    they hold for it whatever is decided later."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="answer_windows")
    # Filled in by the database for rows of before, and for a version that does not know of other apps.
    asking = models.CharField(max_length=40, db_default="feedback", help_text="Label of the app that asks.")
    subject_key = models.CharField(
        max_length=100,
        blank=True,
        db_default="",
        help_text="What it is about, by the asking app's own key: a survey. Empty where it is about people.",
    )
    plain_bytes = models.PositiveIntegerField(
        db_default=SIZES[0], help_text="How long every answer is before it is sealed."
    )
    grace_days = models.PositiveSmallIntegerField(
        db_default=GRACE.days, help_text="For so long answers are taken after its last day."
    )
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

    objects = AnswerWindowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "asking", "subject_key", "starts_on"], name="one_window_per_subject_and_start"
            ),
            *_sizes_are_safe("window_sizes_are_safe"),
        ]
        indexes = [models.Index(fields=["organization", "quarter_on"], name="answer_windows_of_quarter")]

    @property
    def asks_groups(self) -> bool:
        """About something that is nobody."""
        return self.subject_key != ""

    @property
    def answers_until(self) -> datetime.date:
        """The last day on which answers are taken, in the organization's own time."""
        return self.ends_on + datetime.timedelta(days=self.grace_days)

    def takes_answers_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.answers_until and self.released_on is None


class AnswerGroup(UUIDModel):
    """People who are asked together, frozen when the window opens. Of an answer only its group is known."""

    window = models.ForeignKey(AnswerWindow, models.CASCADE, related_name="groups")
    key = models.CharField(max_length=200, help_text="As the app that asks calls it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "key"], name="one_group_per_key_and_window")]


About = TypeVar("About", bound=models.Model)


ABOUT = Coalesce("group", "subject")
"""What `about_id` is, for queries."""


class AboutQuerySet(models.QuerySet[About]):
    """Of rows that are about a person, or about what a group is asked."""

    def about(self, subject_id: uuid.UUID) -> Self:
        return self.filter(Q(subject=subject_id) | Q(group=subject_id))

    def list_subjects(self) -> set[uuid.UUID]:
        return set(self.values_list(ABOUT, flat=True))


def about_one(name: str) -> models.CheckConstraint:
    of_group, of_person = Q(subject=None, group__isnull=False), Q(subject__isnull=False, group=None)
    return models.CheckConstraint(condition=of_group | of_person, name=name)


class WindowKey(UUIDModel):
    """The keys of who is answered about, or of a group that is asked, in one window.

    The sealed halves are opened by the window's data key, which dies with it."""

    window = models.ForeignKey(AnswerWindow, models.CASCADE, related_name="keys")
    subject = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)
    group = models.ForeignKey(AnswerGroup, models.CASCADE, related_name="+", null=True, blank=True)
    signing_public = models.BinaryField(help_text="RSA-3072, SubjectPublicKeyInfo.")
    signing_private = models.BinaryField(help_text="Sealed; empty once the quarter is released.")
    sealing_public = models.BinaryField(help_text="P-256, uncompressed point.")
    sealing_private = models.BinaryField(help_text="Sealed; empty once the quarter is released.")
    fingerprint = models.CharField(max_length=64, help_text="sha256 over both public halves: published.")

    objects = AboutQuerySet["WindowKey"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "subject"], name="one_key_per_mentor_and_window"),
            models.UniqueConstraint(fields=["window", "group"], name="one_key_per_group_and_window"),
            about_one("a_key_is_of_one"),
        ]

    @property
    def about_id(self) -> uuid.UUID:
        """What boxes and addresses name: the person, or the group."""
        return either(self.subject_id, self.group_id)


def either(subject_id: uuid.UUID | None, group_id: uuid.UUID | None) -> uuid.UUID:
    found = group_id or subject_id
    assert found
    return found
