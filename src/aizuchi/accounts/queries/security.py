"""What protects somebody's account: passkeys, the second check, and where they are signed in."""

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.utils import timezone

from aizuchi.accounts.glass import wants_company_sign_in
from aizuchi.accounts.queries.factors import Type
from aizuchi.accounts.queries.sessions import (
    OpenSession,
    SparedDeviceLine,
    list_open_sessions,
    list_spared_devices,
)
from aizuchi.accounts.queries.sign_ins import SignInLine, list_own_sign_ins
from aizuchi.accounts.whole_hours import is_within
from aizuchi.people.models import Person


@dataclass(frozen=True)
class HeldFactor:
    id: int
    name: str
    since: datetime.date
    used_at: datetime.datetime | None
    """The beginning of the hour."""

    def was_used_within_the_hour(self) -> bool:
        return self.used_at is not None and is_within(self.used_at, timezone.now())


@dataclass(frozen=True)
class SecurityPage:
    passkeys: list[HeldFactor]
    app: HeldFactor | None
    codes_left: int
    codes_made: int
    sessions: list[OpenSession]
    spared: list[SparedDeviceLine]
    has_password: bool
    """One that opens."""
    sign_ins: list[SignInLine]

    @property
    def has_factor(self) -> bool:
        return bool(self.passkeys or self.app)


def read_security_page(viewer: Person, *, current_key: str | None) -> SecurityPage:
    held = list(Authenticator.objects.filter(user=viewer).order_by("pk"))
    passkeys = [_describe(row, viewer) for row in held if row.type == Type.WEBAUTHN]
    app = next((_describe(row, viewer) for row in held if row.type == Type.TOTP), None)
    codes = next((row for row in held if row.type == Type.RECOVERY_CODES), None)
    return SecurityPage(
        passkeys=passkeys,
        app=app,
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        codes_made=len(codes.wrap().generate_codes()) if codes else 0,
        sessions=list_open_sessions(viewer, current_key=current_key),
        spared=list_spared_devices(viewer, now=timezone.now()),
        has_password=viewer.has_usable_password() and not wants_company_sign_in(viewer),
        sign_ins=list_own_sign_ins(viewer),
    )


def _describe(row: Authenticator, viewer: Person) -> HeldFactor:
    return HeldFactor(row.pk, row.data.get("name", ""), viewer.today(row.created_at), row.last_used_at)
