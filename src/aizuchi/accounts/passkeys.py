"""Passkeys: the ceremony is allauth's and fido2's; what opens nothing is None rather than an error."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from aizuchi.people.models import Person


def read_passkey(credential: Any, *, person: Person) -> Authenticator | None:
    """The passkey of this person that signed the challenge in the session; the challenge is used up either way."""
    try:
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(person, credential)
    except (ValidationError, KeyError, AttributeError, IndexError, OverflowError):
        return None
    finally:
        auth.clear_state()
