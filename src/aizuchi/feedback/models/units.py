"""What HR sees of a unit. Made once when a quarter is released, and never again: numbers that stand still give nothing
away by how they move."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import ExpectedResponse
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Unit


class UnitResult(UUIDModel):
    """One unit, with all below it, in one quarter; about one response, or about all (empty)."""

    class Hidden(models.TextChoices):
        FEW = "few", _("Too few people, or nearly all answers about one of them: not shown")
        GIVES_AWAY = "gives_away", _("Would tell the numbers of another unit by subtraction: not shown")

    class Answered(models.IntegerChoices):
        """How many of the questions were answered. Never exact."""

        FEW = 1, _("Less than a quarter")
        SOME = 2, _("A quarter to a half")
        MANY = 3, _("A half to three quarters")
        MOST = 4, _("More than three quarters")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    quarter_on = models.DateField(help_text="First day of the thirteen weeks.")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    parent = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+", help_text="As the tree stood then.")
    position = models.PositiveIntegerField(help_text="In the order of the tree.")
    depth = models.PositiveSmallIntegerField()
    response = models.ForeignKey(ExpectedResponse, models.CASCADE, null=True, related_name="+")
    hidden = models.CharField(max_length=10, choices=Hidden.choices, blank=True)
    answered = models.PositiveSmallIntegerField(choices=Answered.choices, null=True)
    share_1 = models.PositiveSmallIntegerField(null=True, help_text="Of all answers, in percent, to the nearest five.")
    share_2 = models.PositiveSmallIntegerField(null=True)
    share_3 = models.PositiveSmallIntegerField(null=True)
    share_4 = models.PositiveSmallIntegerField(null=True)
    share_5 = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "quarter_on", "response"],
                condition=Q(response__isnull=False),
                name="one_unit_result_per_response",
            ),
            models.UniqueConstraint(
                fields=["unit", "quarter_on"], condition=Q(response__isnull=True), name="one_unit_result_for_all"
            ),
            models.CheckConstraint(
                condition=Q(hidden="") | Q(share_1__isnull=True, answered__isnull=True),
                name="what_is_hidden_is_not_kept",
            ),
        ]
        indexes = [models.Index(fields=["organization", "quarter_on"])]
