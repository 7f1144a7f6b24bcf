"""Who is brought together: drafts, what is published, and why."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.programs.models.participant import Participant
from aizuchi.programs.models.program import LONGEST_WORDS, Program, ProgramTheme

ENDING_ASKED = datetime.timedelta(days=14)


class MatchDraft(UUIDModel):
    """One way to bring everybody together, worked out at once. Nobody hears of it until it is published."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True, help_text="Empty: still being worked out.")
    summary = models.JSONField(default=dict, blank=True, help_text="Figures of the whole draft. See queries.board.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_draft_per_number")]


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, viewer: Person) -> Self:
        """One's own once it is published, and those of programs one looks after."""
        own = Q(mentee__person=viewer) | Q(mentor__person=viewer)
        return self.filter(own & Q(published_at__isnull=False) | Q(program__in=Program.objects.managed_by(viewer)))

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def lasting(self) -> Self:
        return self.published().filter(ended_at__isnull=True)


class Match(UUIDModel):
    """Two people of a program, brought together. In a peer program the seats only tell the two apart."""

    class Origin(models.TextChoices):
        SOLVED = "solved", _("Worked out")
        BY_HAND = "by_hand", _("Changed by hand")
        CHOSEN = "chosen", _("Chosen by the two")

    program = models.ForeignKey(Program, models.CASCADE, related_name="matches")
    draft = models.ForeignKey(MatchDraft, models.CASCADE, null=True, blank=True, related_name="matches")
    theme = models.ForeignKey(ProgramTheme, models.SET_NULL, null=True, blank=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    mentee = models.ForeignKey(Participant, models.CASCADE, related_name="matches_as_mentee")
    mentor = models.ForeignKey(Participant, models.CASCADE, related_name="matches_as_mentor")
    origin = models.CharField(max_length=7, choices=Origin.choices, default=Origin.SOLVED)
    score = models.FloatField(default=0, help_text="0 to 100.")
    reasons = models.JSONField(default=dict, blank=True, help_text="Contributions and ranks. See explanations.")
    is_locked = models.BooleanField(default=False, help_text="Kept when the rest is worked out anew.")
    because = models.TextField(max_length=LONGEST_WORDS, blank=True, help_text="Why it was changed; for HR only.")
    published_at = models.DateTimeField(null=True, blank=True)
    pair = models.OneToOneField(Pair, models.PROTECT, null=True, blank=True, related_name="+")
    fit_asked_at = models.DateTimeField(null=True, blank=True, help_text="When both were asked whether it fits.")
    fit_asked_again_at = models.DateTimeField(null=True, blank=True, help_text="Both again, whatever they answered.")
    what_if_at = models.DateTimeField(null=True, blank=True, help_text="When the mentee asked what would have been.")
    silence_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When both were asked about 90 quiet days."
    )
    kept_at = models.DateTimeField(null=True, blank=True, help_text="When one of the two said: we go on.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "mentee", "mentor"], name="two_once_in_a_draft"),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="a_match_is_two_people"),
        ]
        indexes = [
            models.Index(fields=["program", "published_at"]),
            models.Index(fields=["draft", "mentee"]),
        ]

    def is_ending_on(self, date: datetime.date) -> bool:
        """From two weeks before the last day on, when both are asked how they would like to go on."""
        until = self.pair.until_on if self.pair else None
        return until is not None and date >= until - ENDING_ASKED


class Unmatched(UUIDModel):
    """Somebody for whom a draft found nobody, and why."""

    class Why(models.TextChoices):
        NOBODY_FITS = "nobody", _("The rules leave nobody.")
        ALL_FULL = "full", _("Everybody who fits has no place left.")
        ODD = "odd", _("One is left over: the number is odd.")

    draft = models.ForeignKey(MatchDraft, models.CASCADE, related_name="unmatched")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    why = models.CharField(max_length=6, choices=Why.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "participant"], name="left_over_once")]
