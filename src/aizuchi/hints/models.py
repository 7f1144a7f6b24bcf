import datetime
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.models import UUIDModel
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Organization, Person, Unit

LONGEST_TITLE, LONGEST_BODY, LONGEST_SITUATION, LONGEST_CREDIT = 60, 400, 120, 80


class HintQuerySet(models.QuerySet["Hint"]):
    def visible_to(self, viewer: Person) -> Self:
        """What colleagues share, and one's own also after it was put away."""
        return self.filter(Q(hidden_at__isnull=True, retired_at__isnull=True) | Q(author=viewer)).filter(
            organization_id=viewer.organization_id
        )

    def published(self) -> Self:
        """Offered to everybody: neither put away by its author nor taken off by those who look after the hints."""
        return self.filter(hidden_at__isnull=True, retired_at__isnull=True)


class Hint(models.Model):
    """A short "this worked for me", for one topic and one way of being met."""

    # A key that tells no time: when an unnamed hint was written could say who wrote it.
    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="hints")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="hints")
    response = models.ForeignKey(ExpectedResponse, models.PROTECT, related_name="hints")
    title_ja = LineField(max_length=LONGEST_TITLE, blank=True)
    title_en = LineField(max_length=LONGEST_TITLE * 2, blank=True)
    body_ja = models.TextField(max_length=LONGEST_BODY, blank=True)
    body_en = models.TextField(max_length=LONGEST_BODY * 2, blank=True)
    situation_ja = models.CharField(max_length=LONGEST_SITUATION, blank=True)
    situation_en = models.CharField(max_length=LONGEST_SITUATION * 2, blank=True)
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="hints", help_text="Empty: it came with a pack."
    )
    is_anonymous = models.BooleanField(default=False, help_text="No page ever tells who wrote it.")
    pack = LineField(max_length=80, blank=True, help_text="The pack it came with.")
    pack_key = LineField(max_length=80, blank=True, help_text="What the pack calls it.")
    licence = models.CharField(max_length=80, blank=True)
    credit_ja = LineField(max_length=LONGEST_CREDIT, blank=True, help_text="Whom a pack names as its author.")
    credit_en = LineField(max_length=LONGEST_CREDIT, blank=True)
    search_text = models.TextField(editable=False, default="", help_text="Folded words, kept by the operations.")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_because = models.CharField(max_length=300, blank=True, help_text="What its author is told.")
    author_told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the author has read that it is hidden."
    )
    version = models.PositiveIntegerField(default=1)

    objects = HintQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "topic", "response"]),
            models.Index(fields=["author"], condition=Q(author__isnull=False), name="hint_by_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "pack", "pack_key"], condition=~Q(pack=""), name="a_pack_brings_a_hint_once"
            ),
            models.CheckConstraint(condition=~Q(body_ja="") | ~Q(body_en=""), name="hint_says_something"),
        ]

    @property
    def language(self) -> str:
        """Of the words shown: the reader's where there are some, else the other one."""
        wanted = "en" if get_language() == "en" else "ja"
        return wanted if getattr(self, f"body_{wanted}") else {"en": "ja", "ja": "en"}[wanted]

    def said(self, field: str) -> str:
        """title, body or situation, all three in one and the same language."""
        words: str = getattr(self, f"{field}_{self.language}")
        return words


class HintScore(models.Model):
    """How useful a hint turned out so far: counts, and what a list needs in order to sort without counting."""

    hint = models.OneToOneField(Hint, models.CASCADE, primary_key=True, related_name="score")
    shown = models.PositiveIntegerField(default=0, help_text="To how many people on how many days.")
    tried = models.PositiveIntegerField(default=0, help_text="How often somebody said how it went.")
    helped = models.PositiveIntegerField(default=0)
    low = models.FloatField(default=0.0, help_text="Tenth percentile of what we believe of helped per shown.")
    chance = models.FloatField(default=0.25, help_text="The probability of being the best of its cell.")
    scored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-low"])]


