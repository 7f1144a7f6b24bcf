import datetime
from typing import Any, Self

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import get_language, gettext_lazy

from aizuchi.kernel.canonical import AddressField, canonical_password
from aizuchi.kernel.models import UUIDModel
from aizuchi.kernel.stored_key import StoredKeyField
from aizuchi.people.models import Organization, Person


class Session(AbstractBaseSession):
    """A device on which somebody is signed in. The key in its cookie stands nowhere here."""

    session_key = StoredKeyField(max_length=40, primary_key=True)
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        related_name="+",
        db_constraint=False,
        help_text="Who is signed in, or half-way in, as the session itself says: read together with it.",
    )

    class Meta(AbstractBaseSession.Meta):
        pass

    @classmethod
    def get_session_store_class(cls) -> Any:
        from aizuchi.accounts.session_store import SessionStore  # it needs this model

        return SessionStore


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def under_way(self) -> Self:
        """The mail has neither gone out nor been refused, and nobody came in by then."""
        return self.filter(sent_at__isnull=True, problem="", person__in=Person.objects.without_password())


class Invitation(UUIDModel):
    """That somebody was asked in, the latest time. It opens nothing by itself: see `invitation_links`."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="invitation")
    invited_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="When its mail is to go out; empty: at once.")
    sent_at = models.DateTimeField(null=True, help_text="When its mail went out.")
    problem = models.CharField(max_length=80, blank=True, help_text="Why its mail could not be sent.")

    objects = InvitationQuerySet.as_manager()


class Operator(UUIDModel):
    """Runs the installation. Belongs to no organization, is nobody's colleague, and sees no people and no words."""

    email = AddressField(max_length=254, unique=True)
    password = models.CharField(max_length=128)
    created_at: models.DateTimeField[datetime.datetime, datetime.datetime] = models.DateTimeField()

    def set_password(self, typed: str) -> None:
        self.password = make_password(canonical_password(typed))

    def has_password(self, typed: str) -> bool:
        return check_password(canonical_password(typed), self.password)


class SignInPolicy(UUIDModel):
    """How an organization's people sign in. One without a row asks for nothing."""

    class Whom(models.TextChoices):
        NOBODY = "nobody", gettext_lazy("Nobody")
        ADMINISTRATORS_AND_HR = "administrators_and_hr", gettext_lazy("Administrators and HR")
        EVERYBODY = "everybody", gettext_lazy("Everybody")

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="sign_in_policy")
    second_factor_for = models.CharField(max_length=24, choices=Whom.choices, default=Whom.NOBODY)
    second_factor_from = models.DateField(
        null=True, blank=True, help_text="The first day without grace: from then on nobody comes in without one."
    )
    only_company_sign_in = models.BooleanField(
        default=False, help_text="Passwords and passkeys of ours open nothing, but for accounts behind glass."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_factor_for="nobody") | models.Q(second_factor_from__isnull=False),
                name="second_factor_has_a_first_day",
            ),
        ]


class BreakGlassAccount(UUIDModel):
    """Somebody who comes in with their own password or passkey also when the company's sign-in does not work."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="break_glass")
    named_at = models.DateTimeField()


class FactorReset(UUIDModel):
    """Lost second factors were taken off. Until new ones are set up, only a link to their own mail leads in."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="factor_reset")
    reset_at = models.DateTimeField()


class SignIn(models.Model):
    """That somebody came in, or that it was tried in vain, in one hour by one way. Never what was typed.

    Numbered rather than keyed by `UUIDModel`, whose keys tell the millisecond.
    """

    class Way(models.TextChoices):
        PASSWORD = "password", gettext_lazy("Password")
        PASSKEY = "passkey", gettext_lazy("Passkey")
        COMPANY = "company", gettext_lazy("Company account")
        LINK = "link", gettext_lazy("Link in a mail")
        SECOND_CHECK = "second_check", gettext_lazy("Second check")
        FIRST_RUN = "first_run", gettext_lazy("Setting up Aizuchi")
        DEMO = "demo", gettext_lazy("Door of the demo")
        OTHER = "other", gettext_lazy("By another way")

    class SecondCheck(models.TextChoices):
        APP = "totp", gettext_lazy("Authenticator app")
        PASSKEY = "webauthn", gettext_lazy("Passkey")
        RECOVERY_CODE = "recovery_codes", gettext_lazy("Recovery code")

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="sign_ins")
    hour = models.DateTimeField(help_text="Its beginning.")
    way = models.CharField(max_length=16, choices=Way.choices)
    second_check = models.CharField(max_length=16, choices=SecondCheck.choices, blank=True)
    came_in = models.BooleanField()
    device = models.CharField(max_length=30, blank=True, help_text="Its kind: the browser and the system.")
    times = models.PositiveIntegerField(default=0, help_text="Of what was tried in vain, at most one a minute.")

    class Meta:
        indexes = [models.Index(fields=["person", "-hour"]), models.Index(fields=["hour"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "hour", "way", "second_check", "came_in", "device"], name="one_sign_in_an_hour"
            )
        ]


class SparedDevice(models.Model):
    """A browser on which somebody is not asked for their second factor until then. The word in its cookie is hashed.

    Numbered rather than keyed by `UUIDModel`, whose keys tell the millisecond.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="spared_devices")
    word = StoredKeyField(max_length=40, unique=True)
    fingerprint = models.CharField(max_length=64, help_text="Of the password and the factors it was said with.")
    device = models.CharField(max_length=30, blank=True, help_text="Its kind: the browser and the system.")
    ends_at = models.DateTimeField(help_text="To the hour.")


class DemoPerson(UUIDModel):
    """Somebody of the demo company whose shoes a visitor may step into. Outside the demo there is none."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="demo")
    position = models.PositiveSmallIntegerField()
    story_ja = models.CharField(max_length=200)
    story_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]

    @property
    def story(self) -> str:
        return self.story_en if get_language() == "en" else self.story_ja
