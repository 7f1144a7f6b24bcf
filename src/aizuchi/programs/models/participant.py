"""Who takes part, what they want or offer, and whom they would like to meet."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person
from aizuchi.programs.models.program import LONGEST_WORDS, Program, ProgramTheme

MOST_PARTNERS = 9


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, viewer: Person) -> Self:
        """One's own, and those of programs one looks after. What others are shown of a mentor has its own query."""
        return self.filter(Q(person=viewer) | Q(program__in=Program.objects.managed_by(viewer)))

    def joined(self) -> Self:
        return self.filter(state=Participant.State.JOINED)


class Participant(UUIDModel):
    """One person in one program. In a peer program all are peers."""

    class Side(models.TextChoices):
        MENTEE = "mentee", _("Mentee")
        MENTOR = "mentor", _("Mentor")
        PEER = "peer", _("Peer")

    class State(models.TextChoices):
        DRAFT = "draft", _("Still writing")
        INVITED = "invited", _("Asked by HR")
        JOINED = "joined", _("Takes part")
        DECLINED = "declined", _("Not this time")
        LEFT = "left", _("No longer takes part")

    program = models.ForeignKey(Program, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(max_length=8, choices=State.choices)
    capacity = models.PositiveSmallIntegerField(default=1, help_text="With how many a mentor meets at most.")
    takes_two = models.BooleanField(default=False, help_text="A peer who takes a second partner where one is left.")
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    own_topic = LineField(max_length=120, blank=True)
    responses = models.ManyToManyField(ExpectedResponse, related_name="+", blank=True)
    themes = models.ManyToManyField(ProgramTheme, related_name="participants", blank=True)
    languages = models.JSONField(default=list, blank=True, help_text="Beside Japanese: codes such as en.")
    wants_other_unit = models.BooleanField(default=False)
    wants_in_person = models.BooleanField(default=False)
    words = models.TextField(
        max_length=LONGEST_WORDS, blank=True, help_text="A mentor's for whoever may choose; a mentee's for the match."
    )
    sealed_vetoes = models.BinaryField(
        default=bytes, help_text="With whom they do not want to be matched; always of one size. See vetoes."
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="once_in_a_program"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MOST_PARTNERS), name="participant_has_a_place"
            ),
        ]
        indexes = [models.Index(fields=["program", "side", "state"])]


class Wish(UUIDModel):
    """Whom somebody would like to meet, first one first. Only whoever looks after the program reads it."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="wishes")
    wanted = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["participant", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "wanted"], name="wishes_for_somebody_once"),
            models.UniqueConstraint(fields=["participant", "rank"], name="one_wish_per_rank"),
            models.CheckConstraint(condition=~Q(participant=F("wanted")), name="nobody_wishes_for_themselves"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="wishes_begin_with_one"),
        ]


class OfferedSlot(UUIDModel):
    """A time a mentor offers in a menu; whoever takes it first has it."""

    mentor = models.ForeignKey(Participant, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    taken_by = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint(fields=["mentor", "starts_at"], name="mentor_slot_offered_once")]


class Application(UUIDModel):
    """A mentee asks one mentor, who says yes or not this time. Only the two know."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not this time")
        WITHDRAWN = "withdrawn", _("Taken back")

    mentee = models.ForeignKey(Participant, models.CASCADE, related_name="applications")
    mentor = models.ForeignKey(Participant, models.CASCADE, related_name="asked_by")
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    created_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee", "mentor"], condition=Q(answer=""), name="one_open_application_to_a_mentor"
            ),
        ]


class DirectoryEntryQuerySet(models.QuerySet["DirectoryEntry"]):
    def visible_to(self, viewer: Person) -> Self:
        """Those of colleagues who are glad to be asked, and one's own also while it is switched off."""
        return self.filter(Q(is_shown=True) | Q(person=viewer), person__organization_id=viewer.organization_id)


class DirectoryEntry(UUIDModel):
    """Somebody is glad to be asked for a 1on1, also outside of programs."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    kinds = models.JSONField(default=list, help_text="As what: mentor, peer, diagonal.")
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    responses = models.ManyToManyField(ExpectedResponse, related_name="+", blank=True)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    is_shown = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    objects = DirectoryEntryQuerySet.as_manager()
