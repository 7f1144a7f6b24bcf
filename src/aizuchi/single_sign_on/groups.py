"""What a provider says of somebody's groups, which give roles here."""

import datetime

from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider


def apply_groups(
    provider: IdentityProvider, person: Person, names: tuple[str, ...] | None, *, now: datetime.datetime
) -> None:
    """None: the provider said nothing about groups, and nothing changes."""
    if names is None or not provider.groups_name:
        return
