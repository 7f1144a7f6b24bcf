"""What another setting of a provider means: a trial, own proofs, or another provider altogether."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

from aizuchi.single_sign_on.models import IdentityProvider
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


@dataclass(frozen=True, kw_only=True)
class ProviderState:
    """Of one provider, before or after a change."""

    values: dict[str, Any]
    metadata_url: str
    sealed: SealedSettings

    @classmethod
    def of(cls, provider: IdentityProvider, sealed: SealedSettings) -> Self:
        values = {name: getattr(provider, name) for name in (*DECISIVE, *FIRST_LINK)}
        return cls(values=values, metadata_url=provider.metadata_url, sealed=sealed)

    @property
    def keeps_secret(self) -> bool:
        return bool(self.sealed.client_secret or self.sealed.next_client_secret)


@dataclass(frozen=True)
class ProviderChange:
    before: ProviderState
    after: ProviderState

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

    def _differs_in(self, names: Collection[str]) -> bool:
        return any(self.before.values[name] != self.after.values[name] for name in names)

    def _still_vouches(self) -> bool:
        """A second certificate beside the first, or the first taken away later, is no other provider."""
        before, after = self.before.sealed.certificates, self.after.sealed.certificates
        return bool(set(before) & set(after)) or before == after
