"""Passkeys: the ceremony is allauth's and fido2's; what opens nothing is None rather than an error."""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aizuchi.accounts.models import SignIn
from aizuchi.accounts.sign_in_record import note_failure
from aizuchi.accounts.throttling import PASSKEY_CHALLENGE
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.kernel.limits import count
from aizuchi.people.models import Person

# A question to whoever holds any passkey waits in the visitor's browser: looking at the entrance writes no session.
COOKIE = "passkey"
GOOD_FOR = 10 * 60
_SALT = "aizuchi.accounts.passkey"
_ODD = (ValidationError, KeyError, AttributeError, IndexError, TypeError, ValueError, OverflowError)


def read_passkey(credential: Any, *, person: Person) -> Authenticator | None:
    """The passkey of this person that signed the challenge in the session; the challenge is used up either way."""
    try:
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(person, credential)
    except _ODD:
        return None
    finally:
        auth.clear_state()


def read_new_passkey(credential: Any) -> dict[str, Any] | None:
    """What to keep of a passkey that has just been made for the challenge in the session, by a person it verified."""
    try:
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except _ODD:
        return None
    finally:
        auth.clear_state()
    return credential if made.is_user_verified() else None


def ask_person(person: Person) -> dict[str, Any]:
    """The question that one of this person's passkeys answers; it waits in the session until it is answered."""
    told: dict[str, Any] = auth.begin_authentication(person)
    return told


def ask_for_new(person: Person) -> dict[str, Any]:
    """The question by which this person's browser makes a passkey; it waits in the session as well."""
    told: dict[str, Any] = auth.begin_registration(person, passwordless=True)
    return told


def ask_anybody(response_to: HttpRequest) -> tuple[dict[str, Any], str]:
    """The question for the entrance, and what its cookie holds."""
    options, state = auth.get_server().authenticate_begin(
        credentials=[], user_verification=auth.UserVerificationRequirement.REQUIRED
    )
    return dict(options), signing.dumps(state, salt=_SALT)


def keep_question(response: HttpResponse, told: str) -> None:
    keep_cookie(response, COOKIE, told, max_age=GOOD_FOR, path="/sign-in/", samesite="Strict")


def read_passkey_of_anybody(request: HttpRequest, credential: Any) -> Authenticator | None:
    """Whoever the passkey names. Each question is answered once, whichever process hears the answer."""
    try:
        state = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=GOOD_FOR)
        person = auth.extract_user_from_response(credential)
    except (signing.BadSignature, *_ODD):
        return None
    if not count(PASSKEY_CHALLENGE, str(state.get("challenge")), now=timezone.now()):
        return None
    context.request.session[auth.STATE_SESSION_KEY] = state
    found = read_passkey(credential, person=person)
    if found is None:
        note_failure(request, way=SignIn.Way.PASSKEY, person=person)
    return found
