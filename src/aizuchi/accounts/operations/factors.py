"""Second factors: added, renamed, taken off by their owner; taken off by an administrator where they are lost."""

import datetime
import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.events import FactorsChanged, FactorsReset
from aizuchi.accounts.mfa_adapter import sealing_for
from aizuchi.accounts.models import FactorReset
from aizuchi.accounts.operations.codes import find_step
from aizuchi.accounts.operations.sessions import end_sessions_of
from aizuchi.accounts.policies import may_reset_factors, must_have_factor
from aizuchi.accounts.queries.factors import FACTORS, Type
from aizuchi.accounts.queries.policy import is_behind_glass, policy_of
from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.kernel.canonical import canonical
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.people.policies import is_administrator

MOST_PASSKEYS = 20
LONGEST_NAME = 60


class WrongCode(Refusal):
    sentence = _("This code doesn't fit. Please enter the one that your app shows now.")
    field = "code"


class HasApp(Refusal):
    sentence = _("An authenticator app is set up already. Take it off first to set up another.")


class TooManyPasskeys(Refusal):
    sentence = _("You have twenty passkeys. Please take off one that you no longer use.")


class FactorRequired(Refusal):
    sentence = _("Your organization asks for a second factor. Please add another before you take this one off.")


class KeepsTheDoor(Refusal):
    sentence = _(
        "You come in when the company's sign-in does not work, and this is what opens then. "
        "Please add another before you take this one off."
    )


class OnlyWayIn(Refusal):
    sentence = _(
        "You have no password, so this is what lets you in here. "
        "Please choose a password or add another passkey before you take this one off."
    )


class NothingToReset(Refusal):
    sentence = _("This person has no second factor.")


@transaction.atomic
def add_passkey(
    *, actor: Person, name: str, credential: dict[str, Any], current_key: str | None, now: datetime.datetime
) -> list[str]:
    """Answers the recovery codes if these are the first; they are shown this once."""
    _lock(actor)
    if Authenticator.objects.filter(user=actor, type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise TooManyPasskeys
    WebAuthn.add(actor, canonical(name)[:LONGEST_NAME], credential)
    return _added(actor, "passkey_added", now, keep=current_key)


@transaction.atomic
def add_app(*, actor: Person, secret: str, code: str, current_key: str | None, now: datetime.datetime) -> list[str]:
    """Answers the recovery codes if these are the first. The code that proved it is used up with that."""
    _lock(actor)
    if Authenticator.objects.filter(user=actor, type=Type.TOTP).exists():
        raise HasApp
    step = find_step(secret, code, now=now)
    if step is None:
        raise WrongCode
    with sealing_for(actor):
        app = TOTP.activate(actor, secret).instance
    app.data["latest_step"] = step
    app.save(update_fields=["data"])
    return _added(actor, "app_added", now, keep=current_key)


@transaction.atomic
def rename_passkey(*, actor: Person, authenticator_id: int, name: str, now: datetime.datetime) -> None:
    """Raises Authenticator.DoesNotExist for somebody else's."""
    passkey = Authenticator.objects.select_for_update().get(pk=authenticator_id, user=actor, type=Type.WEBAUTHN)
    passkey.data["name"] = canonical(name)[:LONGEST_NAME]
    passkey.save(update_fields=["data"])
    _note(actor, actor, "passkey_renamed", now)


@transaction.atomic
def remove_factor(*, actor: Person, authenticator_id: int, current_key: str | None, now: datetime.datetime) -> None:
    """Raises Authenticator.DoesNotExist for somebody else's, and FactorRequired for the last where one must be."""
    _lock(actor)
    factor = Authenticator.objects.get(pk=authenticator_id, user=actor, type__in=FACTORS)
    others = Authenticator.objects.filter(user=actor, type__in=FACTORS).exclude(pk=factor.pk)
    if not others.exists():
        policy = policy_of(actor.organization_id)
        if policy.only_company_sign_in and is_behind_glass(actor):
            raise KeepsTheDoor
        if must_have_factor(actor, policy, on=actor.organization.today(now)):
            raise FactorRequired
        if not actor.has_usable_password() and is_administrator(actor, on=actor.organization.today(now)):
            raise OnlyWayIn
        Authenticator.objects.filter(user=actor).delete()
    factor.delete()
    end_sessions_of([actor.pk], now, keep=current_key)
    _tell(actor, "passkey_removed" if factor.type == Type.WEBAUTHN else "app_removed", now)


@transaction.atomic
def renew_recovery_codes(*, actor: Person, now: datetime.datetime) -> list[str]:
    """Those of before open nothing any more."""
    _lock(actor)
    Authenticator.objects.filter(user=actor, type=Type.RECOVERY_CODES).delete()
    codes = _make_recovery_codes(actor)
    _tell(actor, "codes_renewed", now)
    return codes


@transaction.atomic
def reset_factors(*, person_id: uuid.UUID, actor: Person | None, now: datetime.datetime) -> FactorReset:
    """Takes off what somebody lost. They come in again by a link to their own mail only, and set up anew.

    Whoever does this learns nothing that opens: the password stays, and so does whose mail box it is.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("organization").get(pk=person_id)
    require(may_reset_factors(actor, person, on=person.organization.today(now)))
    held = Authenticator.objects.filter(user=person)
    if not held.exists() and not FactorReset.objects.filter(person=person).exists():
        raise NothingToReset
    held.delete()
    reset, _is_new = FactorReset.objects.update_or_create(person=person, defaults={"reset_at": now})
    end_sessions_of([person.pk], now)
    _note(person, actor, "reset", now)
    events.publish(FactorsReset(person_id=person.pk, actor_id=actor.pk if actor else None, at=now))
    return reset


def _lock(person: Person) -> None:
    """Two tabs do not make two sets of codes."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _added(person: Person, what: str, now: datetime.datetime, *, keep: str | None) -> list[str]:
    """The first ends all other sessions, those half-way in too: whoever began them knew the password alone."""
    if Authenticator.objects.filter(user=person, type__in=FACTORS).count() == 1:
        end_sessions_of([person.pk], now, keep=keep)
    FactorReset.objects.filter(person=person).delete()
    has_codes = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).exists()
    codes = [] if has_codes else _make_recovery_codes(person)
    _tell(person, what, now)
    return codes


def _make_recovery_codes(person: Person) -> list[str]:
    with sealing_for(person):
        codes: list[str] = RecoveryCodes.activate(person).generate_codes()
    return codes


def _tell(person: Person, what: str, now: datetime.datetime) -> None:
    _note(person, person, what, now)
    events.publish(FactorsChanged(person_id=person.pk, what=what, actor_id=person.pk, at=now))


def _note(person: Person, actor: Person | None, what: str, now: datetime.datetime) -> None:
    record(
        organization_id=person.organization_id,
        actor=actor,
        action=f"accounts.factor.{what}",
        subject_id=person.pk,
        now=now,
    )
