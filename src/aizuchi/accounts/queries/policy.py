"""What an organization asks of those who sign in."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.accounts.models import BreakGlassAccount, SignInPolicy
from aizuchi.accounts.policies import is_asked_for_factor
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_day


def policy_of(organization_id: uuid.UUID) -> SignInPolicy:
    """One that asks for nothing where nobody has said anything."""
    found = SignInPolicy.objects.filter(organization=organization_id).first()
    return found or SignInPolicy(organization_id=organization_id)


def is_behind_glass(person: Person) -> bool:
    return BreakGlassAccount.objects.filter(person=person).exists()


@dataclass(frozen=True)
class Demand:
    """A second factor that somebody has to set up, and by when."""

    from_on: datetime.date
    days_left: int

    def __str__(self) -> str:
        if not self.days_left:
            return _(
                "Your organization asks you for a second check when you sign in. Please set it up now: "
                "next time you come in, it comes first."
            )
        return ngettext(
            "From %(day)s on, your organization asks you for a second check when you sign in. "
            "One day is left to set it up in peace.",
            "From %(day)s on, your organization asks you for a second check when you sign in. "
            "%(days)s days are left to set it up in peace.",
            self.days_left,
        ) % {"day": format_day(self.from_on), "days": self.days_left}


def say_demand(person: Person, *, on: datetime.date) -> Demand | None:
    """None for whoever is asked for nothing."""
    policy = policy_of(person.organization_id)
    if policy.second_factor_from is None or not is_asked_for_factor(person, policy, on=on):
        return None
    return Demand(policy.second_factor_from, max(0, (policy.second_factor_from - on).days))
