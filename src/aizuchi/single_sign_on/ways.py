from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.ways import SignInWay
from aizuchi.single_sign_on.models import IdentityProvider


def _is_there_any(request: HttpRequest) -> bool:
    return IdentityProvider.objects.on_offer().exists()


COMPANY_ACCOUNT = SignInWay(
    label=_("Sign in by your company account"),
    icon="building-2",
    address="single_sign_on:choose",
    order=20,
    may_offer=_is_there_any,
    proves_anew="single_sign_on:prove",
)
