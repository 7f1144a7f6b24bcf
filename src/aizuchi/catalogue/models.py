from typing import Self

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization


class PairKind(models.TextChoices):
    SUPERVISOR = "supervisor", _("Supervisor")
    MENTOR = "mentor", _("Mentor")
    PEER = "peer", _("Peer")
    DIAGONAL = "diagonal", _("Diagonal")

    @classmethod
    def label_of_partner(cls, kind: str, *, is_mentee: bool) -> str:
        """What the other of the two is to somebody: one's supervisor, or the member whose supervisor one is."""
        if not is_mentee and kind in _OF_MENTEES:
            return str(_OF_MENTEES[kind])
        return str(cls(kind).label)


_OF_MENTEES = {"supervisor": pgettext_lazy("of a pair", "Member"), "mentor": pgettext_lazy("of a pair", "Mentee")}


class Labelled(models.Model):
    """A name in both languages; Japanese stands in where English is missing, and the other way round."""

    label_ja = LineField(_("in Japanese"), max_length=120, blank=True)
    label_en = LineField(_("in English"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        if get_language() == "en":
            return self.label_en or self.label_ja
        return self.label_ja or self.label_en

    def __str__(self) -> str:
        return self.label


class TopicQuerySet(models.QuerySet["Topic"]):
    def offered(self) -> Self:
        return self.filter(retired_at__isnull=True)


class Topic(UUIDModel, Labelled):
    """What to talk about. Every organization owns its copy of the seven, and adds its own."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="topics")
    key = models.SlugField(max_length=40, help_text="Stable; the seven shipped ones keep theirs for comparison.")
    pair_kind = models.CharField(max_length=16, choices=PairKind.choices, blank=True, help_text="Empty: for all.")
    icon = models.CharField(max_length=40, default="bookmark")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="one_topic_per_key")]


class ExpectedResponse(UUIDModel, Labelled):
    """How somebody wants to be met on a topic."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="expected_responses")
    key = models.SlugField(max_length=40)
    icon = models.CharField(max_length=40, default="ellipsis")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="one_response_per_key")]


class Prompt(UUIDModel):
    """A question that helps to begin, about what was, is or will be."""

    class Tense(models.TextChoices):
        PAST = "past", _("So far")
        PRESENT = "present", _("Now")
        FUTURE = "future", _("From here on")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="prompts")
    tense = models.CharField(max_length=7, choices=Tense.choices)
    text_ja = models.CharField(max_length=300, blank=True)
    text_en = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    @property
    def text(self) -> str:
        if get_language() == "en":
            return self.text_en or self.text_ja
        return self.text_ja or self.text_en


class MeetingFormat(UUIDModel, Labelled):
    """A template for a 1on1: suggested topics, questions and length."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="meeting_formats")
    key = models.SlugField(max_length=40)
    description_ja = models.CharField(max_length=300, blank=True)
    description_en = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="one_format_per_key")]

    @property
    def description(self) -> str:
        if get_language() == "en":
            return self.description_en or self.description_ja
        return self.description_ja or self.description_en


class FormatQuestion(UUIDModel):
    """A question of a meeting format; a mentor may send it ahead as a pre-question."""

    format = models.ForeignKey(MeetingFormat, models.CASCADE, related_name="questions")
    text_ja = models.CharField(max_length=300, blank=True)
    text_en = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    @property
    def text(self) -> str:
        if get_language() == "en":
            return self.text_en or self.text_ja
        return self.text_ja or self.text_en


class LibraryQuestion(UUIDModel):
    """A question from the library: sent ahead, to break the ice, or to keep somebody talking."""

    class Use(models.TextChoices):
        AHEAD = "ahead", _("To send ahead")
        ICEBREAKER = "icebreaker", _("To break the ice")
        OPEN = "open", _("To keep a talk open")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="library_questions")
    key = models.SlugField(max_length=40)
    use = models.CharField(max_length=10, choices=Use.choices)
    text_ja = models.CharField(max_length=300, blank=True)
    text_en = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="one_question_per_key")]

    @property
    def text(self) -> str:
        if get_language() == "en":
            return self.text_en or self.text_ja
        return self.text_ja or self.text_en


class RoleWords(UUIDModel):
    """How an organization calls the two sides of a kind of pair; a missing row means the words we ship."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="role_words")
    pair_kind = models.CharField(max_length=16, choices=PairKind.choices)
    mentor_ja = LineField(max_length=40)
    mentor_en = LineField(max_length=40)
    mentee_ja = LineField(max_length=40)
    mentee_en = LineField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "pair_kind"], name="one_word_pair_per_kind")]
