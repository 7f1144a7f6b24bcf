"""What an administrator enters about a provider, and what the pages say about it."""

import datetime
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.accounts import handed_over
from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import Person, RoleGrant
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.queries import list_providers
from aizuchi.single_sign_on.sealed_settings import open_settings
from aizuchi.single_sign_on.tests.conftest import enter
from aizuchi.single_sign_on.tests.oidc_provider import Provider
from aizuchi.single_sign_on.tests.saml_provider import PAIR, SECOND, metadata

NEW = "/settings/company-sign-in/new"
SECRET = "a secret: with signs & more"


@pytest.fixture
def admin(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.administrator)


def typed(there: Provider, **more: Any) -> dict[str, Any]:
    usual = {"name": "ミナモ", "domains": "example.jp @Sub.Example.JP", "issuer": there.url, "client_id": "aizuchi"}
    return usual | {"client_secret": SECRET} | more


def test_it_is_kept_off_and_its_secret_is_shown_nowhere(admin: Client, there: Provider) -> None:
    page: Any = admin.post(f"{NEW}/oidc/", typed(there), follow=True)

    made = IdentityProvider.objects.get()
    assert not made.is_on
    assert sorted(made.domains.values_list("domain", flat=True)) == ["example.jp", "sub.example.jp"]
    assert open_settings(made).client_secret == SECRET
    assert SECRET.encode() not in bytes(made.sealed)
    change = admin.get(f"/settings/company-sign-in/{made.pk}/change/").content.decode()
    assert "a secret: with" not in page.content.decode() + change


