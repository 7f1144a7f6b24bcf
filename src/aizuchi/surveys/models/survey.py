import datetime
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.people.policies import may_edit_people
from aizuchi.surveys.exchange.document import read_definition
from aizuchi.surveys.structure import Definition, Words
from aizuchi.surveys.structure.spelling import WordsPlace

SMALLEST_GROUP = 5
USUAL_GROUP = 10
LONGEST_TITLE = 120
LONGEST_VALUES = 100
LONGEST_TOOL = 60


@dataclass(frozen=True, slots=True)
class Correction:
    """A spelling mistake that was put right while the survey was out."""

    place: WordsPlace
    language: str
    before: str
    after: str
    on: datetime.date

    @classmethod
    def read(cls, kept: dict[str, str]) -> Self:
        place = WordsPlace(kept["code"], kept["name"], kept["choice"])
        return cls(place, kept["language"], kept["before"], kept["after"], datetime.date.fromisoformat(kept["on"]))


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, viewer: Person) -> Self:
        """Those who build surveys see all; everybody else what they are or were asked."""
        own = self.filter(organization_id=viewer.organization_id)
        if may_edit_people(viewer, viewer.organization, on=viewer.organization.today(timezone.now())):
            return own
        return own.filter(participants__person=viewer)

    def due_to_open(self, now: datetime.datetime) -> Self:
        return self.filter(is_settled=True, opened_at__isnull=True, opens_at__lte=now)

    def open_at(self, now: datetime.datetime) -> Self:
        return self.filter(opened_at__isnull=False, closed_at__isnull=True, closes_at__gt=now)

    def due_to_close(self, now: datetime.datetime) -> Self:
        """Not those who are anonymous: they close when their sealed answers are released."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True, closes_at__lte=now, is_anonymous=False)


class Survey(UUIDModel):
    """Once it has opened, nothing of it changes but spelling, and when its result is shared."""

    class Kind(models.TextChoices):
        PULSE = "pulse", _("Pulse: short, every month")
        ENGAGEMENT = "engagement", _("Engagement: thorough, twice a year")
        CONDITION = "condition", _("How people are and grow")
        PROGRAM = "program", _("Before, during and after a program")
        FREE = "free", _("Something of your own")

    class Readers(models.TextChoices):
        HR = "hr", _("HR")
        HEADS = "heads", _("HR, and heads for their unit, its parts and what lies above")

    class Attribute(models.TextChoices):
        """By which people of one unit may be told apart."""

        NONE = "", _("By unit only")
        TENURE = "tenure", _("By unit, and by how long people have been here")
        HEADS = "heads", _("By unit, and heads apart from everybody else")
        GRADE = "grade", _("By unit, and by grade")
        SITE = "site", _("By unit, and by site")
        EMPLOYMENT = "kind", _("By unit, and by kind of work")

    class AskedRole(models.TextChoices):
        EVERYBODY = "", _("Everybody")
        HEADS = "heads", _("Heads of units")
        MEMBERS = "members", _("Everybody but heads of units")
        HR = "hr", _("HR")
        EXECUTIVE = "executive", _("Executives")
        PROGRAM_OWNER = "program_owner", _("Program owners")

    class Tenure(models.TextChoices):
        EVERYBODY = "", _("However long they have been here")
        NEW = "new", _("Whoever is in the first year")
        SETTLED = "settled", _("Whoever has been here for one to three years")
        LONG = "long", _("Whoever has been here for three years or longer")

    class KeptBack(models.TextChoices):
        """Why it did not go out on its day, and is a draft again."""

        NOBODY = "nobody", _("On its first day nobody was left to ask.")
        FEW = "few", _("On its first day fewer people were left than it may tell of.")
        FAULTS = "faults", _("Its questions no longer fit the plan for every month, which has stopped.")
        LATE = "late", _("Its last day had passed before it could open.")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="surveys")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    series = models.UUIDField(
        default=uuid.uuid4, help_text="The same for all versions of one survey; a question is known by its code."
    )
    definition = models.JSONField(help_text="As a file of the format aizuchi-survey-1.")
    title_ja = LineField(max_length=LONGEST_TITLE, blank=True, help_text="Of the definition, for lists.")
    title_en = LineField(max_length=LONGEST_TITLE, blank=True)
    minutes = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="How long it takes to answer, for lists."
    )
    revision = models.PositiveIntegerField(default=1)
    corrections = models.JSONField(
        default=list, db_default=models.Value([], models.JSONField()), help_text="Of spelling, made while it was out."
    )

    is_anonymous = models.BooleanField(null=True, blank=True, help_text="Empty: not chosen yet.")
    smallest_group = models.PositiveSmallIntegerField(
        default=USUAL_GROUP, help_text="From how many people on anything is told."
    )
    second_attribute = models.CharField(
        max_length=6, choices=Attribute.choices, blank=True, help_text="By what, beside units, groups are made."
    )
    readers = models.CharField(max_length=5, choices=Readers.choices, default=Readers.HR)
    units = models.ManyToManyField(Unit, related_name="+", blank=True, help_text="None: the whole organization.")
    asked_role = models.CharField(max_length=13, choices=AskedRole.choices, blank=True, default="", db_default="")
    asked_tenure = models.CharField(max_length=7, choices=Tenure.choices, blank=True, default="", db_default="")
    people = models.ManyToManyField(Person, related_name="+", blank=True, help_text="Only these. None: everybody.")
    audience = models.CharField(
        max_length=120, blank=True, default="", db_default="", help_text="People whom another app names, by its key."
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    is_settled = models.BooleanField(default=False, help_text="To be opened when its time has come.")
    kept_back = models.CharField(
        max_length=6, choices=KeptBack.choices, blank=True, default="", db_default="", help_text="Until it is set anew."
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Its sums are made.")
    tool = LineField(
        max_length=LONGEST_TOOL, blank=True, default="", db_default="", help_text="Where it was asked; empty: here."
    )
    shared_on = models.DateField(null=True, blank=True, help_text="From when on those who were asked read its result.")

    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(smallest_group__gte=SMALLEST_GROUP), name="survey_groups_are_large_enough"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(opens_at__lt=F("closes_at")),
                name="survey_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(is_settled=False)
                | Q(is_anonymous__isnull=False, opens_at__isnull=False, closes_at__isnull=False),
                name="settled_survey_has_terms",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(is_settled=True), name="open_survey_is_settled"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="survey_closes_once_open"
            ),
            models.CheckConstraint(
                condition=Q(shared_on__isnull=True) | Q(closed_at__isnull=False), name="survey_is_shared_once_closed"
            ),
            models.CheckConstraint(
                condition=~Q(kind="condition") | Q(is_anonymous__isnull=True) | Q(is_anonymous=True),
                name="condition_is_asked_without_names",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "series"], name="surveys_of_series"),
            models.Index(fields=["closed_at", "closes_at"], name="surveys_to_close"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return Words(ja=self.title_ja, en=self.title_en).in_language(get_language() or self.organization.language)

    def read(self) -> Definition:
        return read_definition(self.definition)

    @cached_property
    def asks_words(self) -> bool:
        """Somewhere, if only beside a choice, something is written that is read word by word."""
        return any(one.takes_words for one in self.read().list_questions())

    def list_corrections(self) -> list["Correction"]:
        """The latest last."""
        return [Correction.read(one) for one in self.corrections]

    @property
    def window_key(self) -> str:
        """By which `anonymous_answers` knows it."""
        return str(self.pk)

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None and not self.is_settled

    @property
    def last_day(self) -> datetime.date | None:
        """On which answers are taken, where the organization is."""
        return self.organization.today(self.closes_at - datetime.timedelta(seconds=1)) if self.closes_at else None

    def takes_answers(self, now: datetime.datetime) -> bool:
        if self.opened_at is None or self.closed_at or self.closes_at is None:
            return False
        return now < self.closes_at


class SurveyRevision(UUIDModel):
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    is_ahead = models.BooleanField(
        default=False, db_default=False, help_text="It was taken back, and can be done again until something changes."
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_revision_of_a_number")]
