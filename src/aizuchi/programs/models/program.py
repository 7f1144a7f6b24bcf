"""What a program is, from its first idea to its end."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import MeetingFormat, PairKind, Topic
from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Organization, Person, RoleGrant, Unit
from aizuchi.people.policies import is_hr

LONGEST_NAME = 80
LONGEST_WORDS = 500
KINDS = (PairKind.MENTOR, PairKind.PEER, PairKind.DIAGONAL)


class ProgramQuerySet(models.QuerySet["Program"]):
    def managed_by(self, viewer: Person) -> Self:
        """All of them for HR; for a program owner those they answer for."""
        own = self.filter(organization_id=viewer.organization_id)
        on = viewer.organization.today(timezone.now())
        if is_hr(viewer, on=on):
            return own
        is_owner = RoleGrant.objects.on(on).filter(person=viewer, role=RoleGrant.Role.PROGRAM_OWNER)
        return own.filter(owner=viewer) if is_owner.exists() else self.none()

    def visible_to(self, viewer: Person) -> Self:
        """Once it is out, everybody of the organization reads what it is for; before, only whoever sets it up."""
        out = self.filter(organization_id=viewer.organization_id).exclude(state=Program.State.DRAFT)
        return out | self.managed_by(viewer)

    def running(self) -> Self:
        return self.filter(state=Program.State.RUNNING)


class Program(UUIDModel):
    """A scheme of HR that brings people together: mentors, peers, managers of other units."""

    class Mode(models.TextChoices):
        ASSIGN = "assign", _("We pair people up")
        APPLY = "apply", _("Mentees apply")
        MENU = "menu", _("From a menu")
        MUTUAL = "mutual", _("Both choose")
        THEME = "theme", _("Around a topic")

    class Purpose(models.TextChoices):
        CAREER = "career", _("To think about the way ahead")
        VALUES = "values", _("To sort out what matters to oneself")
        NETWORK = "network", _("To know people beyond one's own unit")
        ONBOARDING = "onboarding", _("To settle in, in the second year")
        OTHER = "other", pgettext_lazy("of a program", "Something else")

    class Apart(models.TextChoices):
        """How far from each other the two have to work."""

        ANYWHERE = "", _("Wherever they work")
        UNIT = "unit", _("In another unit")
        BRANCH = "branch", _("In another division")
        FLOW = "flow", _("In the unit before or after one's own in the flow of work")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being set up")
        OPEN = "open", _("Open to join")
        RUNNING = "running", _("Under way")
        ENDED = "ended", pgettext_lazy("of a program", "Ended")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="programs")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.label) for kind in KINDS])
    mode = models.CharField(max_length=6, choices=Mode.choices)
    aim = models.CharField(max_length=8, choices=Pair.Aim.choices)
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    name = LineField(_("name"), max_length=LONGEST_NAME)
    name_en = LineField(_("name in English"), max_length=LONGEST_NAME, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="Who answers for it.")

    # What for.
    purposes = models.JSONField(default=list, blank=True, help_text="Keys of Purpose.")
    own_purpose = LineField(max_length=120, blank=True)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True, help_text="One sentence, for whoever is invited.")

    # Who with whom.
    target_units = models.ManyToManyField(Unit, related_name="+", blank=True)
    target = models.JSONField(default=dict, blank=True, help_text="See people_rules.PeopleRule.")
    counterpart_units = models.ManyToManyField(Unit, related_name="+", blank=True)
    counterpart = models.JSONField(default=dict, blank=True, help_text="See people_rules.PeopleRule.")
    apart = models.CharField(max_length=6, choices=Apart.choices, blank=True)
    same_title = models.BooleanField(default=False, help_text="Only people who do the same kind of work.")
    without_former = models.BooleanField(default=False, help_text="Nobody who has been a partner before.")

    # How often, how long.
    cadence = models.CharField(max_length=16, choices=Pair.Cadence.choices, default=Pair.Cadence.MONTHLY)
    minutes = models.PositiveSmallIntegerField(default=30)
    is_evergreen = models.BooleanField(default=False, help_text="People join and leave all year.")
    join_until = models.DateField(null=True, blank=True, help_text="The last day to join.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day.")
    months = models.PositiveSmallIntegerField(default=6, help_text="How long a pair lasts where it is evergreen.")
    middle_on = models.DateField(null=True, blank=True, help_text="When people look back half-way.")

    # What about.
    topics = models.ManyToManyField(Topic, related_name="+", blank=True)
    format = models.ForeignKey(MeetingFormat, models.SET_NULL, null=True, blank=True, related_name="+")
    first_questions = models.TextField(max_length=1000, blank=True, help_text="For the first talk, one a line.")

    # What it is to the organization.
    positioning = models.TextField(max_length=1000, blank=True)
    in_work_time = models.BooleanField(default=True)
    tells_supervisor = models.BooleanField(default=True, help_text="That somebody takes part; nothing more.")
    offers_passing_on = models.BooleanField(default=False, help_text="Whether one may pass on to one's own manager.")

    # How people find each other.
    most_wishes = models.PositiveSmallIntegerField(default=3)
    most_mentor_wishes = models.PositiveSmallIntegerField(default=5)
    offers_slots = models.BooleanField(default=False)

    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="program_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="program_is_beside_the_line"),
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=180), name="program_takes_some_time"),
        ]
        indexes = [models.Index(fields=["organization", "state"])]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def is_peer(self) -> bool:
        return self.kind == PairKind.PEER

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def takes_people_on(self, date: datetime.date) -> bool:
        """Whether one can join: until the last day to join, or at any time where it is evergreen."""
        if self.is_evergreen:
            return self.state in (self.State.OPEN, self.State.RUNNING)
        return self.state == self.State.OPEN and (self.join_until is None or date <= self.join_until)


class FlowStep(UUIDModel):
    """A unit along a flow of work. Whoever works before or after understands, and is far enough away to be asked."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="flow")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["program", "unit"], name="unit_once_in_a_flow")]


class ProgramTheme(UUIDModel):
    """What people gather around, with other partners each time."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="themes")
    label = LineField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as many as like to come.")
    starts_at = models.DateTimeField(null=True, blank=True, help_text="Empty: those who come agree on it.")
    place = LineField(max_length=120, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
