"""Whether there is anybody to serve."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aizuchi.kernel.problems import Problem
from aizuchi.people.models import Organization
from aizuchi.people.queries.roles import list_unconfirmed_groups


def find_problems() -> Iterator[Problem]:
    if not Organization.objects.exists():
        yield Problem(
            what=_("There is no organization yet, so nobody can sign in."),
            mend=_("Run `aizuchi serve` and open the address it prints, or `aizuchi create-admin`."),
            is_serious=False,
        )
    for group in list_unconfirmed_groups():
        yield Problem(
            what=_(
                "People with a role by the group “%(name)s”: %(people)s. When they came into it, "
                "a group that only reads like it gave the role as well."
            )
            % {"people": group.people, "name": group.name},
            mend=_(
                "Compare them with the directory. It settles by itself as they sign in by their company account, and "
                "once the directory sends a group of SCIM with its name: let it send the group once more."
            ),
            is_serious=False,
        )
