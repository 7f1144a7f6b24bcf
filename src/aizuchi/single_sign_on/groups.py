"""What a provider says of somebody's groups, which give roles here."""

import datetime

from aizuchi.people.models import Person
from aizuchi.people.models.group import LONGEST_NAME
from aizuchi.people.operations.groups import set_groups_of_person
from aizuchi.people.policies import forget_roles
from aizuchi.single_sign_on.models import IdentityProvider


def apply_groups(
    provider: IdentityProvider, person: Person, names: tuple[str, ...] | None, *, now: datetime.datetime
) -> None:
    """None: the provider said nothing about groups, and nothing changes."""
    if names is None or not provider.groups_name:
        return
    fitting = [name for name in names if len(name) <= LONGEST_NAME]
    set_groups_of_person(person_id=person.pk, names=fitting, source=f"sign-in:{provider.pk}", actor=None, now=now)
    forget_roles(person)