class Impression(models.Model):
    """That a person was shown a hint on a day, and how probable that was. No words, and no other use."""

    class Place(models.TextChoices):
        BRIEF = "brief"
        HOME = "home"
        LIST = "hint_list"
        STRENGTHS = "strengths"

    hint = models.ForeignKey(Hint, models.CASCADE, related_name="+")
    viewer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    place = models.CharField(max_length=9, choices=Place.choices)
    probability = models.FloatField(help_text="With which it was shown there on that day.")
    is_counted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["viewer", "day", "hint"], name="shown_counts_once_a_day"),
            models.CheckConstraint(condition=Q(probability__gt=0, probability__lte=1), name="impression_has_a_chance"),
        ]
        indexes = [
            models.Index(fields=["day"]),
            models.Index(fields=["hint"], condition=Q(is_counted=False), name="impression_to_count"),
        ]


class Bookmark(UUIDModel):
    """Kept for later; nobody else knows."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    hint = models.ForeignKey(Hint, models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "hint"], name="bookmarked_once")]


class TrialQuerySet(models.QuerySet["Trial"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(person=viewer)


class Trial(UUIDModel):
    """Somebody wants to try a hint in a coming 1on1; afterwards they say how it went. Only they see it."""

    class Outcome(models.TextChoices):
        HELPED = "helped", _("It helped")
        NOT_THIS_TIME = "not_this_time", _("It didn't fit this time")
        NOT_TRIED = "not_tried", _("I did not get to it")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    hint = models.ForeignKey(Hint, models.CASCADE, related_name="trials")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="hint_trials")
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=13, choices=Outcome.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_counted = models.BooleanField(default=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "hint", "meeting"], name="tried_once_per_meeting")]
        indexes = [models.Index(fields=["hint"], condition=Q(is_counted=False), name="trial_to_count")]


class UnitUsage(UUIDModel):
    """How hints were used in a unit, with all below it, in one quarter. Made once: it gives nothing away by moving."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    quarter_on = models.DateField(help_text="First day of the thirteen weeks.")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    is_hidden = models.BooleanField()
    tried = models.PositiveIntegerField(null=True, help_text="Times somebody tried one, to the nearest five.")
    helped_share = models.PositiveSmallIntegerField(
        null=True, help_text="Of those who said how it went, in percent, to the nearest five."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "quarter_on"], name="one_usage_per_unit_and_quarter"),
            models.CheckConstraint(
                condition=Q(is_hidden=False) | Q(tried__isnull=True, helped_share__isnull=True),
                name="hidden_usage_is_not_kept",
            ),
        ]
        indexes = [models.Index(fields=["organization", "quarter_on"])]


class Report(UUIDModel):
    """A colleague thinks that a hint should not stand there. Who reported is not shown to anybody."""

    class Reason(models.TextChoices):
        ABOUT_SOMEBODY = "about_somebody", _("It tells about somebody who could be recognized")
        HURTFUL = "hurtful", _("It could hurt somebody")
        HARMFUL = "harmful", _("Doing this would do harm")
        DOUBLE = "double", _("The same stands there already")
        OTHER = "other", _("Something else")

    hint = models.ForeignKey(Hint, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=14, choices=Reason.choices)
    words = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hint", "reporter"], condition=Q(decided_at__isnull=True), name="one_open_report_each"
            )
        ]
        indexes = [models.Index(fields=["hint"], condition=Q(decided_at__isnull=True), name="report_to_decide")]


class Invitation(models.Model):
    """When somebody was last asked to share what works for them. Never for what: that would tell their strengths."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    first_shown_on = models.DateField(null=True)
    answered_on = models.DateField(null=True, help_text="Written, or not this time: quiet until the next quarter.")
    is_refused = models.BooleanField(default=False, help_text="Does not want to be asked again.")


class PackFile(UUIDModel):
    """A pack somebody uploaded, from the preview to its end; thrown away once decided, or after a day."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    actor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()


KEEP_PACK_FILES = datetime.timedelta(days=1)
