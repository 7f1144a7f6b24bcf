"""What another setting of a provider means: a trial, own proofs, or another provider altogether; and how it is told."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Self

from aizuchi.single_sign_on.events import ChangedPart
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.saml.certificates import fingerprint_of
from aizuchi.single_sign_on.sealed_settings import SealedSettings

# What decides whom a provider can vouch for, or how: whatever of it changes wants another trial.
DECISIVE = (
    "issuer", "client_id", "uid_name", "mail_name", "trusts_addresses", "accepts_unasked", "groups_name",
)  # fmt: skip
# What makes another of it: who was linked to the former one shows once more that it is them.
IDENTITY = ("issuer", "client_id", "uid_name")
# To whom its secret is told.
CLIENT = ("issuer", "client_id")
# What its word alone links people by: nobody is linked by a changed one without their own proof.
FIRST_LINK = (*IDENTITY, "mail_name", "trusts_addresses")
# By which settings a part of it is told to administrators.
PARTS = {
    ChangedPart.ASKED_WHERE: ("issuer", "client_id", "metadata_url"),
    ChangedPart.SENT_WHERE: ("sign_in_url",),
    ChangedPart.READ_HOW: ("uid_name", "mail_name", "trusts_addresses", "accepts_unasked", "groups_name"),
}
RECORDED = ("name", "metadata_url", "sign_in_url", *DECISIVE)
SECRET_WAITS, SECRET_USED = "another_secret_waits", "another_secret_used"  # nosec B105: words of the record


@dataclass(frozen=True, kw_only=True)
class ProviderState:
    """Of one provider, before or after a change."""

    values: dict[str, Any]
    metadata_url: str
    sealed: SealedSettings
    domains: tuple[str, ...]

    @classmethod
    def of(cls, provider: IdentityProvider, sealed: SealedSettings, domains: Collection[str]) -> Self:
        values = {name: getattr(provider, name) for name in RECORDED}
        return cls(values=values, metadata_url=provider.metadata_url, sealed=sealed, domains=tuple(sorted(domains)))

    @property
    def keeps_secret(self) -> bool:
        return bool(self.sealed.client_secret or self.sealed.next_client_secret)

    def describe(self) -> dict[str, Any]:
        """For the record: never a secret, and of certificates by what they are known."""
        prints = [fingerprint_of(certificate) for certificate in self.sealed.certificates]
        return {**self.values, "domains": list(self.domains), "certificates": prints}


@dataclass(frozen=True)
class ProviderChange:
    before: ProviderState
    after: ProviderState

    def keeping(self, sealed: SealedSettings) -> "ProviderChange":
        """With what is sealed in the end."""
        return replace(self, after=replace(self.after, sealed=sealed))

    @property
    def has_another_client(self) -> bool:
        return self._differs_in(CLIENT)

    @property
    def is_another(self) -> bool:
        """It may vouch for anybody anew: by its names, by where its metadata are read, by who signs for it."""
        moved = self.after.metadata_url not in ("", self.before.metadata_url)
        signs_anew = set(self.after.sealed.certificates) - set(self.before.sealed.certificates)
        return self._differs_in(IDENTITY) or moved or bool(signs_anew)

    @property
    def wants_trial(self) -> bool:
        return self._differs_in(DECISIVE) or self.is_another or not self._still_vouches()

    @property
    def wants_own_proof(self) -> bool:
        return self.is_another or self._differs_in(FIRST_LINK)

    @property
    def added_domains(self) -> tuple[str, ...]:
        return tuple(domain for domain in self.after.domains if domain not in self.before.domains)

    @property
    def removed_domains(self) -> tuple[str, ...]:
        return tuple(domain for domain in self.before.domains if domain not in self.after.domains)

    def describe(self) -> dict[str, Any]:
        """For the record: what became another, as it was and as it is. Of a secret only that it did."""
        before, after = self.before.describe(), self.after.describe()
        said: dict[str, Any] = {}
        for name in after:
            if before[name] != after[name]:
                said |= {f"{name}_before": before[name], name: after[name]}
        if self._has_another_secret():
            said["client_secret"] = SECRET_WAITS if self.after.sealed.next_client_secret else SECRET_USED
        return said

    def list_parts(self) -> tuple[ChangedPart, ...]:
        """What administrators hear of, beside domains."""
        parts = [part for part, names in PARTS.items() if self._differs_in(names)]
        if self._has_another_secret():
            parts.append(ChangedPart.ANOTHER_SECRET)
        if set(self.before.sealed.certificates) != set(self.after.sealed.certificates):
            parts.append(ChangedPart.CERTIFICATES)
        return tuple(parts)

    def _has_another_secret(self) -> bool:
        before, after = self.before.sealed, self.after.sealed
        was, is_now = (before.client_secret, before.next_client_secret), (after.client_secret, after.next_client_secret)
        return was != is_now

    def _differs_in(self, names: Collection[str]) -> bool:
        return any(self.before.values[name] != self.after.values[name] for name in names)

    def _still_vouches(self) -> bool:
        """A second certificate beside the first, or the first taken away later, is no other provider."""
        before, after = self.before.sealed.certificates, self.after.sealed.certificates
        return bool(set(before) & set(after)) or before == after
