"""By OpenID Connect, with a provider that does right."""

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.accounts.models import BreakGlassAccount, SignIn
from aizuchi.accounts.tests.factors import code_now, give_app
from aizuchi.kernel import write_behind
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount, ProviderSession
from aizuchi.single_sign_on.tests.conftest import enter, is_signed_in, never_used
from aizuchi.single_sign_on.tests.oidc_provider import Provider

ComeIn = Callable[..., HttpResponse]


def link(person: Person) -> None:
    """As after their own proof: whoever has a factor is not linked without one."""
    ProviderAccount.objects.get_or_create(
        provider=IdentityProvider.objects.get(),
        person=person,
        defaults={"uid": "248289761001", "linked_at": timezone.now()},
    )


@pytest.mark.database
def test_somebody_of_those_domains_comes_in_by_their_proved_address(
    cast: Cast, come_in: ComeIn, provider: IdentityProvider
) -> None:
    browser = Client()

    response = come_in(browser)

    assert response.status_code == 302
    assert browser.session["_auth_user_id"] == str(cast.member.pk)
    account = ProviderAccount.objects.get(provider=provider)
    assert (account.person, account.uid) == (cast.member, "248289761001")
    assert ProviderSession.objects.get().sid == "s-1"


def test_the_page_they_wanted_opens_afterwards(begin: Callable[..., str], there: Provider) -> None:
    browser = Client()

    response: Any = browser.get(there.visit(begin(browser, next="/account/security/")))

    assert response["Location"] == "/account/security/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_elsewhere_afterwards(begin: Callable[..., str], there: Provider, elsewhere: str) -> None:
    browser = Client()

    response: Any = browser.get(there.visit(begin(browser, next=elsewhere)))

    assert response["Location"] == "/"


def test_another_address_at_the_provider_moves_nobody(cast: Cast, come_in: ComeIn, there: Provider) -> None:
    come_in(Client())
    there.user["email"] = cast.manager.email
    browser = Client()

    come_in(browser)

    assert browser.session["_auth_user_id"] == str(cast.member.pk)


def test_another_account_with_the_same_address_opens_nothing(come_in: ComeIn, there: Provider) -> None:
    come_in(Client())
    there.user["sub"] = "another"
    browser = Client()

    response = come_in(browser)

    assert response.status_code == 403
    assert not is_signed_in(browser)
    assert "以前とは別の会社アカウント" in response.content.decode()


def test_nobody_is_made(come_in: ComeIn, there: Provider) -> None:
    there.user["email"] = "nobody@example.jp"
    browser, people = Client(), Person.objects.count()

    response = come_in(browser)

    assert response.status_code == 403
    assert not is_signed_in(browser)
    assert Person.objects.count() == people
    assert "人事" in response.content.decode()


@pytest.mark.parametrize("said", [False, None, "true", 1, "yes"])
def test_an_address_that_is_not_proved_opens_nothing(come_in: ComeIn, there: Provider, said: object) -> None:
    there.user["email_verified"] = said
    browser = Client()

    assert come_in(browser).status_code == 403
    assert not is_signed_in(browser)


@pytest.mark.database
def test_a_provider_whose_addresses_are_the_companys_need_not_prove_them(
    cast: Cast, come_in: ComeIn, provider: IdentityProvider, there: Provider
) -> None:
    IdentityProvider.objects.update(trusts_addresses=True)
    del there.user["email_verified"]
    browser = Client()

    come_in(browser)

    assert browser.session["_auth_user_id"] == str(cast.member.pk)


def test_an_address_of_another_domain_opens_nothing(cast: Cast, come_in: ComeIn, there: Provider) -> None:
    Person.objects.filter(pk=cast.member.pk).update(email="aoi@elsewhere.jp")
    there.user["email"] = "aoi@elsewhere.jp"
    browser = Client()

    assert come_in(browser).status_code == 403
    assert not is_signed_in(browser)


def test_somebody_of_another_organization_does_not_come_in(cast: Cast, come_in: ComeIn, there: Provider) -> None:
    there.user["email"] = cast.stranger.email  # of the same domain, as group companies have it
    browser = Client()

    assert come_in(browser).status_code == 403
    assert not is_signed_in(browser)


@pytest.mark.database
def test_whoever_left_does_not_come_in(cast: Cast, come_in: ComeIn) -> None:
    come_in(Client())
    Person.objects.filter(pk=cast.member.pk).update(left_on="2025-01-31", joined_on=None)
    browser = Client()

    response = come_in(browser)

    assert response.status_code == 403
    assert not is_signed_in(browser)


def test_an_address_only_userinfo_knows_is_good_enough(cast: Cast, come_in: ComeIn, there: Provider) -> None:
    there.in_id_token = set()
    browser = Client()

    come_in(browser)

    assert browser.session["_auth_user_id"] == str(cast.member.pk)


def test_whether_an_address_is_proved_says_the_place_that_says_the_address(come_in: ComeIn, there: Provider) -> None:
    there.in_id_token = {"email_verified"}
    there.userinfo = lambda said: {**said, "email_verified": False}
    browser = Client()

    assert come_in(browser).status_code == 403
    assert not is_signed_in(browser)


@pytest.mark.database
def test_a_provider_that_is_off_lets_nobody_in(
    begin: Callable[..., str], there: Provider, provider: IdentityProvider
) -> None:
    browser = Client()
    back = there.visit(begin(browser))
    IdentityProvider.objects.update(is_on=False)

    assert browser.get(back).status_code == 403
    assert not is_signed_in(browser)


