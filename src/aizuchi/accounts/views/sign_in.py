"""Signing in and out. allauth runs these flows; the pages and their words are ours."""

from allauth.account import views as allauth

sign_in = allauth.LoginView.as_view(template_name="accounts/sign_in.html")
sign_out = allauth.LogoutView.as_view(http_method_names=["post"])
