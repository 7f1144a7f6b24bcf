"""The one way in for whoever has proved who they are in another way than by password or passkey."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.stages import STRONG
from aizuchi.people.models import Person


def sign_in_person(
    request: HttpRequest,
    person: Person,
    *,
    proved_by: ProvedBy,
    is_strong: bool = False,
    then: str = "/",
    stays: bool = False,
) -> HttpResponse:
    """Leads to `then`, or first to the second factor where the person has one: only a strong proof spares it.

    `is_strong`: whoever proved it asked for a second factor themselves, as a company's own sign-in may say of itself.
    `stays`: over the closing of the browser. Answers the response to return.
    """
    record_authentication(request, person, proved_by.value, is_strong=is_strong or None)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if stays else 0)
    login = Login(user=person, redirect_url=then, state={STRONG: is_strong})
    response: HttpResponse = perform_login(request, login)
    return response
