"""With providers that others wrote, over HTTP."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.calendars.tests.servers import free_port
from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.models.group import GroupMembership
from aizuchi.people.operations.groups import set_group_roles
from aizuchi.single_sign_on.asking import complete_settings
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.operations.providers import add_provider
from aizuchi.single_sign_on.sealed_settings import SealedSettings, seal_settings
from aizuchi.single_sign_on.tests.conftest import is_signed_in, never_used, put_on_offer
from aizuchi.single_sign_on.tests.peers import IS_THERE, running_peer
from aizuchi.single_sign_on.tests.saml_provider import PAIR

pytestmark = [
    pytest.mark.skipif(not IS_THERE, reason="npm's oidc-provider and samlp are not installed (npm ci)"),
    pytest.mark.usefixtures("own_network"),
]
MAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
FIXED = "http://schemas.passportjs.com/employee"
HERE, SENSITIVE = "http://testserver", "/account/password/"


def enter(cast: Cast, kind: str, **typed: Any) -> IdentityProvider:
    never_used(cast.member)
    usual = {"name": "ID基盤", "domains": ("example.jp",), "groups_name": ""}
    settings = complete_settings(kind, usual | typed, None)
    made = add_provider(actor=cast.administrator, kind=kind, settings=settings, now=timezone.now())
    put_on_offer(made)
    return made


@pytest.fixture
def elsewhere() -> Iterator[httpx2.Client]:
    """What the browser is there, with the cookies of that provider."""
    with httpx2.Client(timeout=20) as client:
        yield client


@contextlib.contextmanager
def oidc(cast: Cast, person: Person, *, more: dict[str, Any] | None = None, **peer: Any) -> Iterator[IdentityProvider]:
    """A provider at which that person is signed in at once; it learns our address after we learnt its own."""
    port = free_port()
    uris: list[str] = [f"{HERE}/never"]
    with running_peer("oidc", port, person=person.email, redirect_uris=uris):
        typed = {"issuer": f"http://127.0.0.1:{port}", "client_id": "aizuchi"} | (more or {})
        provider = enter(cast, "oidc", client_secret="a secret: with signs & more", **typed)
    uris.append(HERE + reverse("single_sign_on:oidc_answer", args=[provider.pk]))
    with running_peer("oidc", port, person=person.email, redirect_uris=uris, **peer):
        yield provider


@dataclass(frozen=True)
class Visit:
    back: str
    passed: tuple[str, ...]

    @property
    def showed_sign_in(self) -> bool:
        return any("/interaction/" in location for location in self.passed)


def visit(elsewhere: httpx2.Client, location: str) -> Visit:
    passed = []
    while not location.startswith(HERE):
        passed.append(location)
        said = elsewhere.get(location)
        location = str(said.url.join(said.headers["location"]))
    return Visit(location.removeprefix(HERE), tuple(passed))


def come_in(browser: Client, elsewhere: httpx2.Client, provider: IdentityProvider, person: Person) -> Any:
    begun: Any = browser.post(reverse("single_sign_on:start", args=[provider.pk]), {"email": person.email})
    return browser.get(visit(elsewhere, begun["Location"]).back)


def test_oidc_provider_lets_the_member_in(cast: Cast, elsewhere: httpx2.Client) -> None:
    browser = Client()
    with oidc(cast, cast.member) as provider:
        answer = come_in(browser, elsewhere, provider, cast.member)

    assert answer.status_code == 302, answer.content.decode()
    assert browser.session["_auth_user_id"] == str(cast.member.pk)


def test_a_wrong_secret_is_told_whoever_tries_it_with_what_to_do(
    cast: Cast, elsewhere: httpx2.Client, client_for: Callable[[Person], Client]
) -> None:
    admin = client_for(cast.administrator)
    with oidc(cast, cast.administrator) as provider:
        seal_settings(provider, SealedSettings(client_secret="the name, not the value"), now=timezone.now())
        provider.save(update_fields=["sealed"])
        begun: Any = admin.post(reverse("single_sign_on:try", args=[provider.pk]))
        response: Any = admin.get(visit(elsewhere, begun["Location"]).back)

    assert response.status_code == 422
    assert "invalid_client" in response.content.decode()
    assert "OddAnswer" not in response.content.decode()


def test_a_new_secret_takes_the_place_of_the_former_once_it_was_tried(
    cast: Cast, elsewhere: httpx2.Client, client_for: Callable[[Person], Client]
) -> None:
    """As after it was made anew there: the former one opens no more."""
    admin, browser = client_for(cast.administrator), Client()
    with oidc(cast, cast.administrator) as provider:
        waits = SealedSettings(client_secret="the former one", next_client_secret="a secret: with signs & more")
        seal_settings(provider, waits, now=timezone.now())
        provider.save(update_fields=["sealed"])
        begun: Any = admin.post(reverse("single_sign_on:try", args=[provider.pk]))
        admin.get(visit(elsewhere, begun["Location"]).back)
        elsewhere.cookies.clear()

        come_in(browser, elsewhere, provider, cast.member)

    assert browser.session["_auth_user_id"] == str(cast.member.pk)


# --- proving anew ---


def begin_proof(browser: Client, provider: IdentityProvider) -> str:
    asked = {"provider": str(provider.pk), "next": SENSITIVE}
    begun: Any = browser.post(reverse("single_sign_on:prove"), asked)
    return str(begun["Location"])


def asks_who_it_is(browser: Client) -> bool:
    return reverse("single_sign_on:prove") in browser.get(SENSITIVE).content.decode()


def test_oidc_provider_asks_for_sign_in_once_more_where_somebody_proves_it_anew(
    cast: Cast, elsewhere: httpx2.Client
) -> None:
    browser = Client()
    with oidc(cast, cast.member, more={"is_strong": True}) as provider:
        come_in(browser, elsewhere, provider, cast.member)
        again: Any = browser.post(reverse("single_sign_on:start", args=[provider.pk]), {"email": cast.member.email})
        assert not visit(elsewhere, again["Location"]).showed_sign_in  # signed in there still
        del browser.cookies["proof"]
        assert asks_who_it_is(browser)

        there = visit(elsewhere, begin_proof(browser, provider))
        answer: Any = browser.get(there.back)

    assert there.showed_sign_in
    assert answer["Location"] == SENSITIVE
    assert not asks_who_it_is(browser)


def without(location: str, *names: str, **others: str) -> str:
    """As whoever sits at an open browser could change it on the way."""
    asked = {name: said for name, said in parse_qsl(urlsplit(location).query) if name not in names} | others
    return urlsplit(location)._replace(query=urlencode(asked)).geturl()


@pytest.mark.parametrize("others", [{}, {"max_age": "100000"}], ids=["not asked", "asked for an old one"])
def test_a_sign_in_there_this_morning_proves_nothing_anew(
    cast: Cast, elsewhere: httpx2.Client, others: dict[str, str]
) -> None:
    browser = Client()
    with oidc(cast, cast.member, more={"is_strong": True}, signed_in_before=3600) as provider:
        come_in(browser, elsewhere, provider, cast.member)
        del browser.cookies["proof"]

        there = visit(elsewhere, without(begin_proof(browser, provider), "prompt", "max_age", **others))
        answer = browser.get(there.back)

    assert not there.showed_sign_in
    assert answer.status_code == 403
    assert asks_who_it_is(browser)


# --- groups ---


def test_groups_in_claims_give_roles(cast: Cast, elsewhere: httpx2.Client) -> None:
    now = timezone.now()
    roles_by_group = [("人事部", "executive")]
    set_group_roles(organization_id=cast.organization.pk, roles=roles_by_group, actor=cast.administrator, now=now)
    roles = RoleGrant.objects.on(cast.organization.today(now)).filter(person=cast.member, role="executive")
    browser = Client()
    with oidc(cast, cast.member, more={"groups_name": "groups"}, groups=["人事部", "みんな"]) as provider:
        come_in(browser, elsewhere, provider, cast.member)

    assert sorted(GroupMembership.objects.values_list("group__name", flat=True)) == ["みんな", "人事部"]
    assert roles.exists()


# --- several providers of one organization ---


def test_each_domain_leads_to_its_own_provider(cast: Cast, elsewhere: httpx2.Client) -> None:
    Person.objects.filter(pk=cast.manager.pk).update(email="boss@sub.example")
    cast.manager.refresh_from_db()
    never_used(cast.manager)
    with (
        oidc(cast, cast.member, more={"name": "本社"}) as first,
        oidc(cast, cast.manager, more={"name": "子会社", "domains": ("sub.example",)}) as second,
    ):
        for person, provider in ((cast.member, first), (cast.manager, second)):
            browser = Client()
            begun: Any = browser.post(reverse("single_sign_on:choose"), {"email": person.email})
            assert begun.context["address"].startswith(provider.sign_in_url)
            browser.get(visit(elsewhere, begun.context["address"]).back)
            assert browser.session["_auth_user_id"] == str(person.pk)
            elsewhere.cookies.clear()

        astray = Client()
        answer = come_in(astray, elsewhere, second, cast.hr)  # of the first one's domain

    assert answer.status_code == 403
    assert not is_signed_in(astray)


# --- SAML ---


@pytest.fixture
def saml_peer(tmp_path: Path, cast: Cast) -> Callable[..., Any]:
    (tmp_path / "cert").write_bytes(PAIR.certificate)
    (tmp_path / "key").write_bytes(PAIR.key)
    settings = {"certificate": str(tmp_path / "cert"), "key": str(tmp_path / "key"), "person": cast.member.email}

    def run(**more: Any) -> Any:
        return running_peer("saml", **settings, **more)

    return run


def enter_saml(cast: Cast, url: str, **more: Any) -> IdentityProvider:
    typed = {"metadata_url": f"{url}/metadata", "metadata": "", "next_certificate": ()}
    return enter(cast, "saml", uid_name=FIXED, mail_name=MAIL, **typed, **more)


@dataclass(frozen=True)
class Form:
    address: str
    answer: str
    is_forced: bool


def fetch_form(elsewhere: httpx2.Client, location: str) -> Form:
    page = elsewhere.get(location).text
    found = re.search(r'action="http://testserver([^"]+)" data-forced="(\w+)".*value="([^"]+)"', page)
    assert found, page
    return Form(found[1], found[3], found[2] == "true")


def bring(browser: Client, form: Form) -> Any:
    answer: Any = Client().post(form.address, {"SAMLResponse": form.answer})
    assert answer.status_code == 303, answer.content.decode()
    browser.cookies.update(answer.cookies)  # the form comes from another site, and brings none of them along
    return browser.get(answer["Location"])


def begin_saml(browser: Client, provider: IdentityProvider) -> str:
    begun: Any = browser.post(reverse("single_sign_on:start", args=[provider.pk]))
    return str(begun["Location"])


def test_samlp_lets_the_member_in(cast: Cast, elsewhere: httpx2.Client, saml_peer: Callable[..., Any]) -> None:
    browser = Client()
    with saml_peer() as url:
        provider = enter_saml(cast, url)
        form = fetch_form(elsewhere, begin_saml(browser, provider))
        response = bring(browser, form)

    assert response.status_code == 302, response.content.decode()
    assert browser.session["_auth_user_id"] == str(cast.member.pk)
    assert provider.accounts.get().uid == "E-100"
    assert not form.is_forced


def test_samlp_is_told_to_ask_once_more(cast: Cast, elsewhere: httpx2.Client, saml_peer: Callable[..., Any]) -> None:
    browser = Client()
    with saml_peer() as url:
        provider = enter_saml(cast, url, is_strong=True)
        bring(browser, fetch_form(elsewhere, begin_saml(browser, provider)))
        del browser.cookies["proof"]
        assert asks_who_it_is(browser)

        form = fetch_form(elsewhere, begin_proof(browser, provider))
        response: Any = bring(browser, form)

    assert form.is_forced
    assert response["Location"] == SENSITIVE
    assert not asks_who_it_is(browser)


def test_groups_in_an_attribute_give_roles(cast: Cast, elsewhere: httpx2.Client, saml_peer: Callable[..., Any]) -> None:
    now = timezone.now()
    roles_by_group = [("人事部", "executive")]
    set_group_roles(organization_id=cast.organization.pk, roles=roles_by_group, actor=cast.administrator, now=now)
    with saml_peer(groups=["人事部", "みんな"]) as url:
        provider = enter_saml(cast, url, groups_name="http://schemas.passportjs.com/groups")
        browser = Client()
        bring(browser, fetch_form(elsewhere, begin_saml(browser, provider)))

    roles = RoleGrant.objects.on(cast.organization.today(now)).filter(person=cast.member, role="executive")
    assert roles.exists()
    assert sorted(GroupMembership.objects.values_list("group__name", flat=True)) == ["みんな", "人事部"]


def test_encrypted_assertions_are_refused_with_what_to_change(
    cast: Cast, elsewhere: httpx2.Client, saml_peer: Callable[..., Any]
) -> None:
    browser = Client()
    with saml_peer(encrypts=True) as url:
        provider = enter_saml(cast, url)
        form = fetch_form(elsewhere, begin_saml(browser, provider))

    answer = Client().post(form.address, {"SAMLResponse": form.answer})

    assert answer.status_code == 403
    assert "暗号化" in answer.content.decode()
    assert IdentityProvider.objects.get().problem == "encrypted"
