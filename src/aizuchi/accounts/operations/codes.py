"""Codes of authenticator apps, and recovery codes: each is good once, whichever process is asked."""

import datetime
import uuid

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction

from aizuchi.accounts.events import FactorsChanged
from aizuchi.accounts.sealed_secrets import open_secret
from aizuchi.kernel import events


@transaction.atomic
def use_code(*, person_id: uuid.UUID, code: str, now: datetime.datetime) -> Authenticator | None:
    """What the code belongs to, if it is good; from now on it is no more."""
    held = Authenticator.objects.select_for_update().select_related("user").filter(user=person_id)
    by_type = {authenticator.type: authenticator for authenticator in held}
    app, codes = by_type.get(Authenticator.Type.TOTP), by_type.get(Authenticator.Type.RECOVERY_CODES)
    if app and _use_step(app, code, now):
        return app
    if codes and codes.wrap().validate_code(code):
        events.publish(FactorsChanged(person_id=person_id, what="code_used", actor_id=person_id, at=now))
        return codes
    return None


def find_step(secret: str, code: str, *, now: datetime.datetime) -> int | None:
    """The half minute whose code this is, of those around now."""
    current = int(now.timestamp()) // app_settings.TOTP_PERIOD
    around = range(current - app_settings.TOTP_TOLERANCE, current + app_settings.TOTP_TOLERANCE + 1)
    fitting = [
        step for step in around if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    ]
    return fitting[-1] if fitting else None


def _use_step(app: Authenticator, code: str, now: datetime.datetime) -> bool:
    """Neither the same code nor an earlier one, which somebody may have read over a shoulder, opens after it."""
    step = find_step(open_secret(app.data["secret"]), code, now=now)
    if step is None or step <= app.data.get("latest_step", -1):
        return False
    app.data["latest_step"] = step
    app.save(update_fields=["data"])
    return True
