"""What accounts bring to pages that many apps fill."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Q

from aizuchi.accounts.models import SignInPolicy
from aizuchi.accounts.policies import LED, Whom
from aizuchi.accounts.queries.factors import FACTORS
from aizuchi.accounts.queries.policy import Demand, say_demand
from aizuchi.people.models import RoleGrant
from aizuchi.ui.cards import Context, HomeCard
from aizuchi.ui.facts import Asking, Fact


def _ask(asking: Asking) -> Q:
    """Whether the viewer is to set up a second factor."""
    of_all = SignInPolicy.objects.filter(organization=asking.viewer.organization_id, second_factor_for=Whom.EVERYBODY)
    of_some = SignInPolicy.objects.filter(
        organization=asking.viewer.organization_id, second_factor_for=Whom.ADMINISTRATORS_AND_HR
    )
    roles = RoleGrant.objects.on(asking.today).filter(person=asking.viewer, role__in=LED)
    held = Authenticator.objects.filter(user=asking.viewer, type__in=FACTORS)
    return (Q(Exists(of_all)) | (Q(Exists(of_some)) & Q(Exists(roles)))) & ~Q(Exists(held))


FACTOR_WANTED = Fact(_ask)


def find_demand(context: Context) -> Demand | None:
    return say_demand(context.viewer, on=context.today)


CARDS = (
    HomeCard(area="now", order=5, template="accounts/cards/demand.html", query=find_demand, only_if=FACTOR_WANTED),
)
