from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


class SparkQuerySet(models.QuerySet["Spark"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(pair__in=Pair.objects.visible_to(viewer))


class Spark(UUIDModel):
    """Words to keep in mind until next time, and what became of them."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("I did")
        PARTLY = "partly", _("On the way")
        LATER = "later", _("Another time")

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="sparks")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sparks")
    text = models.CharField(max_length=200)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    objects = SparkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting"], name="one_spark_per_meeting")]


class ThankYouNoteQuerySet(models.QuerySet["ThankYouNote"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(pair__in=Pair.objects.visible_to(viewer))


class ThankYouNote(UUIDModel):
    """A few words of one of the two to the other after a 1on1, under their name: a thank-you, or something to keep."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="thank_you_notes")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="thank_you_notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed = models.BinaryField(help_text="The words, under the key of the pair's circle.")
    written_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True, help_text="When the other put it with what they keep.")

    objects = ThankYouNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "author"], name="one_thank_you_each_per_meeting")]
        indexes = [models.Index(fields=["pair", "-written_at"])]
