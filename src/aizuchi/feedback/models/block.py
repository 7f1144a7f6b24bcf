import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.anonymous_answers.models.window import AnswerWindow
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.people.models import Organization, Person

SCALE = (1, 2, 3, 4, 5)


R = TypeVar("R", bound="Released", covariant=True)


class ReleasedQuerySet(models.QuerySet[R]):
    def visible_to(self, viewer: Person) -> Self:
        """The mentor alone. Sums over many mentors have queries of their own, with the rules of groups."""
        return self.filter(mentor=viewer)


class Released(models.Model):
    """Keys are random: rows that are shown together must not tell their order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Block(Released):
    """How a group answered in thirteen weeks. It comes whole, and never changes."""

    class Level(models.TextChoices):
        CELL = "cell"
        RESPONSE = "response"
        OVERALL = "overall"

    quarter_on = models.DateField(help_text="First day of the thirteen weeks.")
    level = models.CharField(max_length=8, choices=Level.choices)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    response = models.ForeignKey(ExpectedResponse, models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.PositiveIntegerField()
    people = models.PositiveIntegerField(help_text="From at least so many people; not how many there were.")
    met_1 = models.PositiveIntegerField(default=0)
    met_2 = models.PositiveIntegerField(default=0)
    met_3 = models.PositiveIntegerField(default=0)
    met_4 = models.PositiveIntegerField(default=0)
    met_5 = models.PositiveIntegerField(default=0)
    moved_1 = models.PositiveIntegerField(default=0)
    moved_2 = models.PositiveIntegerField(default=0)
    moved_3 = models.PositiveIntegerField(default=0)
    moved_4 = models.PositiveIntegerField(default=0)
    moved_5 = models.PositiveIntegerField(default=0)

    objects = ReleasedQuerySet["Block"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "quarter_on", "topic", "response"],
                condition=Q(level="cell"),
                name="one_block_per_cell",
            ),
            models.UniqueConstraint(
                fields=["mentor", "quarter_on", "response"],
                condition=Q(level="response"),
                name="one_block_per_response",
            ),
            models.UniqueConstraint(
                fields=["mentor", "quarter_on"], condition=Q(level="overall"), name="one_overall_block"
            ),
            models.CheckConstraint(
                condition=Q(level="cell", topic__isnull=False, response__isnull=False)
                | Q(level="response", topic__isnull=True, response__isnull=False)
                | Q(level="overall", topic__isnull=True, response__isnull=True),
                name="block_says_its_level",
            ),
            models.CheckConstraint(
                condition=Q(answers=F("met_1") + F("met_2") + F("met_3") + F("met_4") + F("met_5"))
                & Q(answers=F("moved_1") + F("moved_2") + F("moved_3") + F("moved_4") + F("moved_5")),
                name="block_adds_up",
            ),
            models.CheckConstraint(condition=Q(people__gte=5, answers__gte=F("people")), name="block_is_a_group"),
        ]
        indexes = [models.Index(fields=["organization", "quarter_on"])]

    @property
    def met(self) -> tuple[int, ...]:
        """How often 1 to 5: was I met the way I hoped."""
        return tuple(getattr(self, f"met_{value}") for value in SCALE)

    @property
    def moved(self) -> tuple[int, ...]:
        """How often 1 to 5: did it move me forward."""
        return tuple(getattr(self, f"moved_{value}") for value in SCALE)


class Band(Released):
    """One of three words about how a mentor's 1on1s are taken; each row rests on `k_band` more people or more."""

    class Word(models.TextChoices):
        LOW = "low", _("Often not as hoped")
        MIDDLE = "middle", _("Mostly as hoped")
        HIGH = "high", _("Nearly always as hoped")

    window = models.ForeignKey(AnswerWindow, models.CASCADE, related_name="bands", help_text="The latest that counts.")
    word = models.CharField(max_length=6, choices=Word.choices)

    objects = ReleasedQuerySet["Band"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentor", "window"], name="one_band_per_window")]


class Comment(Released):
    """A line to the mentor. Released with a quarter's other lines, never beside a rating."""

    quarter_on = models.DateField()
    text = models.TextField(max_length=400)

    objects = ReleasedQuerySet["Comment"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["mentor", "quarter_on"])]
