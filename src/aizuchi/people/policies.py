"""Who may do what with people, units and roles.

An actor of None is the installation itself: the command line and the demo, which belong to whoever runs the machine.
"""

import datetime
from collections.abc import Iterable

from aizuchi.people.models import AddressChange, Organization, Person, RoleGrant
from aizuchi.people.ranges import holds_after

Role = RoleGrant.Role
GUARDED = (Role.ADMINISTRATOR, Role.HR)


def has_role(person: Person, role: str, *, on: datetime.date) -> bool:
    return role in roles_of(person, on=on)


def roles_of(person: Person, *, on: datetime.date) -> frozenset[str]:
    """Asked several times on every page, so the answer stays with the signed-in person for the length of a request."""
    known: dict[datetime.date, frozenset[str]] = person.__dict__.setdefault("_roles_by_date", {})
    if on not in known:
        known[on] = frozenset(RoleGrant.objects.on(on).filter(person=person).values_list("role", flat=True))
    return known[on]


def remember_roles(person: Person, roles: Iterable[str], *, on: datetime.date) -> None:
    """What has just been read together with other things."""
    person.__dict__.setdefault("_roles_by_date", {})[on] = frozenset(roles)


def forget_roles(person: Person) -> None:
    """After a change of roles, for whoever holds this very row."""
    person.__dict__.pop("_roles_by_date", None)


def is_hr(person: Person, *, on: datetime.date) -> bool:
    return has_role(person, Role.HR, on=on)


def is_administrator(person: Person, *, on: datetime.date) -> bool:
    return has_role(person, Role.ADMINISTRATOR, on=on)


def may_edit_people(actor: Person | None, organization: Organization, *, on: datetime.date) -> bool:
    """HR keeps people and units; so does the administrator, who sets a company up before there is any HR."""
    if actor is None:
        return True
    return actor.organization_id == organization.pk and (is_hr(actor, on=on) or is_administrator(actor, on=on))


def may_edit_account(actor: Person | None, person: Person, *, on: datetime.date) -> bool:
    """Name, address, number and last day decide who comes in: an administrator's are an administrator's business."""
    if not may_edit_people(actor, person.organization, on=on):
        return False
    return actor is None or is_administrator(actor, on=on) or not is_or_will_be_administrator(person, on=on)


def may_vouch_for_address(actor: Person, change: AddressChange, *, on: datetime.date) -> bool:
    """Who says whose address it is neither wrote it nor gains by it."""
    return (
        actor.organization_id == change.person.organization_id
        and is_administrator(actor, on=on)
        and actor.pk not in (change.asked_by_id, change.person_id)
    )


def is_or_will_be_administrator(person: Person, *, on: datetime.date) -> bool:
    return RoleGrant.objects.filter(holds_after(on), person=person, role=Role.ADMINISTRATOR).exists()


def has_guarded_address(person: Person, *, on: datetime.date) -> bool:
    """Who reads the mail of an administrator or of HR could come in as one: no directory and no file writes it."""
    return RoleGrant.objects.filter(holds_after(on), person=person, role__in=GUARDED).exists()


def may_grant_role(actor: Person | None, organization: Organization, role: str, *, on: datetime.date) -> bool:
    """HR gives the roles of the business; only an administrator makes another administrator."""
    if actor is None:
        return True
    if actor.organization_id != organization.pk:
        return False
    return is_administrator(actor, on=on) or (role != Role.ADMINISTRATOR and is_hr(actor, on=on))


def may_keep_groups(actor: Person | None, organization: Organization, *, on: datetime.date) -> bool:
    """Roles follow from groups, an administrator's among them."""
    return actor is None or (actor.organization_id == organization.pk and is_administrator(actor, on=on))


def may_read_audit(viewer: Person, *, on: datetime.date) -> bool:
    return is_administrator(viewer, on=on)
