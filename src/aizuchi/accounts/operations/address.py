"""Another mail address, answered: from the new one, from the present one, or while signed in.

What an answer is worth is said in `people/operations/address.py`.
"""

import datetime

from django.db import transaction

from aizuchi.accounts.address_links import Purpose, read_address_link
from aizuchi.people.models import AddressChange, Person
from aizuchi.people.operations.address import confirm_own_address, note_address_reached, stop_address


@transaction.atomic
def confirm_address(*, token: str, viewer: Person | None, now: datetime.datetime) -> AddressChange:
    """Holds at once if it is the person who says so; otherwise we only know that the address is read by somebody.

    Raises AddressLinkBroken and PersonExists. `address` of the answer is the person's own one, if it holds now.
    """
    change = _lock_by_link(token, "confirm")
    if viewer is not None and viewer.pk == change.person_id:
        confirm_own_address(change, actor=viewer, now=now)
    else:
        note_address_reached(change, now=now)
    return change


@transaction.atomic
def stop_address_from_mail(*, token: str, now: datetime.datetime) -> None:
    """Whoever reads the present address. Raises AddressLinkBroken."""
    stop_address(_lock_by_link(token, "stop"), now=now)


@transaction.atomic
def stop_own_address(*, actor: Person, now: datetime.datetime) -> bool:
    """False: nothing waits."""
    change = AddressChange.objects.select_for_update().filter(person=actor, stopped_at=None).first()
    if change:
        stop_address(change, now=now)
    return change is not None


def _lock_by_link(token: str, purpose: Purpose) -> AddressChange:
    """Read again once it is ours: stopped meanwhile, or made another wish, it is over. Raises AddressLinkBroken."""
    change = read_address_link(token, purpose)
    AddressChange.objects.select_for_update().filter(pk=change.pk).first()
    return read_address_link(token, purpose)
