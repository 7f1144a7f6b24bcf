"""The client secret, which nobody reads again, and the certificates, which nobody swaps in the database unseen."""

import datetime
import json
from dataclasses import asdict, dataclass

from aizuchi.kernel.keys import KeyDestroyed, KeyMissing, data_key, data_key_made_for
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.single_sign_on.models import IdentityProvider


class SettingsLost(Exception):
    """They cannot be opened (any more). Entering them once more helps."""


@dataclass(frozen=True, kw_only=True)
class SealedSettings:
    client_secret: str = ""
    next_client_secret: str = ""
    """Tried first; until it has let an administrator in, people come in by the one before."""
    certificates: tuple[str, ...] = ()
    """PEM."""

    def using(self, secret: str) -> "SealedSettings":
        """From now on, and nothing waits any more."""
        return SealedSettings(client_secret=secret, certificates=self.certificates)


def seal_settings(provider: IdentityProvider, settings: SealedSettings, *, now: datetime.datetime) -> None:
    """Into the row at hand; whoever asks saves it."""
    key = data_key_made_for(owner=provider.pk, organization_id=provider.organization_id, now=now)
    provider.sealed = seal(json.dumps(asdict(settings)).encode(), key=key, place=_place(provider))


def open_settings(provider: IdentityProvider) -> SealedSettings:
    """Raises SettingsLost."""
    if not provider.sealed:
        return SealedSettings()
    try:
        plain = open_sealed(bytes(provider.sealed), key=data_key(provider.pk), place=_place(provider))
    except (KeyMissing, KeyDestroyed, SealBroken) as error:
        raise SettingsLost from error
    said = json.loads(plain)  # sealed, so ours
    return SealedSettings(**said | {"certificates": tuple(said["certificates"])})


def _place(provider: IdentityProvider) -> Place:
    return Place("single_sign_on_identityprovider", str(provider.pk), "sealed")
