"""allauth carries codes and passkeys. Where their secrets lie, and how things are called, is ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.sealed_secrets import open_secret, seal_secret
from aizuchi.people.models import Person

_whose: ContextVar[Person] = ContextVar("whose_secret")


@contextmanager
def sealing_for(person: Person) -> Iterator[None]:
    """allauth does not say whose secret it hands over."""
    token = _whose.set(person)
    try:
        yield
    finally:
        _whose.reset(token)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This didn't work. Please try once more."),
    }

    def encrypt(self, text: str) -> str:
        return seal_secret(_whose.get(), text, now=timezone.now())

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Aizuchi"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Aizuchi"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.full_name}
