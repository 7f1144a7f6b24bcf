"""Second factors of the cast, as an authenticator app and a sheet of codes would have them."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from aizuchi.accounts.mfa_adapter import sealing_for
from aizuchi.people.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(person: Person, *, secret: str = SECRET) -> Authenticator:
    with sealing_for(person):
        return TOTP.activate(person, secret).instance


def give_recovery_codes(person: Person) -> list[str]:
    with sealing_for(person):
        return RecoveryCodes.activate(person).generate_codes()


def code_now(secret: str = SECRET, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
