"""Sums of blocks, kept so that no page adds up blocks. They are made again from the blocks whenever those grow."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person


class Sums(UUIDModel):
    """Answers and the sum of their levels: ever, in the latest year, and in the year as it was a quarter earlier."""

    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    response = models.ForeignKey(ExpectedResponse, models.CASCADE, null=True, blank=True, related_name="+")
    answers = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    year_answers = models.PositiveIntegerField()
    year_total = models.PositiveIntegerField()
    before_answers = models.PositiveIntegerField()
    before_total = models.PositiveIntegerField()

    class Meta:
        abstract = True


def _one_per_cell(owner: str) -> list[models.BaseConstraint]:
    """Three constraints, because an empty topic or response equals nothing in SQL."""
    return [
        models.UniqueConstraint(
            fields=[owner, "topic", "response"], condition=Q(topic__isnull=False), name=f"one_{owner}_sum_per_cell"
        ),
        models.UniqueConstraint(
            fields=[owner, "response"],
            condition=Q(topic__isnull=True, response__isnull=False),
            name=f"one_{owner}_sum_per_response",
        ),
        models.UniqueConstraint(
            fields=[owner], condition=Q(topic__isnull=True, response__isnull=True), name=f"one_{owner}_sum_overall"
        ),
    ]


class MentorSumsQuerySet(models.QuerySet["MentorSums"]):
    def visible_to(self, viewer: Person) -> Self:
        """Nobody but the mentor."""
        return self.filter(mentor=viewer)


class MentorSums(Sums):
    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+")

    objects = MentorSumsQuerySet.as_manager()

    class Meta:
        constraints = _one_per_cell("mentor")


class OrganizationSums(Sums):
    """What may be told, and nothing else: a response with all its topics, and all of it with everything.

    Each number is made of quarters that brought enough mentors' answers, so that it moves by no single colleague's.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")

    class Meta:
        constraints = _one_per_cell("organization")


class Spreads(models.Model):
    """How much the mentors of an organization differ. Variances."""

    organization = models.OneToOneField(Organization, models.CASCADE, primary_key=True, related_name="+")
    within = models.FloatField()
    mentor = models.FloatField()
    response = models.FloatField()
    cell = models.FloatField()
    quarter_on = models.DateField(help_text="The latest quarter that counts.")
    measured_at = models.DateTimeField()

    @property
    def year_on(self) -> datetime.date:
        """The first day of the latest year."""
        return self.quarter_on - datetime.timedelta(weeks=39)
