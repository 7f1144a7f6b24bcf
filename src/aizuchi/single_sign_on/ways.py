from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.ways import CompanySignIn, SecuritySection, SignInWay
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount


def _is_there_any(request: HttpRequest) -> bool:
    return IdentityProvider.objects.on_offer().exists()


def _has_let_in(administrator: Person) -> bool:
    on_offer = IdentityProvider.objects.on_offer().filter(organization=administrator.organization_id)
    return on_offer.filter(tried_by=administrator).exists()


def _is_strong_for(person: Person) -> bool:
    accounts = ProviderAccount.objects.filter(person=person, person__break_glass=None)
    return accounts.filter(provider__in=IdentityProvider.objects.on_offer().filter(is_strong=True)).exists()


def _list_accounts(person: Person) -> list[ProviderAccount]:
    return list(ProviderAccount.objects.filter(person=person).select_related("provider").order_by("linked_at"))


COMPANY_ACCOUNTS = SecuritySection(template="single_sign_on/_accounts.html", read=_list_accounts)
COMPANY_SIGN_IN = CompanySignIn(has_let_in=_has_let_in)
COMPANY_ACCOUNT = SignInWay(
    label=_("Sign in by your company account"),
    icon="building-2",
    address="single_sign_on:choose",
    order=20,
    may_offer=_is_there_any,
    proves_anew="single_sign_on:prove",
    is_strong_for=_is_strong_for,
)
