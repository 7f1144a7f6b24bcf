"""The mail address by which somebody signs in: whoever can write it would hold the account, so writing is not enough.

As long as nobody has ever signed in, HR's word holds. From then on a new address holds when its owner says so, signed
in and through a link that only that address received; or, for those who cannot sign in any more, some time after it
answered and the present address was told and did not stop it; or, where there is no present address to tell, when an
administrator who did not write it says whose it is.
"""

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import AddressAsked, AddressChanged
from aizuchi.people.models import AddressChange, Leave, Organization, Person
from aizuchi.people.models.address_change import KEEP, WAIT
from aizuchi.people.operations.editing import begin_with, note
from aizuchi.people.operations.taken import PersonExists
from aizuchi.people.policies import (
    has_guarded_address,
    is_administrator,
    is_or_will_be_administrator,
    may_edit_account,
    may_vouch_for_address,
)


class AddressNeeded(Refusal):
    sentence = _("This person signs in with their address, so there has to be one.")


class AddressGuarded(Refusal):
    sentence = _("Only an administrator changes the mail address of administrators and HR, on that person's page.")


class NothingToVouchFor(Refusal):
    sentence = _("There is nothing to confirm: the new address hasn't answered yet, or it is another one by now.")


class NothingToWithdraw(Refusal):
    sentence = _("There is nothing to take back: the address was confirmed or stopped meanwhile.")


def can_sign_in(person: Person) -> bool:
    """Has been in, or could be by a password of their own."""
    return person.has_usable_password() or person.last_login is not None


def waits_for_its_owner(person: Person, address: str | None) -> bool:
    """Whether writing this address would only ask for it."""
    return address != person.email and can_sign_in(person)


@transaction.atomic
def ask_for_address(*, person_id: uuid.UUID, address: str | None, actor: Person | None, now: datetime.datetime) -> None:
    """For somebody who can sign in. The same wish again is nothing new, a stopped one stays stopped for an import.

    Raises PersonExists and AddressNeeded.
    """
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    today = organization.today(now)
    require(may_edit_account(actor, person, on=today))
    refuse_guarded(person, actor=actor, on=today)
    if not address:
        _take_away(person, actor=actor, now=now)
        return
    refuse_taken(person, address)
    change, _is_new = AddressChange.objects.update_or_create(
        person=person,
        defaults={"address": address, "asked_by": actor, "asked_at": now, "reached_at": None, "stopped_at": None},
    )
    note(organization=organization, actor=actor, action="people.address.asked", subject=person, now=now)
    events.publish(AddressAsked(change_id=change.pk, person_id=person.pk, actor_id=actor.pk if actor else None, at=now))


@transaction.atomic
def confirm_own_address(change: AddressChange, *, actor: Person, now: datetime.datetime) -> None:
    """The person says so, who holds a link that only the new address received. Raises PersonExists."""
    require(actor.pk == change.person_id)
    _let_hold(change, actor=actor, now=now)


@transaction.atomic
def note_address_reached(change: AddressChange, *, now: datetime.datetime) -> None:
    """Somebody reads mail there; who it is, we do not know."""
    if change.reached_at is None:
        change.reached_at = now
        change.save(update_fields=["reached_at"])


@transaction.atomic
def stop_address(change: AddressChange, *, now: datetime.datetime) -> None:
    """For whoever is signed in as that person, or reads their present address."""
    change.stopped_at = now
    change.save(update_fields=["stopped_at"])
    record(
        organization_id=change.person.organization_id,
        actor=change.person,
        action="people.address.stopped",
        subject_id=change.person_id,
        now=now,
    )


@transaction.atomic
def withdraw_address(*, person_id: uuid.UUID, actor: Person, now: datetime.datetime) -> None:
    """HR wrote it by mistake. What was sent there opens nothing any more. Raises NothingToWithdraw."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    require(may_edit_account(actor, person, on=organization.today(now)))
    if not AddressChange.objects.filter(person=person, stopped_at=None).update(stopped_at=now):
        raise NothingToWithdraw
    note(organization=organization, actor=actor, action="people.address.stopped", subject=person, now=now)


@transaction.atomic
def vouch_for_address(*, person_id: uuid.UUID, address: str, actor: Person, now: datetime.datetime) -> None:
    """`address` is the one that the administrator read. Raises NothingToVouchFor and PersonExists."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    today = organization.today(now)
    require(is_administrator(actor, on=today))
    change = AddressChange.objects.filter(person=person).first()
    if change is None:
        raise NothingToVouchFor
    locked = _lock(change.pk)
    require(may_vouch_for_address(actor, locked, on=today))
    answered = locked.reached_at is not None and locked.address == address
    if not (answered and locked.waits_for_an_administrator and locked.person.is_still_here_on(today)):
        raise NothingToVouchFor
    _let_hold(locked, actor=actor, now=now)