def test_two_providers_with_the_same_uid_are_two_accounts(
    cast: Cast, come_in: ComeIn, provider: IdentityProvider, there: Provider
) -> None:
    come_in(Client())
    other = enter(cast, there, name="もう一つ")
    never_used(cast.manager)
    there.user |= {"email": cast.manager.email}
    browser = Client()

    response: Any = browser.post(f"/sign-in/company/{other.pk}/")
    browser.get(there.visit(response["Location"]))

    assert browser.session["_auth_user_id"] == str(cast.manager.pk)


SENSITIVE, ADD_APP = "/account/password/", "/account/security/app/"


def asks(response: Any) -> bool:
    return 'name="proving"' in response.content.decode() or "会社アカウントだけでは" in response.content.decode()


def prove(browser: Client, provider: IdentityProvider, there: Provider) -> None:
    there.user["auth_time"] = int(time.time())
    there.in_id_token |= {"auth_time"}
    sent: Any = browser.post(reverse("single_sign_on:prove"), {"provider": str(provider.pk), "next": SENSITIVE})
    browser.get(there.visit(sent["Location"]))


@pytest.mark.parametrize("is_strong", [True, False])
def test_coming_in_proves_all_only_by_a_provider_that_asks_for_a_second_factor(
    come_in: ComeIn, provider: IdentityProvider, is_strong: bool
) -> None:
    IdentityProvider.objects.update(is_strong=is_strong)
    browser = Client()

    come_in(browser)

    assert asks(browser.get(SENSITIVE)) is not is_strong


@pytest.mark.parametrize("is_strong", [True, False])
def test_a_proof_there_counts_for_no_more(
    cast: Cast, come_in: ComeIn, provider: IdentityProvider, there: Provider, is_strong: bool
) -> None:
    """Whoever has a factor of their own does not get around it by the address of that page."""
    come_in(browser := Client())
    give_app(cast.member)
    link(cast.member)
    IdentityProvider.objects.update(is_strong=is_strong)

    prove(browser, provider, there)

    assert asks(browser.get(SENSITIVE)) is not is_strong


@pytest.mark.database
def test_a_device_that_is_not_asked_proves_nothing_by_a_weak_provider(cast: Cast, come_in: ComeIn) -> None:
    give_app(cast.member)
    link(cast.member)
    browser = Client()
    come_in(browser)
    browser.post("/sign-in/code/", {"code": code_now(), "trust": "on"})
    browser.post("/sign-out/")
    browser.cookies.pop("proof")

    come_in(browser)

    assert is_signed_in(browser)
    assert asks(browser.get(SENSITIVE))


def test_whoever_has_nothing_else_is_led_to_set_one_up(cast: Cast, come_in: ComeIn) -> None:
    Person.objects.filter(pk=cast.member.pk).update(password="")
    browser = Client()
    come_in(browser)

    page = browser.get(SENSITIVE).content.decode()

    assert ADD_APP in page
    assert not asks(browser.get(ADD_APP))


def test_and_later_comes_there_by_proving_it_at_the_company_once_more(
    cast: Cast, come_in: ComeIn, provider: IdentityProvider, there: Provider
) -> None:
    Person.objects.filter(pk=cast.member.pk).update(password="")
    come_in(browser := Client())
    browser.cookies.pop("proof")
    assert reverse("single_sign_on:prove") in browser.get(ADD_APP).content.decode()

    prove(browser, provider, there)

    assert 'name="kept"' in browser.get(ADD_APP).content.decode()
    assert asks(browser.get(SENSITIVE))


@pytest.mark.parametrize(
    ("wanted", "passed"), [("/account/security/", "?next=/account/security/"), ("https://evil.example/", '"')]
)
def test_the_button_of_the_sign_in_page_takes_the_wanted_page_along(
    provider: IdentityProvider, wanted: str, passed: str
) -> None:
    page = Client().get("/sign-in/", {"next": wanted}).content.decode()

    assert f'href="/sign-in/company/{passed}' in page


def tries() -> list[tuple[object, ...]]:
    write_behind.flush_all()
    return list(SignIn.objects.order_by("pk").values_list("person", "way", "came_in"))


def test_a_company_sign_in_that_was_refused_is_on_record_as_one(cast: Cast, come_in: ComeIn) -> None:
    link(cast.member)
    Person.objects.filter(pk=cast.member.pk).update(left_on=datetime.date(2026, 1, 1))

    assert come_in(Client()).status_code == 403

    assert tries() == [(cast.member.pk, "company", False)]


def test_so_is_one_of_an_account_behind_glass(cast: Cast, come_in: ComeIn) -> None:
    BreakGlassAccount.objects.create(person=cast.member, named_at=timezone.now())

    assert come_in(Client()).status_code == 403

    assert tries() == [(cast.member.pk, "company", False)]


def test_nothing_is_on_record_of_whom_nobody_here_knows(come_in: ComeIn, there: Provider) -> None:
    there.user["email"] = "nobody@example.jp"

    assert come_in(Client()).status_code == 403

    assert tries() == []


@pytest.mark.parametrize(("proved_by", "is_offered"), [("never_used", False), ("own_means", True)])
def test_only_a_link_its_owner_proved_is_offered_as_a_proof(
    cast: Cast, client_for: Callable[[Person], Client], provider: IdentityProvider, proved_by: str, is_offered: bool
) -> None:
    """Coming back by another would be refused."""
    link(cast.hr)
    ProviderAccount.objects.update(proved_by=proved_by)
    browser = client_for(cast.hr)
    browser.cookies.pop("proof")

    page = browser.get(ADD_APP).content.decode()

    assert (reverse("single_sign_on:prove") in page) == is_offered
