from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.ways import CompanySignIn, SecuritySection, SignInWay
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount, ProviderQuerySet
from aizuchi.single_sign_on.own_proof import opens_by_word_alone


def _is_there_any(request: HttpRequest) -> bool:
    return IdentityProvider.objects.on_offer().exists()


def _has_let_in(administrator: Person) -> bool:
    return _on_offer_to(administrator).filter(tried_by=administrator).exists()


def _is_offered_to(person: Person) -> bool:
    return _on_offer_to(person).exists()


def _on_offer_to(person: Person) -> ProviderQuerySet:
    return IdentityProvider.objects.on_offer().filter(organization=person.organization_id)


def _may_prove_for(person: Person) -> bool:
    return bool(_list_proved(person))


def _is_strong_for(person: Person) -> bool:
    return any(account.provider.is_strong for account in _list_proved(person))


def _list_proved(person: Person) -> list[ProviderAccount]:
    """Not those that a provider's word alone linked to whoever leads: coming back by them is refused."""
    accounts = ProviderAccount.objects.filter(person=person, person__break_glass=None)
    accounts = accounts.filter(provider__in=IdentityProvider.objects.on_offer())
    now = timezone.now()
    found = accounts.select_related("provider", "person__organization")
    return [account for account in found if not opens_by_word_alone(account, now=now)]


def _list_accounts(person: Person) -> list[ProviderAccount]:
    return list(ProviderAccount.objects.filter(person=person).select_related("provider").order_by("linked_at"))


COMPANY_ACCOUNTS = SecuritySection(template="single_sign_on/_accounts.html", read=_list_accounts)
COMPANY_SIGN_IN = CompanySignIn(has_let_in=_has_let_in, is_offered_to=_is_offered_to)
COMPANY_ACCOUNT = SignInWay(
    label=_("Sign in with your company account"),
    icon="building-2",
    address="single_sign_on:choose",
    order=20,
    may_offer=_is_there_any,
    proves_anew="single_sign_on:prove",
    may_prove_for=_may_prove_for,
    is_strong_for=_is_strong_for,
)