def list_due_changes(*, now: datetime.datetime) -> list[AddressChange]:
    """Answered from the new address, and the present one had its time. Whoever is away may not have seen the mail.

    What HR asked for before somebody became an administrator is no administrator's business: it waits for its owner.
    So does what a directory or a file asked for before somebody became an administrator or HR.
    """
    waited = AddressChange.objects.filter(
        asked_at__lte=now - WAIT, reached_at__isnull=False, stopped_at=None, person__email__isnull=False
    )
    due = waited.select_related("person__organization", "asked_by")
    return [
        change
        for change in due
        if change.person.is_active and not _is_away(change.person, now) and _may_hold(change, now)
    ]


def holds_by_itself_on(change: AddressChange, *, now: datetime.datetime) -> datetime.date | None:
    """Once somebody answered who need not be its owner; None where it waits for its owner or an administrator."""
    if change.reached_at and change.is_waiting and change.person.email and _may_hold(change, now):
        return change.person.organization.today(max(change.holds_by_itself_at, now))
    return None


@transaction.atomic
def let_hold_by_itself(*, change_id: uuid.UUID, now: datetime.datetime) -> None:
    """Nothing, if it was stopped or is another wish meanwhile. Raises PersonExists and AddressChange.DoesNotExist."""
    locked = _lock(change_id)
    if locked in list_due_changes(now=now):
        _let_hold(locked, actor=None, now=now)


def forget_unanswered(*, now: datetime.datetime) -> int:
    """What nobody answered; what was stopped stays known, so that the same file does not ask again."""
    old = AddressChange.objects.filter(asked_at__lt=now - KEEP, reached_at=None, stopped_at=None)
    return old.delete()[0]


def wished_addresses(organization: Organization) -> dict[uuid.UUID, str]:
    """What was asked for, waiting or stopped, for whoever would ask the same again."""
    changes = AddressChange.objects.filter(person__organization=organization)
    return dict(changes.values_list("person_id", "address"))


def refuse_guarded(person: Person, *, actor: Person | None, on: datetime.date) -> None:
    """An actor of None is a directory or a file, which others may have written."""
    if actor is None and has_guarded_address(person, on=on):
        raise AddressGuarded


def tell_former(person_id: uuid.UUID, former: str | None, *, actor: Person | None, now: datetime.datetime) -> None:
    actor_id = actor.pk if actor else None
    events.publish(AddressChanged(person_id=person_id, former=former or "", actor_id=actor_id, at=now))


def refuse_taken(person: Person, address: str) -> None:
    if Person.objects.exclude(pk=person.pk).filter(email=address).exists():
        raise PersonExists("email")


def _take_away(person: Person, *, actor: Person | None, now: datetime.datetime) -> None:
    """Only from those who left, whose address somebody else may get."""
    if person.is_still_here_on(person.organization.today(now)):
        raise AddressNeeded
    former = person.email
    AddressChange.objects.filter(person=person).delete()
    _write(person, None, former=former, actor=actor, now=now)


def _let_hold(change: AddressChange, *, actor: Person | None, now: datetime.datetime) -> None:
    person: Person = Person.objects.select_for_update().get(pk=change.person_id)
    refuse_taken(person, change.address)
    former, address = person.email, change.address
    AddressChange.objects.filter(pk=change.pk).delete()
    _write(person, address, former=former, actor=actor, now=now)
    change.person = person


def _write(
    person: Person, address: str | None, *, former: str | None, actor: Person | None, now: datetime.datetime
) -> None:
    person.email = address
    person.version += 1
    person.save(update_fields=["email", "version"])
    record(
        organization_id=person.organization_id,
        actor=actor,
        action="people.address.changed",
        subject_id=person.pk,
        now=now,
    )
    tell_former(person.pk, former, actor=actor, now=now)


def _lock(change_id: uuid.UUID) -> AddressChange:
    locked: AddressChange = (
        AddressChange.objects.select_for_update(of=("self",)).select_related("person__organization").get(pk=change_id)
    )
    return locked


def _may_hold(change: AddressChange, now: datetime.datetime) -> bool:
    today = change.person.organization.today(now)
    if change.asked_by is None:
        return not has_guarded_address(change.person, on=today)
    return is_administrator(change.asked_by, on=today) or not is_or_will_be_administrator(change.person, on=today)


def _is_away(person: Person, now: datetime.datetime) -> bool:
    return Leave.objects.on(person.organization.today(now)).filter(person=person).exists()
