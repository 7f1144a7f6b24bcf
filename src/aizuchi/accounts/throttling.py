"""How often one may try to get in, so that guessing is slow and nobody can lock out somebody else.

A wrong password counts against the account and the network it came from. Five of them stop that network, and nobody
else. Devices on which the person has been before count apart: the right password from there always opens. What is
tried before anybody is named counts against the network, too, and apart on devices on which somebody has been.
"""

import datetime
import math
from dataclasses import dataclass, field
from typing import Self

from django.http import HttpRequest
from django.utils.translation import ngettext

from aizuchi.accounts.known_devices import known_device_name, known_to_anybody
from aizuchi.accounts.models import Operator
from aizuchi.kernel.canonical import canonical_address
from aizuchi.kernel.client_address import network_of
from aizuchi.kernel.limits import Limit, count, give_back, time_left
from aizuchi.people.models import Person

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
FROM_ONE_NETWORK = Limit(name="sign_in.account_and_network", most=5, per=5 * MINUTE)
ON_ONE_ACCOUNT = Limit(name="sign_in.account", most=60, per=HOUR)
OF_ONE_NETWORK = Limit(name="sign_in.network", most=100, per=10 * MINUTE)
ON_ONE_DEVICE = Limit(name="sign_in.device", most=100, per=HOUR)  # of guesses by whoever found the device
CODES_FROM_NETWORK = Limit(name="second_factor.account_and_network", most=5, per=5 * MINUTE)
CODES_OF_ONE = Limit(name="second_factor.account", most=20, per=HOUR)
CODES_ON_DEVICE = Limit(name="second_factor.device", most=20, per=HOUR)
PASSKEYS_FROM_NETWORK = Limit(name="passkey.network", most=100, per=10 * MINUTE)
PASSKEYS_ON_DEVICE = Limit(name="passkey.device", most=100, per=HOUR)
PASSKEY_CHALLENGE = Limit(name="passkey.challenge", most=1, per=10 * MINUTE)
CHANGES = Limit(name="password.change", most=10, per=10 * MINUTE)
NOTED_FAILURES = Limit(name="sign_in.noted", most=1, per=MINUTE, is_warned_of=False)  # guesses fill no log
PROOFS = Limit(name="proof", most=10, per=10 * MINUTE)
MAILS_TO_ONE = Limit(name="password.mail", most=5, per=HOUR)
MAILS_FROM_NETWORK = Limit(name="password.network", most=30, per=10 * MINUTE)
MAILS_ON_DEVICE = Limit(name="password.device", most=30, per=HOUR)


@dataclass(frozen=True)
class SignInAttempt:
    """One press of the button; what it counted on is given back if the password was right."""

    limits: tuple[tuple[Limit, tuple[str, ...]], ...]
    counted: list[tuple[Limit, tuple[str, ...]]] = field(default_factory=list)

    @classmethod
    def by_person(cls, request: HttpRequest, address: str) -> Self:
        account, network = canonical_address(address), network_of(request.META["REMOTE_ADDR"])
        person = Person.objects.filter(email=account).first()
        device = known_device_name(request, person) if person else ""
        if person and device:
            return cls(((ON_ONE_DEVICE, (person.pk.hex, device)),))
        return cls(
            (
                (FROM_ONE_NETWORK, (account, network)),
                (OF_ONE_NETWORK, (network,)),
                (ON_ONE_ACCOUNT, (account,)),
            )
        )

    @classmethod
    def by_code(cls, request: HttpRequest, person: Person) -> Self:
        """Only whoever knows the password gets to try these. Devices where the person has been count apart here too."""
        if device := known_device_name(request, person):
            return cls(((CODES_ON_DEVICE, (person.pk.hex, device)),))
        network = network_of(request.META["REMOTE_ADDR"])
        return cls(((CODES_FROM_NETWORK, (person.pk.hex, network)), (CODES_OF_ONE, (person.pk.hex,))))

    @classmethod
    def by_operator(cls, request: HttpRequest, address: str) -> Self:
        account, network = "operator " + canonical_address(address), network_of(request.META["REMOTE_ADDR"])
        operator = Operator.objects.filter(email=canonical_address(address)).first()
        device = known_device_name(request, operator) if operator else ""
        if operator and device:
            return cls(((ON_ONE_DEVICE, (operator.pk.hex, device)),))
        return cls(((FROM_ONE_NETWORK, (account, network)), (OF_ONE_NETWORK, (network,)), (ON_ONE_ACCOUNT, (account,))))

    def begin(self, *, now: datetime.datetime) -> bool:
        """Whether it may be made. One that is refused counts on nothing further."""
        for limit, whose in self.limits:
            if not count(limit, *whose, now=now):
                return False
            self.counted.append((limit, whose))
        return True

    def say_too_many(self, *, now: datetime.datetime) -> str:
        """Of one that may not be made."""
        return say_too_many(max(time_left(limit, *whose, now=now) for limit, whose in self.limits))

    def take_back(self) -> None:
        for limit, whose in self.counted:
            give_back(limit, *whose)


def may_try_from_here(request: HttpRequest, *, of_network: Limit, on_device: Limit, now: datetime.datetime) -> bool:
    """Before it is known who it is: a stranger behind the same address does not use up what colleagues have."""
    limit, whose = _find_limit(request, of_network=of_network, on_device=on_device)
    return count(limit, whose, now=now)


def say_passkeys_too_many(request: HttpRequest, *, now: datetime.datetime) -> str:
    limit, whose = _find_limit(request, of_network=PASSKEYS_FROM_NETWORK, on_device=PASSKEYS_ON_DEVICE)
    return say_too_many(time_left(limit, whose, now=now))


def say_too_many(left: datetime.timedelta) -> str:
    minutes = max(1, math.ceil(left / MINUTE))
    return ngettext(
        "That was a few tries in a row. Please try again in a minute.",
        "That was a few tries in a row. Please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _find_limit(request: HttpRequest, *, of_network: Limit, on_device: Limit) -> tuple[Limit, str]:
    if device := known_to_anybody(request):
        return on_device, device
    return of_network, network_of(request.META["REMOTE_ADDR"])


def may_ask_for_mail(request: HttpRequest, *, now: datetime.datetime) -> bool:
    return may_try_from_here(request, of_network=MAILS_FROM_NETWORK, on_device=MAILS_ON_DEVICE, now=now)


def may_try_passkey(request: HttpRequest, *, now: datetime.datetime) -> bool:
    return may_try_from_here(request, of_network=PASSKEYS_FROM_NETWORK, on_device=PASSKEYS_ON_DEVICE, now=now)
