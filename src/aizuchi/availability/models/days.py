from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization


class DayRules(UUIDModel):
    """Whose public holidays an organization keeps. Without a row: those of Japan."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="day_rules")
    country = models.CharField(
        _("public holidays"), max_length=2, default="JP", blank=True, help_text="ISO 3166; empty: none."
    )
    version = models.PositiveIntegerField(default=1)


class OrganizationDay(UUIDModel):
    """A day on which an organization does otherwise than the calendar says."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        WORK = "work", _("Working day")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="own_days")
    date = models.DateField(_("day"))
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.OFF)
    name = LineField(_("name"), max_length=80, blank=True)
    name_en = LineField(_("name in English"), max_length=80, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["organization", "date"], name="one_rule_per_day")]

    @property
    def label(self) -> str:
        return (self.name_en if get_language() == "en" else "") or self.name
