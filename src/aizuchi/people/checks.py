"""Whether there is anybody to serve."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aizuchi.kernel.problems import Problem
from aizuchi.people.models import Organization


def find_problems() -> Iterator[Problem]:
    if not Organization.objects.exists():
        yield Problem(
            what=_("There is no organization yet, so nobody can sign in."),
            mend=_("Run `aizuchi serve` and open the address it prints, or `aizuchi create-admin`."),
            is_serious=False,
        )
