import datetime
import uuid
import zoneinfo
from typing import ClassVar, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import CodeField, LineField, canonical_password
from aizuchi.kernel.days import day_after
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.models import UUIDModel, Validity, ValidityQuerySet, ends_after_start
from aizuchi.people.models.mail_address import MailAddressField
from aizuchi.people.models.organization import Organization


def photo_url_of(person_id: uuid.UUID, photo_small: uuid.UUID | None) -> str:
    """Where colleagues see the small picture; empty for those without one."""
    return reverse("people:photo", args=[person_id, photo_small]) if photo_small else ""


UNSEEN = (
    "password", "last_login", "email", "employee_number", "search_text", "pronoun", "photo", "introduction",
    "interests", "career", "spoken_languages", "preferred_times", "language", "theme", "time_zone", "joined_on",
    "created_at", "version",
)  # fmt: skip


def unseen(*paths: str) -> list[str]:
    """What no list shows of people joined under these paths, for `defer`: a person is wide, and lists are many."""
    return [f"{path}__{column}" for path in paths for column in UNSEEN]


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: "Person") -> Self:
        """Colleagues: everybody of one's own organization, those who left included."""
        return self.filter(organization_id=viewer.organization_id)

    def present_on(self, date: datetime.date) -> Self:
        """Who works here on that day, or did: some have left and come back."""
        joined = Q(joined_on__isnull=True) | Q(joined_on__lte=date)
        earlier = EarlierStay.objects.filter(
            Q(joined_on__isnull=True) | Q(joined_on__lte=date), person=OuterRef("pk"), left_on__gte=date
        )
        return self.filter(joined & (Q(left_on__isnull=True) | Q(left_on__gte=date)) | Exists(earlier))

    def still_here_on(self, date: datetime.date) -> Self:
        """Those who have not left, whether or not their first day has come."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=date))

    def without_password(self) -> Self:
        """Those who never came in."""
        return self.filter(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))

    def come_in(self) -> Self:
        """Those who have been here at least once; everybody in the demo. To others a reminder is a riddle."""
        return self.filter(
            Q(last_login__isnull=False)
            | Q(organization__is_demo=True)
            | ~(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))
        )


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=email)  # type: ignore[no-any-return]


BEHIND_LATIN = "\u0250"


def join_name(family: str, given: str) -> str:
    """小野寺 葵; and Ana Silva, to those who read English, where the name itself is in Latin letters."""
    if get_language() == "en" and family < BEHIND_LATIN:
        return f"{given} {family}".strip()
    return f"{family} {given}".strip()


class Person(UUIDModel, AbstractBaseUser):
    """Somebody of one organization, who may sign in once invited (without an invitation the password is unusable)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="people")
    email = MailAddressField(_("email"), max_length=254, null=True, blank=True, unique=True)
    employee_number = CodeField(_("employee number"), max_length=40, blank=True)

    family_name = LineField(_("family name"), max_length=60)
    given_name = LineField(_("given name"), max_length=60)
    family_kana = LineField(_("family name in kana"), max_length=60, blank=True)
    given_kana = LineField(_("given name in kana"), max_length=60, blank=True)
    family_romaji = LineField(_("family name in Latin letters"), max_length=60, blank=True)
    given_romaji = LineField(_("given name in Latin letters"), max_length=60, blank=True)
    search_text = models.TextField(editable=False, default="", help_text="Folded names, kept by the operations.")
    pronoun = LineField(_("pronoun"), max_length=30, blank=True)

    hue = models.PositiveSmallIntegerField(default=165, help_text="Colour of the avatar, in degrees.")
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    photo_small = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", help_text="The same, as lists show it."
    )
    introduction = models.TextField(_("introduction"), max_length=2000, blank=True)
    interests = models.CharField(_("interests"), max_length=300, blank=True)
    career = models.TextField(_("career so far"), max_length=2000, blank=True)
    spoken_languages = models.CharField(_("languages"), max_length=120, blank=True)
    preferred_times = models.CharField(_("good times for 1on1s"), max_length=200, blank=True)

    language = models.CharField(
        _("language"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja"
    )
    theme = models.CharField(max_length=5, choices=[("", "auto"), ("light", "light"), ("dark", "dark")], blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Tokyo")

    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("last day"), null=True, blank=True, help_text="The last day at work, inclusive.")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "employee_number"],
                condition=~Q(employee_number=""),
                name="one_person_per_employee_number",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="person_leaves_after_joining",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "family_kana", "given_kana"]),
            # SQLite looks nothing up by an index that leaves rows out, and directories know no case.
            models.Index(fields=["organization", "employee_number"], name="person_employee_number"),
            models.Index("organization", Lower("employee_number"), name="person_folded_number"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """小野寺 葵, or Aoi Onodera to those who read English; some people have one name only."""
        if get_language() == "en" and self.family_romaji:
            return f"{self.given_romaji} {self.family_romaji}".strip()
        return join_name(self.family_name, self.given_name)

    @property
    def short_name(self) -> str:
        """How colleagues address this person: 小野寺さん, or Aoi."""
        if get_language() == "en":
            return self.given_romaji or self.given_name or self.family_romaji or self.family_name
        return f"{self.family_name}さん"

    @property
    def polite_name(self) -> str:
        """The whole name where somebody is told of: 小野寺 葵さん, or Aoi Onodera."""
        return self.full_name if get_language() == "en" else f"{self.full_name}さん"

    @property
    def name_spellings(self) -> tuple[str, ...]:
        """Family and given name in every script they are known in, each once."""
        written = (self.family_name, self.given_name, self.family_kana, self.given_kana)
        return tuple(dict.fromkeys(name for name in (*written, self.family_romaji, self.given_romaji) if name))

    @property
    def initial(self) -> str:
        return self.full_name[:1]

    @property
    def photo_url(self) -> str:
        return photo_url_of(self.pk, self.photo_small_id)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else canonical_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """However a keyboard composes its signs. Passwords from before that was so are still taken as typed."""
        if raw_password is None:
            return False
        typed = canonical_password(raw_password)
        return super().check_password(typed) or (typed != raw_password and super().check_password(raw_password))

    def has_usable_password(self) -> bool:
        return bool(self.password) and super().has_usable_password()

    @property
    def gone_on(self) -> datetime.date | None:
        """The first day they are no longer here, as validity ranges count."""
        return day_after(self.left_on) if self.left_on else None

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person may sign in: until the end of their last day, as the organization's clocks tell it."""
        return self.is_still_here_on(self.organization.today(timezone.now()))

    def today(self, now: datetime.datetime) -> datetime.date:
        """The date on the wall where they are."""
        return now.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()

    def is_still_here_on(self, date: datetime.date) -> bool:
        return self.left_on is None or self.left_on >= date


class Employment(UUIDModel, Validity):
    """Facts of work that change over time."""

    class Kind(models.TextChoices):
        PERMANENT = "permanent", _("Permanent")
        CONTRACT = "contract", _("Contract")
        PART_TIME = "part_time", _("Part-time")
        DISPATCHED = "dispatched", _("Dispatched")
        OTHER = "other", _("Other")

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    kind = models.CharField(_("kind of work"), max_length=12, choices=Kind.choices, default=Kind.PERMANENT)
    kind_name = LineField(_("what the company calls it"), max_length=40, blank=True)
    title = LineField(_("title"), max_length=80, blank=True)
    title_en = LineField(_("title in English"), max_length=80, blank=True)
    grade = LineField(_("grade"), max_length=40, blank=True)
    site = LineField(_("site"), max_length=80, blank=True)

    objects = ValidityQuerySet["Employment"].as_manager()

    class Meta:
        constraints = [
            ends_after_start("employment_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on__isnull=True), name="one_current_employment"
            ),
        ]

    @property
    def kind_label(self) -> str:
        """嘱託, where the company calls it that."""
        return self.kind_name or str(self.Kind(self.kind).label)


class EarlierStay(UUIDModel):
    """Somebody worked here before, left, and came back: the time before, both days inclusive."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="earlier_stays")
    joined_on = models.DateField(null=True)
    left_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="earlier_stay_ends_after_start",
            ),
        ]


class Leave(UUIDModel, Validity):
    """An absence that pauses cadence and leaves every denominator."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="leaves")

    objects = ValidityQuerySet["Leave"].as_manager()

    class Meta:
        constraints = [ends_after_start("leave_ends_after_start")]


class RoleGrant(UUIDModel, Validity):
    """A role given by name. Heads need none: they follow from the tree."""

    class Role(models.TextChoices):
        HR = "hr", _("HR")
        EXECUTIVE = "executive", _("Executive")
        PROGRAM_OWNER = "program_owner", _("Program owner")
        ADMINISTRATOR = "administrator", _("System administrator")

    person = models.ForeignKey(Person, models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    granted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    objects = ValidityQuerySet["RoleGrant"].as_manager()

    class Meta:
        constraints = [
            ends_after_start("role_ends_after_start"),
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(until_on__isnull=True), name="one_open_grant_per_role"
            ),
        ]
