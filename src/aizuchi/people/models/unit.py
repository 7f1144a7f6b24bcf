from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import CodeField, LineField
from aizuchi.kernel.models import UUIDModel, Validity, ValidityQuerySet, ends_after_start
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import Person


class Unit(UUIDModel, Validity):
    """A node of the organization tree. Where it hangs on a date is a `UnitPlacement`."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="units")
    code = CodeField(_("code"), max_length=40)
    name = LineField(_("name"), max_length=120)
    name_en = LineField(_("name in English"), max_length=120, blank=True)
    meets_from = models.DateField(
        null=True, blank=True, help_text="From when 1on1s here have a rhythm; empty: as in the unit above, if at all."
    )
    version = models.PositiveIntegerField(default=1)

    objects = ValidityQuerySet["Unit"].as_manager()

    class Meta:
        constraints = [
            ends_after_start("unit_ends_after_start"),
            models.UniqueConstraint(fields=["organization", "code"], name="one_unit_per_code"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class PlannedUnitName(UUIDModel):
    """What a unit will be called from a coming day on; until then everybody reads today's name."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="planned_names")
    name = LineField(max_length=120)
    name_en = LineField(max_length=120, blank=True)
    starts_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="one_name_per_unit_and_day"),
        ]


class UnitPlacement(UUIDModel, Validity):
    """Under which unit a unit stood; no parent means a root."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, models.CASCADE, related_name="child_placements", null=True)

    objects = ValidityQuerySet["UnitPlacement"].as_manager()

    class Meta:
        constraints = [
            ends_after_start("placement_ends_after_start"),
            models.UniqueConstraint(fields=["unit"], condition=Q(until_on__isnull=True), name="one_current_placement"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="unit_is_not_its_own_parent"),
        ]


class Membership(UUIDModel, Validity):
    """Who belonged where: one main unit at a time and any number of others; heads lead the unit."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    is_main = models.BooleanField(default=True)
    is_head = models.BooleanField(_("head of this unit"), default=False)

    objects = ValidityQuerySet["Membership"].as_manager()

    class Meta:
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on__isnull=True, is_main=True), name="one_current_main_unit"
            ),
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(until_on__isnull=True), name="one_current_membership_per_unit"
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on"])]


class ReportingLine(UUIDModel, Validity):
    """Who was whose supervisor. Its closure upwards is the chain of command."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="reporting_lines")
    supervisor = models.ForeignKey(Person, models.CASCADE, related_name="report_lines")

    objects = ValidityQuerySet["ReportingLine"].as_manager()

    class Meta:
        constraints = [
            ends_after_start("line_ends_after_start"),
            models.CheckConstraint(condition=~Q(person=F("supervisor")), name="nobody_supervises_themselves"),
            models.UniqueConstraint(fields=["person"], condition=Q(until_on__isnull=True), name="one_supervisor"),
        ]
        indexes = [models.Index(fields=["supervisor", "starts_on"])]
