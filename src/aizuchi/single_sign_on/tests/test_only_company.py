"""Nothing but the company's own sign-in opens, and nobody locks the organization out by it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD, RoleGrantFactory

from aizuchi.accounts.invitation_links import make_invitation_link
from aizuchi.accounts.models import BreakGlassAccount, Invitation, SignInPolicy
from aizuchi.accounts.operations.policy import TryCompanyFirst, set_sign_in_policy
from aizuchi.accounts.tests.factors import code_now, give_app
from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import Person, RoleGrant
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount
from aizuchi.single_sign_on.operations.providers import OnlyWayIn, offer_provider, remove_provider
from aizuchi.single_sign_on.tests.conftest import is_signed_in
from aizuchi.single_sign_on.tests.oidc_provider import Provider

ClientFor = Callable[[Person], Client]


def switch_on(cast: Cast) -> SignInPolicy:
    told = {"second_factor_for": "nobody", "second_factor_from": None, "only_company_sign_in": True}
    glass = [cast.administrator.pk]
    return set_sign_in_policy(actor=cast.administrator, glass=glass, now=timezone.now(), **told)


@pytest.fixture
def only_company(cast: Cast, provider: IdentityProvider) -> SignInPolicy:
    give_app(cast.administrator)
    BreakGlassAccount.objects.create(person=cast.administrator, named_at=timezone.now())
    return SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)


@pytest.mark.database
def test_the_page_names_who_is_behind_glass_and_keeps_them(
    cast: Cast, provider: IdentityProvider, client_for: ClientFor
) -> None:
    give_app(cast.administrator)
    provider.tried_by = cast.administrator
    provider.save()
    ProviderAccount.objects.create(provider=provider, person=cast.administrator, uid="a-1", linked_at=timezone.now())
    client = client_for(cast.administrator)
    told = {"second_factor_for": "nobody", "only_company_sign_in": "on", "glass": [str(cast.administrator.pk)]}

    for _twice in range(2):
        assert client.post("/settings/sign-in/", told).status_code == 302
        assert SignInPolicy.objects.get().only_company_sign_in
        assert BreakGlassAccount.objects.get().person == cast.administrator


@pytest.mark.database
def test_sessions_that_began_otherwise_end_when_it_is_switched_on(
    cast: Cast, provider: IdentityProvider, come_in: Callable[..., Any], client_for: ClientFor
) -> None:
    give_app(cast.administrator)
    provider.tried_by = cast.administrator
    provider.save()
    by_company, by_password = Client(), client_for(cast.peer)
    come_in(by_company)
    by_password.post("/sign-in/", {"login": cast.peer.email, "password": PASSWORD})
    assert is_signed_in(by_password)

    switch_on(cast)

    assert by_company.get("/account/security/").status_code == 200
    assert by_password.get("/account/security/")["Location"].startswith("/sign-in/")


@pytest.mark.database
def test_sessions_of_whoever_is_taken_from_behind_the_glass_end(
    cast: Cast, only_company: SignInPolicy, client_for: ClientFor
) -> None:
    RoleGrantFactory(person=cast.peer, role=RoleGrant.Role.ADMINISTRATOR)
    BreakGlassAccount.objects.create(person=cast.peer, named_at=timezone.now())
    taken, kept = client_for(cast.peer), client_for(cast.administrator)

    switch_on(cast)

    assert taken.get("/account/security/")["Location"].startswith("/sign-in/")
    assert kept.get("/account/security/").status_code == 200


def test_a_password_then_proves_nothing(cast: Cast, only_company: SignInPolicy, client_for: ClientFor) -> None:
    client = client_for(cast.peer)
    client.cookies.pop("proof", None)

    page = client.get("/account/security/codes/new/").content.decode()
    told = client.post("/account/security/codes/new/", {"proving": "password", "password": PASSWORD})

    assert 'name="password"' not in page
    assert "proof" not in told.cookies


def try_it(client: Client, provider: IdentityProvider, there: Provider) -> Any:
    begun: Any = client.post(f"/settings/company-sign-in/{provider.pk}/try/")
    return client.get(there.visit(begun["Location"]))


@pytest.mark.database
def test_it_is_switched_on_only_by_whom_the_provider_has_let_in(
    cast: Cast, provider: IdentityProvider, there: Provider, client_for: ClientFor
) -> None:
    provider.is_on = False
    provider.tried_at = None
    provider.save()
    there.user |= {"email": cast.administrator.email, "sub": "a-1"}
    client = client_for(cast.administrator)

    response = try_it(client, provider, there)

    assert response.status_code == 302
    assert not ProviderAccount.objects.exists()  # a trial links nobody
    give_app(cast.administrator)
    with pytest.raises(TryCompanyFirst):  # tried, but not on offer
        switch_on(cast)
    offer_provider(actor=cast.administrator, provider_id=provider.pk, is_on=True, now=timezone.now())
    assert switch_on(cast).only_company_sign_in


def test_that_another_administrator_has_tried_it_is_not_enough(cast: Cast, provider: IdentityProvider) -> None:
    RoleGrantFactory(person=cast.hr, role="administrator")
    give_app(cast.administrator)
    provider.tried_by = cast.hr
    provider.save()

    with pytest.raises(TryCompanyFirst):
        switch_on(cast)


def test_a_trial_that_ends_as_somebody_else_counts_for_nothing(
    cast: Cast, provider: IdentityProvider, there: Provider, client_for: ClientFor
) -> None:
    IdentityProvider.objects.update(is_on=False, tried_at=None)
    client = client_for(cast.administrator)  # but signed in there as the member

    response = try_it(client, provider, there)

    assert response.status_code == 422
    assert IdentityProvider.objects.get().tried_at is None
    assert client.session["_auth_user_id"] == str(cast.administrator.pk)


def test_a_password_opens_no_more_and_the_company_account_does(
    cast: Cast, only_company: SignInPolicy, come_in: Callable[..., Any]
) -> None:
    client = Client()
    client.post("/sign-in/", {"login": cast.member.email, "password": PASSWORD})
    assert not is_signed_in(client)

    come_in(client)

    assert is_signed_in(client)


def test_somebody_behind_glass_comes_in_and_all_administrators_hear_of_it(
    cast: Cast, only_company: SignInPolicy, run_jobs: Callable[[], None]
) -> None:
    RoleGrantFactory(person=cast.hr, role="administrator")
    client = Client()

    client.post("/sign-in/", {"login": cast.administrator.email, "password": PASSWORD})
    assert not is_signed_in(client)  # a second factor is asked for
    client.post("/sign-in/code/", {"code": code_now()})

    assert is_signed_in(client)
    run_jobs()
    told = {to for message in mail.outbox for to in message.to}
    assert told == {cast.administrator.email, cast.hr.email}
    assert "早川 蓮" in mail.outbox[0].subject
    assert AuditEntry.objects.filter(action="accounts.glass.used").count() == 1


@pytest.mark.database
def test_a_strong_provider_opens_no_account_behind_glass(
    cast: Cast, only_company: SignInPolicy, come_in: Callable[..., Any], there: Provider
) -> None:
    provider = IdentityProvider.objects.get()
    provider.is_strong = True
    provider.save()
    ProviderAccount.objects.create(provider=provider, person=cast.administrator, uid="a-1", linked_at=timezone.now())
    there.user |= {"email": cast.administrator.email, "sub": "a-1"}
    client = Client()

    assert come_in(client).status_code == 403
    assert not is_signed_in(client)


def test_an_invitation_points_to_the_company_account(cast: Cast, only_company: SignInPolicy) -> None:
    Person.objects.filter(pk=cast.member.pk).update(password="")
    cast.member.refresh_from_db()
    Invitation.objects.create(person=cast.member, invited_at=timezone.now())

    link = make_invitation_link(cast.member).removeprefix("http://testserver")
    client = Client()
    page = client.post(link, {"password": "asa no kaze to ame"}).content.decode()

    assert "/sign-in/company/" in page
    assert 'name="password"' not in page
    cast.member.refresh_from_db()
    assert not cast.member.has_usable_password()


def test_an_invitation_shows_the_company_account_first_where_there_is_one(
    cast: Cast, provider: IdentityProvider
) -> None:
    Person.objects.filter(pk=cast.member.pk).update(password="")
    cast.member.refresh_from_db()
    Invitation.objects.create(person=cast.member, invited_at=timezone.now())
    link = make_invitation_link(cast.member).removeprefix("http://testserver")

    page = Client().get(link).content.decode()

    assert page.index("/sign-in/company/") < page.index('name="password"')
    assert '<details class="entrance__more">' in page
    IdentityProvider.objects.update(is_on=False)
    assert "/sign-in/company/" not in Client().get(link).content.decode()


def test_no_mail_for_a_new_password_that_would_open_nothing(
    cast: Cast, only_company: SignInPolicy, run_jobs: Callable[[], None]
) -> None:
    Client().post("/password/forgotten/", {"email": cast.member.email})
    Client().post("/password/forgotten/", {"email": cast.administrator.email})

    run_jobs()

    assert [message.to for message in mail.outbox] == [[cast.administrator.email]]


@pytest.mark.database
def test_the_only_way_in_is_neither_taken_down_nor_removed(
    cast: Cast, only_company: SignInPolicy, provider: IdentityProvider
) -> None:
    told = {"actor": cast.administrator, "provider_id": provider.pk, "now": timezone.now()}

    with pytest.raises(OnlyWayIn):
        offer_provider(is_on=False, **told)
    with pytest.raises(OnlyWayIn):
        remove_provider(**told)

    assert IdentityProvider.objects.get().is_on


@pytest.mark.database
def test_no_device_spares_an_account_behind_glass_its_factor(cast: Cast, only_company: SignInPolicy) -> None:
    """Also one that was remembered before the account was put there."""
    BreakGlassAccount.objects.all().delete()
    SignInPolicy.objects.update(only_company_sign_in=False)
    client = Client()
    client.post("/sign-in/", {"login": cast.administrator.email, "password": PASSWORD})
    client.post("/sign-in/code/", {"code": code_now(), "trust": "on"})
    client.post("/sign-out/")
    BreakGlassAccount.objects.create(person=cast.administrator, named_at=timezone.now())

    client.post("/sign-in/", {"login": cast.administrator.email, "password": PASSWORD})

    assert not is_signed_in(client)
    assert 'id="trust"' not in client.get("/sign-in/code/").content.decode()


@pytest.mark.parametrize(("wanted", "passed"), [("/people/", "?next=/people/"), ("https://evil.example/", '"')])
def test_its_button_takes_the_wanted_page_along(
    cast: Cast, only_company: SignInPolicy, wanted: str, passed: str
) -> None:
    cast.member.set_unusable_password()
    cast.member.last_login = None
    cast.member.save()
    link = make_invitation_link(cast.member).removeprefix("http://testserver")

    page = Client().get(link, {"next": wanted}).content.decode()

    assert f'href="/sign-in/company/{passed}' in page
