"""What is written down of a changed provider, who hears of it, and what is known before it is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import Person, RoleGrant
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.operations.providers import add_provider, offer_provider, remove_provider
from aizuchi.single_sign_on.saml.certificates import fingerprint_of
from aizuchi.single_sign_on.tests.oidc_provider import Provider
from aizuchi.single_sign_on.tests.saml_provider import PAIR, SECOND, metadata
from aizuchi.single_sign_on.tests.test_providers_page import NEW, typed

RunJobs = Callable[[], None]


@pytest.fixture
def admin(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.administrator)


@pytest.fixture(autouse=True)
def other_administrator(cast: Cast) -> None:
    RoleGrantFactory(person=cast.peer, role=RoleGrant.Role.ADMINISTRATOR)


def change(admin: Client, there: Provider, provider: IdentityProvider, **more: Any) -> None:
    as_is = {"name": provider.name, "domains": "example.jp", "client_secret": "", "client_id": there.client_id}
    saved = admin.post(f"/settings/company-sign-in/{provider.pk}/change/", typed(there, **(as_is | more)))
    assert saved.status_code == 302, saved.content.decode()


def recorded() -> dict[str, Any]:
    detail: dict[str, Any] = AuditEntry.objects.latest("pk").detail
    return detail


def told(cast: Cast) -> str:
    """To all administrators, the same."""
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([cast.administrator.email, cast.peer.email])
    return str(mail.outbox[0].body)


def test_mail_domains_old_and_new(
    admin: Client, cast: Cast, there: Provider, provider: IdentityProvider, run_jobs: RunJobs
) -> None:
    change(admin, there, provider, domains="another.jp sub.example.jp")
    run_jobs()

    assert recorded()["domains_before"] == ["example.jp"]
    assert recorded()["domains"] == ["another.jp", "sub.example.jp"]
    assert "加わったメールのドメイン：another.jp, sub.example.jp" in told(cast)
    assert "外されたメールのドメイン：example.jp" in told(cast)
    assert "ログイン画面から外れました" in told(cast)


def test_of_a_secret_only_that_there_is_another(
    admin: Client, cast: Cast, there: Provider, provider: IdentityProvider, run_jobs: RunJobs
) -> None:
    change(admin, there, provider, client_secret="one of its own")
    run_jobs()

    assert recorded()["client_secret"] == "another_secret_waits"
    assert "one of its own" not in str(recorded()) + told(cast)


def test_where_browsers_are_sent(
    admin: Client, cast: Cast, there: Provider, provider: IdentityProvider, run_jobs: RunJobs
) -> None:
    before = provider.sign_in_url
    there.description = {"authorization_endpoint": f"{there.url}/moved"}

    change(admin, there, provider)
    run_jobs()

    assert (recorded()["sign_in_url_before"], recorded()["sign_in_url"]) == (before, f"{there.url}/moved")
    assert "別のアドレス" in told(cast)


def test_certificates_by_what_they_are_known(admin: Client, cast: Cast, run_jobs: RunJobs) -> None:
    saml = {"name": "SAML", "domains": "example.jp", "uid_name": "uid", "mail_name": "mail"}
    admin.post(f"{NEW}/saml/", saml | {"metadata": metadata(PAIR)})
    made = IdentityProvider.objects.get()
    assert recorded()["certificates"] == [fingerprint_of(PAIR.certificate.decode())]

    admin.post(f"/settings/company-sign-in/{made.pk}/change/", saml | {"next_certificate": SECOND.certificate.decode()})
    run_jobs()

    assert recorded()["certificates_before"] == [fingerprint_of(PAIR.certificate.decode())]
    assert recorded()["certificates"] == [fingerprint_of(each.certificate.decode()) for each in (PAIR, SECOND)]
    assert "証明書" in told(cast)


@pytest.mark.parametrize("what", ["on", "off", "removed"])
def test_on_and_off_the_sign_in_page_and_gone(
    cast: Cast, provider: IdentityProvider, run_jobs: RunJobs, what: str
) -> None:
    asked: Any = {"actor": cast.administrator, "provider_id": provider.pk, "now": timezone.now()}
    IdentityProvider.objects.update(is_on=what != "on")
    if what == "removed":
        remove_provider(**asked)
    else:
        offer_provider(is_on=what == "on", **asked)
    run_jobs()

    assert provider.name in told(cast)
    assert recorded()["provider"] == provider.name


def test_another_name_alone_is_on_record_only(
    admin: Client, there: Provider, provider: IdentityProvider, run_jobs: RunJobs
) -> None:
    change(admin, there, provider, name="よび名")
    run_jobs()

    assert (recorded()["name_before"], recorded()["name"]) == ("ミナモ精機", "よび名")
    assert mail.outbox == []


def addresses(page: Any) -> list[str]:
    return re.findall(r'<code class="secret">(https?://[^<]+)</code>', page.content.decode())


@pytest.mark.parametrize("kind", ["oidc", "saml"])
def test_its_addresses_are_known_before_it_is_kept(admin: Client, there: Provider, kind: str) -> None:
    shown = addresses(admin.get(f"{NEW}/{kind}/"))
    told = typed(there) if kind == "oidc" else {"domains": "example.jp", "metadata": metadata(PAIR)}
    saml = {"name": "ミナモ", "uid_name": "uid", "mail_name": "mail"}
    assert addresses(admin.get(f"{NEW}/{kind}/")) == shown

    page: Any = admin.post(f"{NEW}/{kind}/", saml | told, follow=True)

    assert len(shown) == 2
    assert set(shown) <= set(addresses(page))


def test_whoever_saw_others_is_told_before_it_is_kept(
    admin: Client, cast: Cast, there: Provider, provider: IdentityProvider
) -> None:
    """They had two forms open: the first one was kept with what both showed."""
    shown = str(provider.pk)
    again = typed(there, name="もう一つ", next_id=shown)

    page: Any = admin.post(f"{NEW}/oidc/", again)

    assert page.status_code == 422
    assert shown not in str(addresses(page))
    assert IdentityProvider.objects.count() == 1


def test_nobody_else_gets_the_same(cast: Cast) -> None:
    kept = [
        add_provider(actor=actor, kind="oidc", settings={"name": str(number), "domains": ()}, now=timezone.now()).pk
        for number, actor in enumerate([cast.administrator, cast.peer, cast.administrator])
    ]

    assert len(set(kept)) == 3