WRONG: list[dict[str, Any]] = [
    {"issuer": "http://example.com"},
    {"issuer": "https://user:pw@example.com"},
    {"issuer": "http://127.0.0.1:9"},
    {"domains": "jp"},
    {"domains": "a@b.jp"},
    {"domains": ""},
    {"client_id": ""},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_slips_are_told_and_what_was_typed_stays(admin: Client, there: Provider, wrong: dict[str, Any]) -> None:
    page: Any = admin.post(f"{NEW}/oidc/", typed(there, **wrong))

    assert page.status_code == 422
    assert "field__error" in page.content.decode()
    assert 'value="ミナモ"' in page.content.decode()
    assert not IdentityProvider.objects.exists()


@pytest.mark.parametrize(
    "another",
    [{"client_id": "another", "client_secret": "another"}, {"domains": "example.jp another.jp"}, {"groups_name": "g"}],
    ids=str,
)
def test_whatever_it_can_vouch_for_further_wants_another_trial(
    admin: Client, there: Provider, provider: IdentityProvider, another: dict[str, Any]
) -> None:
    change = f"/settings/company-sign-in/{provider.pk}/change/"
    as_is = {"domains": "example.jp", "client_secret": ""}
    admin.post(change, typed(there, name="よび名", **as_is))
    provider.refresh_from_db()
    assert provider.is_on
    assert open_settings(provider).client_secret == there.client_secret

    admin.post(change, typed(there, **(as_is | another)))

    provider.refresh_from_db()
    assert (provider.is_on, provider.tried_at) == (False, None)


def test_where_browsers_are_sent_and_whether_a_factor_is_asked_there_want_none(
    admin: Client, there: Provider, provider: IdentityProvider
) -> None:
    change = f"/settings/company-sign-in/{provider.pk}/change/"
    there.description = {"authorization_endpoint": f"{there.url}/moved"}

    admin.post(change, typed(there, domains="example.jp", is_strong="on"))

    provider.refresh_from_db()
    assert (provider.is_strong, provider.sign_in_url) == (True, f"{there.url}/moved")
    assert provider.is_on
    assert provider.tried_at is not None


def test_that_a_factor_is_asked_there_is_on_record_and_told_to_all_administrators(
    admin: Client, cast: Cast, there: Provider, provider: IdentityProvider, run_jobs: Callable[[], None]
) -> None:
    RoleGrantFactory(person=cast.peer, role=RoleGrant.Role.ADMINISTRATOR)
    change = f"/settings/company-sign-in/{provider.pk}/change/"

    for told in ({"is_strong": "on"}, {"is_strong": "on"}, {}):  # no other part of it changes
        admin.post(change, typed(there, name=provider.name, domains="example.jp", **told))
    run_jobs()

    details = AuditEntry.objects.filter(action="single_sign_on.provider.changed").values_list("detail", flat=True)
    named = ("asked_factor_itself", "asks_factor_itself")
    assert {tuple(detail.get(name) for name in named) for detail in details} == {
        (False, True),
        (None, None),
        (True, False),
    }
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([cast.peer.email, cast.administrator.email])


def test_also_where_it_is_entered_so(admin: Client, cast: Cast, there: Provider, run_jobs: Callable[[], None]) -> None:
    admin.post(f"{NEW}/oidc/", typed(there, is_strong="on"))
    run_jobs()

    assert AuditEntry.objects.get(action="single_sign_on.provider.added").detail["asks_factor_itself"] is True
    assert [sent.to[0] for sent in mail.outbox] == [cast.administrator.email]


def test_but_a_fresh_proof_of_whoever_changes_them(admin: Client, there: Provider, provider: IdentityProvider) -> None:
    del admin.cookies["proof"]

    admin.post(f"/settings/company-sign-in/{provider.pk}/change/", typed(there, domains="example.jp", is_strong="on"))

    provider.refresh_from_db()
    assert not provider.is_strong


def test_one_that_nobody_tried_is_not_put_on_offer(admin: Client, there: Provider, provider: IdentityProvider) -> None:
    IdentityProvider.objects.update(is_on=False, tried_at=None)

    admin.post(f"/settings/company-sign-in/{provider.pk}/offer/", {"is_on": "1"})

    assert not IdentityProvider.objects.get().is_on


def saml(**more: Any) -> dict[str, Any]:
    usual = {
        "name": "ミナモ",
        "domains": "example.jp",
        "metadata": metadata(PAIR),
        "uid_name": "uid",
        "mail_name": "mail",
    }
    return usual | more


def test_metadata_are_read_and_the_next_certificate_stands_beside(admin: Client, cast: Cast) -> None:
    admin.post(f"{NEW}/saml/", saml(next_certificate=SECOND.certificate.decode()))

    made = IdentityProvider.objects.get()
    assert (made.issuer, made.sign_in_url) == ("https://idp.example/saml", "https://idp.example/sso")
    assert len(open_settings(made).certificates) == 2


@pytest.mark.parametrize(
    "told",
    [
        "",
        "<a/>",
        "no xml",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        metadata(PAIR).replace("https://idp.example/sso", "javascript:alert(1)"),
        metadata(PAIR).replace("MII", "AAA"),
        f"<a>{metadata(PAIR)}{metadata(SECOND)}</a>",
    ],
)
def test_metadata_that_are_none_are_refused(admin: Client, told: str) -> None:
    assert admin.post(f"{NEW}/saml/", saml(metadata=told)).status_code == 422
    assert not IdentityProvider.objects.exists()


@pytest.mark.parametrize(("days", "says"), [(-1, "で切れました"), (29, "までです。次の証明書"), (31, "")])
def test_the_page_warns_of_a_certificate_that_ends(admin: Client, days: int, says: str) -> None:
    admin.post(f"{NEW}/saml/", saml())
    IdentityProvider.objects.update(certificates_until=timezone.now() + datetime.timedelta(days=days))

    page = admin.get(f"/settings/company-sign-in/{IdentityProvider.objects.get().pk}/").content.decode()

    assert says in page
    assert ("banner--" in page) == bool(says)


@pytest.mark.parametrize("kind", ["oidc", "saml"])
def test_each_field_has_its_own_help(admin: Client, kind: str) -> None:
    page = admin.get(f"{NEW}/{kind}/").content.decode()

    assert "HelpFor" not in page
    assert "ボタンに出ます" in page
    assert page.count("Microsoft Entra ID") == 1


# --- a secret that was typed into a form which was refused ---


KEPT = "入力したシークレットは預かっています"


def mistyped(there: Provider, **more: Any) -> dict[str, Any]:
    return typed(there, issuer=f"{there.url}/nothing-here", **more)


@pytest.mark.parametrize("wrong", [{"issuer": "https://127.0.0.1:1"}, {"name": ""}, {"domains": "jp"}], ids=str)
def test_it_is_not_typed_twice_and_stands_in_no_page(admin: Client, there: Provider, wrong: dict[str, Any]) -> None:
    page: Any = admin.post(f"{NEW}/oidc/", typed(there, **wrong))
    assert page.status_code == 422
    assert KEPT in page.content.decode()
    kept = page.cookies["typed_client_secret"]
    assert SECRET not in page.content.decode() + str(page.cookies)
    assert "a secret" not in page.content.decode()
    assert (kept["path"], kept["httponly"], kept["samesite"]) == (f"{NEW}/oidc/", True, "Strict")

    done: Any = admin.post(f"{NEW}/oidc/", typed(there, client_secret=""))

    assert done.status_code == 302
    assert open_settings(IdentityProvider.objects.get()).client_secret == SECRET
    assert not done.cookies["typed_client_secret"].value


def test_refused_twice_it_waits_still(admin: Client, there: Provider) -> None:
    admin.post(f"{NEW}/oidc/", mistyped(there))
    admin.post(f"{NEW}/oidc/", mistyped(there, client_secret=""))

    admin.post(f"{NEW}/oidc/", typed(there, client_secret=""))

    assert open_settings(IdentityProvider.objects.get()).client_secret == SECRET


def test_on_a_change_it_becomes_the_new_one(admin: Client, there: Provider, provider: IdentityProvider) -> None:
    change = f"/settings/company-sign-in/{provider.pk}/change/"
    admin.post(change, mistyped(there, client_secret="another one"))

    admin.post(change, typed(there, client_secret=""))

    assert open_settings(IdentityProvider.objects.get()).client_secret == "another one"


def test_one_that_was_left_behind_goes_nowhere(
    cast: Cast, admin: Client, there: Provider, client_for: Callable[[Person], Client]
) -> None:
    """Into no other form, not to another person, and not once the form was opened anew."""
    admin.post(f"{NEW}/oidc/", mistyped(there))
    cookie = admin.cookies["typed_client_secret"].value

    RoleGrantFactory(person=cast.hr, role="administrator")
    other = client_for(cast.hr)
    other.cookies["typed_client_secret"] = cookie
    other.post(f"{NEW}/oidc/", typed(there, client_secret="", name="A"))
    admin.get(f"{NEW}/oidc/")
    admin.post(f"{NEW}/oidc/", typed(there, client_secret="", name="B"))
    first = IdentityProvider.objects.get(name="A")
    admin.cookies["typed_client_secret"] = cookie
    admin.post(f"/settings/company-sign-in/{first.pk}/change/", typed(there, client_secret="", name="A"))

    assert [open_settings(made).client_secret for made in IdentityProvider.objects.all()] == ["", ""]


def test_after_a_quarter_of_an_hour_it_is_gone(admin: Client, there: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    admin.post(f"{NEW}/oidc/", mistyped(there))
    monkeypatch.setattr(handed_over, "timezone", mock.Mock(now=lambda: timezone.now() + handed_over.GOOD_FOR))

    admin.post(f"{NEW}/oidc/", typed(there, client_secret=""))

    assert open_settings(IdentityProvider.objects.get()).client_secret == ""


@pytest.mark.parametrize("kind", ["oidc", "saml"])
def test_a_form_sent_empty_comes_back(admin: Client, kind: str) -> None:
    assert admin.post(f"{NEW}/{kind}/").status_code == 422


def test_the_list_asks_as_often_for_many_as_for_one(
    cast: Cast, there: Provider, provider: IdentityProvider, django_assert_num_queries: Any
) -> None:
    now = timezone.now()
    with CaptureQueriesContext(connection) as for_one:
        list_providers(cast.administrator, now=now)
    for name in ("A", "B"):
        enter(cast, there, name=name)

    with django_assert_num_queries(len(for_one)):
        page = list_providers(cast.administrator, now=now)

    assert [facts.domains for facts in page.providers] == [("example.jp",)] * 3


def test_an_address_of_which_nobody_is_known_stays_in_its_field(admin: Client, provider: IdentityProvider) -> None:
    page = admin.post(f"/settings/company-sign-in/{provider.pk}/let-go/", {"email": "nobody@example.jp"})

    assert page.status_code == 422
    assert 'value="nobody@example.jp"' in page.content.decode()
