"""Signing out: on other devices, and wherever somebody may not be any more."""

import datetime
import uuid
from collections.abc import Collection
from enum import StrEnum
from functools import partial
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.events import SignedOutByOther
from aizuchi.accounts.models import Session, SparedDevice
from aizuchi.accounts.policies import may_end_sessions
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.session_store import SessionStore
from aizuchi.accounts.spared_devices import ask_again
from aizuchi.audit.operations import record
from aizuchi.kernel import events, live
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.stored_key import StoredKey, stored_key
from aizuchi.people.models import Person


class Why(StrEnum):
    """What open screens say of it; nothing where somebody did it themselves."""

    ADMINISTRATOR = "administrator"
    ROLE = "role"
    LEFT = "left"
    FACTOR = "factor"
    COMPANY = "company"


class SignedInNowhere(Refusal):
    sentence = _("They are signed in nowhere.")


def end_session(*, actor: Person, session_id: int) -> None:
    """Raises UserSession.DoesNotExist for somebody else's."""
    UserSession.objects.get(pk=session_id, user=actor).end()
    close_sockets([actor.pk])


def end_other_sessions(*, actor: Person, current_key: str | None, spared_id: int | None = None) -> int:
    """`spared_id`: what the device they sit at is not asked for."""
    return end_sessions_of([actor.pk], keep=current_key, spared_id=spared_id)


def end_sparing(*, actor: Person, device_id: int) -> None:
    """Raises SparedDevice.DoesNotExist for somebody else's."""
    SparedDevice.objects.get(pk=device_id, person=actor).delete()


@transaction.atomic
def sign_out_other(*, actor: Person, person_id: uuid.UUID, now: datetime.datetime) -> None:
    """Everywhere, at once: a device was stolen, or somebody may be using an account that is not theirs."""
    person = Person.objects.select_for_update(of=("self",)).select_related("organization").get(pk=person_id)
    require(may_end_sessions(actor, person, on=person.organization.today(now)))
    if not end_sessions_of([person.pk], now, why=Why.ADMINISTRATOR):
        raise SignedInNowhere
    record(
        organization_id=person.organization_id,
        actor=actor,
        action="accounts.sessions.ended",
        subject_id=person.pk,
        now=now,
    )
    events.publish(SignedOutByOther(person_id=person.pk, actor_id=actor.pk, at=now))


@transaction.atomic
def end_sessions_of(
    person_ids: Collection[uuid.UUID],
    now: datetime.datetime | None = None,
    *,
    keep: str | None = None,
    spared_id: int | None = None,
    why: Why | None = None,
) -> int:
    """Signs these people out on all devices and closes their screens' sockets, in every process, once it is committed.

    Whoever is half-way in is out, too, and all devices ask for the second factor again. `keep` is the key of the one
    session that goes on, and `spared_id` the device that still does not ask: of whoever asks for this themselves.
    """
    asks_again = ask_again(person_ids, but=spared_id)
    kept = [stored_key(keep)] if keep else []
    devices = UserSession.objects.filter(user__in=person_ids).exclude(session_key__in=kept)
    keys = set(devices.values_list("session_key", flat=True))
    keys |= set(Session.objects.filter(person__in=person_ids).values_list("session_key", flat=True)) - set(kept)
    Session.objects.filter(session_key__in=keys).delete()
    devices.delete()
    if keys:
        close_sockets(person_ids, why)
    return len(keys) + asks_again


@transaction.atomic
def end_sessions(person_id: uuid.UUID, keys: Collection[str], why: Why | None = None) -> int:
    """Those of this person's sessions that are stored under these keys."""
    stored = [StoredKey(key) for key in keys]
    of_person = Session.objects.filter(person=person_id, session_key__in=stored)
    ended = list(of_person.values_list("session_key", flat=True))
    UserSession.objects.filter(user=person_id, session_key__in=ended).delete()
    of_person.delete()
    if ended:
        close_sockets([person_id], why)
    return len(ended)


@transaction.atomic
def end_sessions_begun_here(person_ids: Collection[uuid.UUID], *, keep: str | None = None) -> None:
    """Those that began, or are half-way in, by anything but the company's own sign-in."""
    store, kept = SessionStore(), stored_key(keep) if keep else ""
    of_people = Session.objects.filter(person__in=person_ids).exclude(session_key=kept)
    ended = {
        key: person_id
        for key, data, person_id in of_people.values_list("session_key", "session_data", "person")
        if not _came_by_company(store.decode(data))
    }
    keys = list(ended)
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        UserSession.objects.filter(session_key__in=some).delete()
        Session.objects.filter(session_key__in=some).delete()
    close_sockets({*ended.values()}, Why.COMPANY)


def _came_by_company(data: dict[str, Any]) -> bool:
    """A second check of ours may have followed."""
    proofs = data.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    methods = [proof["method"] for proof in proofs if proof["method"] != "mfa" or proof.get("passwordless")]
    return bool(methods) and methods[-1] == ProvedBy.COMPANY


def close_sockets(person_ids: Collection[uuid.UUID], why: Why | None = None) -> None:
    """Those of sessions that have ended; every screen of these people looks whether that is its own."""
    for person_id in person_ids:
        message = {"type": "live.check", "why": why}
        transaction.on_commit(partial(live.send, live.group_of_person(person_id), message), robust=True)
