import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel, Validity, ValidityQuerySet, ends_after_start
from aizuchi.people.models import Organization, Person


class PairQuerySet(ValidityQuerySet["Pair"]):
    def visible_to(self, viewer: Person) -> Self:
        """The pairs a person belongs to, ended ones included. Facts of holding for others have their own queries.

        A pair that is still to come has no circle: a change of supervisor is not told before its day.
        """
        return self.filter(Q(mentee=viewer) | Q(mentor=viewer), circle__isnull=False)

    def answered_by(self, person: Person) -> Self:
        """Those in which the person responds: as the mentor, or as one of two peers."""
        return self.filter(Q(mentor=person) | Q(mentee=person, kind=PairKind.PEER))

    def lasting_beyond(self, date: datetime.date) -> Self:
        """Those that hold on that date or will begin later; not those taken back before they began."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=date) & Q(until_on__gt=F("starts_on")))


class Pair(UUIDModel, Validity):
    """A standing 1on1 relationship. In a peer pair both sides bring topics; the names only tell the two seats apart."""

    class Aim(models.TextChoices):
        DEEPEN = "deepen", _("Deepen")
        BROADEN = "broaden", _("Broaden")

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        EVERY_2_WEEKS = "every_2_weeks", _("Every two weeks")
        MONTHLY = "monthly", _("Every month")
        EVERY_2_MONTHS = "every_2_months", _("Every two months")
        QUARTERLY = "quarterly", _("Every three months")
        ONCE = "once", _("Once")
        WHEN_NEEDED = "when_needed", _("When needed")

    class Ending(models.TextChoices):
        """Never who: a pair ends quietly."""

        CHOICE = "choice", _("By choice")
        LINE = "line", _("The reporting line changed")
        LEFT = "left", _("One of the two left")
        UNDONE = "undone", _("It had begun by mistake")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="pairs")
    kind = models.CharField(max_length=16, choices=PairKind.choices)
    aim = models.CharField(max_length=8, choices=Aim.choices, default=Aim.DEEPEN)
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="pairs_as_mentee")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="pairs_as_mentor")
    cadence = models.CharField(max_length=16, choices=Cadence.choices, default=Cadence.MONTHLY)
    minutes = models.PositiveSmallIntegerField(default=30)
    rhythm_is_chosen = models.BooleanField(
        default=False,
        help_text="Somebody chose it for this pair: changes for many leave it alone unless told otherwise.",
    )
    purpose = models.TextField(_("what this 1on1 is for, in the mentor's words"), max_length=500, blank=True)
    care = models.TextField(_("what the mentor will take care of"), max_length=500, blank=True)
    wish = models.TextField(_("what the mentee would like to be taken care of"), max_length=500, blank=True)
    circle = models.OneToOneField(
        "notes.Circle", models.PROTECT, related_name="+", null=True, help_text="Empty until its first day has come."
    )
    ended_because = models.CharField(max_length=7, choices=Ending.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When its notes became read-only.")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("pair_ends_after_start"),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="a_pair_is_two_people"),
            models.UniqueConstraint(
                fields=["mentee", "mentor", "kind"], condition=Q(until_on__isnull=True), name="one_open_pair_per_kind"
            ),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(until_on__isnull=True, kind=PairKind.SUPERVISOR),
                name="one_open_supervisor_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["mentor", "until_on"]),
            models.Index(fields=["mentee", "until_on"]),
            models.Index(fields=["organization", "kind", "until_on"]),
            models.Index(fields=["starts_on"], condition=Q(circle__isnull=True), name="pair_not_yet_opened"),
            models.Index(
                fields=["until_on"],
                condition=Q(closed_at__isnull=True, until_on__isnull=False),
                name="pair_not_yet_closed",
            ),
        ]

    @property
    def is_peer(self) -> bool:
        return self.kind == PairKind.PEER

    @property
    def ended_on(self) -> datetime.date | None:
        """What people call the end: the last day, or the day on which one of the two ended it."""
        if self.until_on is None or self.ended_because == self.Ending.CHOICE:
            return self.until_on
        return max(self.starts_on, self.until_on - datetime.timedelta(days=1))

    def has(self, person: Person) -> bool:
        return person.pk in (self.mentee_id, self.mentor_id)

    def partner_of(self, person: Person) -> Person:
        return self.mentor if person.pk == self.mentee_id else self.mentee

    def is_open_on(self, date: datetime.date) -> bool:
        return self.holds_on(date)


class UsualRhythm(UUIDModel):
    """How often and how long 1on1s of a kind are when they begin, where an organization has said so."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=PairKind.choices)
    cadence = models.CharField(max_length=16, choices=Pair.Cadence.choices)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="one_usual_rhythm_per_kind")]


class RhythmChange(UUIDModel):
    """HR gave many pairs another rhythm at once. It can be taken back for a while."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    actor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cadence = models.CharField(max_length=16, choices=Pair.Cadence.choices)
    minutes = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)


class FormerRhythm(UUIDModel):
    """How one of these pairs met before."""

    change = models.ForeignKey(RhythmChange, models.CASCADE, related_name="former")
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="+")
    cadence = models.CharField(max_length=16, choices=Pair.Cadence.choices)
    minutes = models.PositiveSmallIntegerField()
    was_chosen = models.BooleanField()


class Theme(UUIDModel):
    """A topic that one pair made for itself."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="themes")
    label = LineField(max_length=120)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(Q(mentee=viewer) | Q(mentor=viewer))

    def waiting(self) -> Self:
        return self.filter(answer="")


class Proposal(UUIDModel):
    """One person asks another for a 1on1. Only the two know of it."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not this time")
        WITHDRAWN = "withdrawn", _("Taken back")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=PairKind.choices)
    aim = models.CharField(max_length=8, choices=Pair.Aim.choices, default=Pair.Aim.DEEPEN)
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="proposals_as_mentee")
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="proposals_as_mentor")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cadence = models.CharField(max_length=16, choices=Pair.Cadence.choices, default=Pair.Cadence.MONTHLY)
    minutes = models.PositiveSmallIntegerField(default=30)
    words = models.TextField(max_length=500, help_text="Why, in the words of the person who asks.")
    created_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    pair = models.OneToOneField(Pair, models.PROTECT, null=True, blank=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentee", "mentor", "kind"], condition=Q(answer=""), name="one_waiting_proposal_per_kind"
            ),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="nobody_proposes_to_themselves"),
            models.CheckConstraint(condition=~Q(kind=PairKind.SUPERVISOR), name="supervisor_pairs_follow_the_line"),
        ]

    def receiver(self) -> Person:
        return self.mentor if self.proposed_by_id == self.mentee_id else self.mentee
