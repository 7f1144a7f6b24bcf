"""A new password: by mail, or instead of the present one. allauth runs these flows; pages and words are ours."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from aizuchi.accounts.glass import wants_company_sign_in
from aizuchi.accounts.step_up import fresh_proof_required
from aizuchi.people.requests import Request

forgot_password = allauth.PasswordResetView.as_view(template_name="accounts/password_forgotten.html")
password_mail_sent = allauth.PasswordResetDoneView.as_view(template_name="accounts/password_mail_sent.html")
set_new_password = sensitive_post_parameters()(
    allauth.PasswordResetFromKeyView.as_view(template_name="accounts/password_new.html")
)

_change_password = allauth.PasswordChangeView.as_view(
    template_name="accounts/password_change.html", success_url="/account/security/"
)


@fresh_proof_required
@login_required
@sensitive_post_parameters()
def change_password(request: Request) -> HttpResponse:
    if not request.user.has_usable_password() or wants_company_sign_in(request.user):
        raise Http404  # those who sign in another way have none to change
    response: HttpResponse = _change_password(request)
    return response
