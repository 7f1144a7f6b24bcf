from django.urls import path

from aizuchi.single_sign_on.views import entrance, links, oidc, providers, saml

app_name = "single_sign_on"

urlpatterns = [
    path("sign-in/company/", entrance.choose, name="choose"),
    path("sign-in/company/again/", entrance.prove, name="prove"),
    path("sign-in/company/link/", links.ask, name="link"),
    path("sign-in/company/link/mine/", links.link_mine, name="link_mine"),
    path("sign-in/company/link/mail/", links.ask_for_mail, name="link_mail"),
    path("sign-in/company/link/mail/<str:token>/", links.link_by_mail, name="link_by_mail"),
    path("sign-in/company/not-me/<str:token>/", links.undo, name="not_me"),
    path("account/security/company/<uuid:account_id>/unlink/", links.unlink, name="unlink"),
    path("sign-in/company/<uuid:provider_id>/", entrance.start, name="start"),
    path("sign-in/company/<uuid:provider_id>/answer/", oidc.take_answer, name="oidc_answer"),
    path("sign-in/company/<uuid:provider_id>/logout/", oidc.take_logout, name="oidc_logout"),
    path("sign-in/company/<uuid:provider_id>/saml/", saml.take_answer, name="saml_answer"),
    path("sign-in/company/<uuid:provider_id>/saml/<uuid:pending_id>/", saml.finish, name="saml_done"),
    path("sign-in/company/<uuid:provider_id>/metadata.xml", saml.show_metadata, name="saml_metadata"),
    path("settings/company-sign-in/", providers.list_providers, name="providers"),
    path("settings/company-sign-in/new/<slug:kind>/", providers.add, name="add"),
    path("settings/company-sign-in/<uuid:provider_id>/", providers.show, name="provider"),
    path("settings/company-sign-in/<uuid:provider_id>/change/", providers.change, name="change"),
    path("settings/company-sign-in/<uuid:provider_id>/try/", providers.try_it, name="try"),
    path("settings/company-sign-in/<uuid:provider_id>/domain/", providers.prove_domain, name="prove_domain"),
    path("settings/company-sign-in/<uuid:provider_id>/offer/", providers.offer, name="offer"),
    path("settings/company-sign-in/<uuid:provider_id>/remove/", providers.remove, name="remove"),
    path("settings/company-sign-in/<uuid:provider_id>/let-go/", providers.let_go, name="let_go"),
]
