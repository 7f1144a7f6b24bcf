"""Whether a viewer is to set up a second factor, asked together with all else that a page asks."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Q

from aizuchi.accounts.models import SignInPolicy
from aizuchi.accounts.policies import LED, Whom
from aizuchi.accounts.queries.factors import FACTORS
from aizuchi.people.models import RoleGrant
from aizuchi.ui.facts import Asking, Fact


def _ask(asking: Asking) -> Q:
    of_all = SignInPolicy.objects.filter(organization=asking.viewer.organization_id, second_factor_for=Whom.EVERYBODY)
    of_some = SignInPolicy.objects.filter(
        organization=asking.viewer.organization_id, second_factor_for=Whom.ADMINISTRATORS_AND_HR
    )
    roles = RoleGrant.objects.on(asking.today).filter(person=asking.viewer, role__in=LED)
    held = Authenticator.objects.filter(user=asking.viewer, type__in=FACTORS)
    return (Q(Exists(of_all)) | (Q(Exists(of_some)) & Q(Exists(roles)))) & ~Q(Exists(held))


FACTOR_WANTED = Fact(_ask)
