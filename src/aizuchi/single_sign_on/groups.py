"""What a provider says of somebody's groups, which give roles here."""

import datetime

from aizuchi.accounts.policies import LED
from aizuchi.people.group_names import read_group_name
from aizuchi.people.models import Person
from aizuchi.people.models.group import LONGEST_NAME
from aizuchi.people.operations.groups import set_groups_of_person
from aizuchi.people.policies import forget_roles
from aizuchi.people.queries.roles import roles_by_groups
from aizuchi.single_sign_on.models import IdentityProvider


def apply_groups(
    provider: IdentityProvider, person: Person, names: tuple[str, ...] | None, *, now: datetime.datetime
) -> None:
    """None: the provider said nothing about groups, and nothing changes."""
    if names is None or not provider.groups_name:
        return
    source = f"sign-in:{provider.pk}"
    set_groups_of_person(person_id=person.pk, names=_fitting(names), source=source, actor=None, now=now)
    forget_roles(person)


def would_lead(provider: IdentityProvider, names: tuple[str, ...] | None) -> bool:
    """Whether these groups give a role of those who lead; nothing is changed yet."""
    if not names or not provider.groups_name:
        return False
    return not LED.isdisjoint(roles_by_groups(provider.organization_id, _fitting(names)))


def _fitting(names: tuple[str, ...]) -> list[str]:
    """Some signs become two in the one form of names."""
    return [name for name in names if max(map(len, (name, *read_group_name(name)))) <= LONGEST_NAME]
