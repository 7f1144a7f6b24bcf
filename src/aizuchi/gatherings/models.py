import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.gatherings.scopes import scope_of
from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.people.policies import may_edit_people
from aizuchi.spaces.models import Booking


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def visible_to(self, viewer: Person) -> Self:
        """Those it is for, whoever has a place, who holds it, heads above its unit; HR and administrators see all."""
        own = self.filter(organization_id=viewer.organization_id)
        on = viewer.organization.today(timezone.now())
        if may_edit_people(viewer, viewer.organization, on=on):
            return own
        scope = scope_of(viewer, on=on)
        audience = Gathering.Audience
        shown = Q(audience=audience.ALL) & (Q(unit=None) | Q(unit__in=scope.is_in))
        if scope.is_head:
            shown |= Q(audience=audience.HEADS) & (Q(unit=None) | Q(unit__in=scope.heads_in))
            shown |= Q(unit__in=scope.heads)
        has_place = SignUp.objects.filter(person=viewer).values("gathering")
        return own.filter(shown | Q(holder=viewer) | Q(pk__in=has_place))

    def standing(self) -> Self:
        return self.filter(called_off_at__isnull=True)


class Gathering(UUIDModel):
    """Several people meet: a training, a managers' meeting, a cohort of a program."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        MANAGERS = "managers", _("Managers' meeting")
        COHORT = "cohort", _("Meeting of a program")
        OTHER = "other", _("Gathering")

    class Audience(models.TextChoices):
        ALL = "all", _("Everybody there")
        HEADS = "heads", _("Heads of units there")
        INVITED = "invited", _("Those who are invited")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="gatherings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = LineField(max_length=120)
    words = models.TextField(max_length=2000, blank=True)
    audience = models.CharField(max_length=7, choices=Audience.choices, default=Audience.ALL)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the whole organization."
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    video_url = models.URLField(max_length=500, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as many as like to come.")
    sign_up_until = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=24 * 60), name="gathering_takes_some_time"),
            models.CheckConstraint(condition=Q(places__isnull=True) | Q(places__gte=1), name="gathering_has_a_place"),
            models.CheckConstraint(
                condition=Q(sign_up_until__isnull=True) | Q(sign_up_until__lte=F("starts_at")),
                name="sign_up_ends_before_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["organization", "starts_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)

    @property
    def where(self) -> str:
        return self.booking.space.label if self.booking else self.place or self.video_url

    def takes_sign_ups(self, now: datetime.datetime) -> bool:
        return self.called_off_at is None and now < (self.sign_up_until or self.starts_at)


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def coming(self) -> Self:
        return self.filter(state=SignUp.State.COMING)

    def waiting(self) -> Self:
        """Whoever came first is first."""
        return self.filter(state=SignUp.State.WAITING).order_by("signed_up_at", "pk")


class SignUp(UUIDModel):
    """One person and a gathering. Others see how many come; who comes, only those who look after it."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        COMING = "coming", _("coming")
        WAITING = "waiting", _("on the waiting list")
        WITHDRAWN = "withdrawn", _("not coming")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices)
    signed_up_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True, help_text="Empty: nobody has noted it.")

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="signs_up_once")]
        indexes = [models.Index(fields=["gathering", "state", "signed_up_at"])]
