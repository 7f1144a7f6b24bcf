import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.models import Session
from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.kernel.stored_key import StoredKeyField
from aizuchi.people.models import Organization, Person


class ProviderQuerySet(models.QuerySet["IdentityProvider"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(organization_id=viewer.organization_id)

    def on_offer(self) -> Self:
        """Those by which people may sign in."""
        return self.filter(is_on=True)


class IdentityProvider(UUIDModel):
    """Where a company's people prove who they are, such as Entra ID, Okta or a Keycloak of one's own."""

    class Kind(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML 2.0"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="identity_providers")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    name = LineField(_("name"), max_length=60)
    is_on = models.BooleanField(default=False, help_text="Whether people may sign in by it.")

    issuer = models.CharField(max_length=500, help_text="What it calls itself: SAML's entity id.")
    client_id = models.CharField(max_length=255, blank=True, help_text="OpenID Connect only.")
    sign_in_url = models.CharField(max_length=2000, blank=True, help_text="Where browsers are sent to.")
    metadata_url = models.CharField(max_length=2000, blank=True, help_text="SAML only.")
    uid_name = models.CharField(max_length=200, blank=True, help_text="SAML: the attribute that never changes.")
    mail_name = models.CharField(max_length=200, blank=True, help_text="SAML: the attribute with the mail address.")
    groups_name = models.CharField(max_length=200, blank=True, help_text="Claim or attribute with groups, if any.")
    trusts_addresses = models.BooleanField(
        default=False, help_text="OpenID Connect: its addresses count as proved without `email_verified`."
    )
    is_strong = models.BooleanField(default=False, help_text="It asks for a second factor itself.")
    accepts_unasked = models.BooleanField(default=False, help_text="SAML: sign-in that begins at the provider.")
    sealed = models.BinaryField(blank=True, help_text="Client secret and certificates, under a key of this very row.")
    certificates_until = models.DateTimeField(
        null=True, help_text="SAML: when the certificate that lasts longest ends."
    )

    was_tried = models.BooleanField(
        default=False, db_default=False, help_text="Some settings of it have let an administrator in."
    )
    wants_own_proof = models.BooleanField(
        default=False,
        db_default=False,
        help_text="It vouches by other settings than it was tried with: its word alone links nobody.",
    )
    tried_at = models.DateTimeField(null=True, help_text="When the present settings let an administrator in.")
    tried_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    problem = models.CharField(max_length=24, blank=True, help_text="Why somebody was turned away, the latest time.")
    problem_at = models.DateTimeField(null=True)
    created_at: models.DateTimeField[datetime.datetime, datetime.datetime] = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_provider_per_name"),
            models.CheckConstraint(
                condition=models.Q(is_on=False) | models.Q(tried_at__isnull=False),
                name="provider_tried_before_it_is_on",
            ),
        ]


MISSING_FOR = datetime.timedelta(days=7)
"""How long a proved domain stays so without its record."""


class DomainQuerySet(models.QuerySet["ProviderDomain"]):
    def proved(self, now: datetime.datetime) -> Self:
        still = models.Q(missing_since=None) | models.Q(missing_since__gt=now - MISSING_FOR)
        return self.filter(still, proved_at__isnull=False)


class ProviderDomain(UUIDModel):
    """Whose addresses end in this may prove by that provider who they are."""

    provider = models.ForeignKey(IdentityProvider, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, db_index=True)
    token = models.CharField(max_length=43, db_default="", help_text="What the domain's TXT record has to say.")
    proved_at = models.DateTimeField(null=True, help_text="When it turned out to be the organization's own.")
    is_confirmed = models.BooleanField(default=False, db_default=False, help_text="By the operator, without DNS.")
    missing_since = models.DateTimeField(null=True, help_text="When its record was there no more.")

    objects = DomainQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "domain"], name="domain_once_per_provider")]


class FirstProvider(UUIDModel):
    """Which provider was the first to be tried for a domain. It may be gone; others link nobody by their word alone.

    Or removing one and entering another would be the way round what a changed one has to ask.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    domain = models.CharField(max_length=253)
    provider_key = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "domain"], name="one_first_provider_per_domain")]


class ProviderAccount(UUIDModel):
    """Whose account there is whose here. Never found by mail address again once it stands."""

    provider = models.ForeignKey(IdentityProvider, models.CASCADE, related_name="accounts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="provider_accounts")
    uid = models.CharField(max_length=255, help_text="What it calls this account for ever: `sub`, say.")
    linked_at = models.DateTimeField()
    proved_by = models.CharField(
        max_length=12, db_default="never_used", help_text="By what its owner showed that it is theirs."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "uid"], name="one_person_per_provider_account"),
            models.UniqueConstraint(fields=["provider", "person"], name="one_account_per_person_and_provider"),
        ]


class ProviderSession(UUIDModel):
    """A session that began at a provider, so that it can end there."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="begun_at_provider")
    account = models.ForeignKey(ProviderAccount, models.CASCADE, related_name="sessions")
    sid = models.CharField(max_length=255, blank=True, help_text="What the provider calls the session.")


class PendingSignIn(UUIDModel):
    """Somebody was sent to their provider and is to come back within minutes, in the same browser."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        TRY = "try"
        PROVE = "prove"

    provider = models.ForeignKey(IdentityProvider, models.CASCADE, related_name="pending")
    browser = StoredKeyField(max_length=40)
    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="+", help_text="Who is signed in already and has to come back."
    )
    back = models.CharField(max_length=500, blank=True, help_text="The page they wanted to see.")
    sealed_proof = models.BinaryField(
        null=True, help_text="What the provider vouched for, under a key that only that browser has: SAML."
    )
    # Filled by the version before; they go with the next one.
    account = models.ForeignKey(ProviderAccount, models.CASCADE, null=True, help_text="Whose it proved to be: SAML.")
    sid = models.CharField(max_length=255, blank=True)
    carried_by = StoredKeyField(
        max_length=40, blank=True, help_text="Of the browser that brought the provider's answer: SAML."
    )
    ends_at = models.DateTimeField(db_index=True)


class SeenOnce(UUIDModel):
    """Something that a provider signed to be used once, remembered until nobody takes it any more."""

    provider = models.ForeignKey(IdentityProvider, models.CASCADE, related_name="+")
    mark = StoredKeyField(max_length=40)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "mark"], name="seen_once")]
