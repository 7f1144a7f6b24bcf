"""A provider that is changed so that another may vouch: nobody comes in by what the former one vouched for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import Person
from aizuchi.single_sign_on import asking
from aizuchi.single_sign_on.linking import link_account
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn, ProviderAccount
from aizuchi.single_sign_on.refusals import NotBegunHere
from aizuchi.single_sign_on.tests.conftest import enter, is_signed_in, never_used, put_on_offer
from aizuchi.single_sign_on.tests.oidc_provider import Provider, running_provider
from aizuchi.single_sign_on.tests.saml import entering
from aizuchi.single_sign_on.tests.saml_provider import PAIR, SECOND, STRANGER, metadata

ComeIn = Callable[..., Any]
ASKS = "/sign-in/company/link/"
UID = "248289761001"
ADDRESS = "https://idp.example/metadata"


@pytest.fixture
def admin(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.administrator)


def change(admin: Client, provider: IdentityProvider, **others: Any) -> None:
    usual = {"name": provider.name, "domains": "example.jp", "issuer": provider.issuer, "client_id": provider.client_id}
    if provider.kind == "saml":
        usual |= {"uid_name": "uid", "mail_name": "mail", "metadata_url": provider.metadata_url}
    elif {"issuer", "client_id"} & set(others):
        usual["client_secret"] = "typed anew"
    response = admin.post(reverse("single_sign_on:change", args=[provider.pk]), usual | others)
    assert response.status_code == 302, response.content.decode()
    provider.refresh_from_db()


@pytest.mark.parametrize("what", ["issuer", "client_id"])
def test_a_kept_secret_is_not_told_to_another(
    admin: Client, provider: IdentityProvider, there: Provider, what: str
) -> None:
    with running_provider() as another:
        told = {"issuer": another.url} if what == "issuer" else {"client_id": "another"}
        usual = {"name": provider.name, "domains": "example.jp", "issuer": provider.issuer, "client_id": "aizuchi"}
        response = admin.post(reverse("single_sign_on:change", args=[provider.pk]), usual | told)

    assert response.status_code == 422
    assert "client_secret" in response.context["form"].errors
    before = (provider.issuer, provider.client_id)
    provider.refresh_from_db()
    assert (provider.issuer, provider.client_id, provider.is_on) == (*before, True)


@pytest.mark.parametrize("what", ["issuer", "client_id"])
def test_another_is_believed_about_nobody(
    admin: Client, cast: Cast, provider: IdentityProvider, there: Provider, come_in: ComeIn, what: str
) -> None:
    browser = Client()
    come_in(browser)
    with running_provider() as another:
        change(admin, provider, **({"issuer": another.url} if what == "issuer" else {"client_id": "another"}))
        put_on_offer(provider)
        another.user, thief = dict(there.user), Client()
        vouches = another if what == "issuer" else there
        there.client_id = provider.client_id

        begun: Any = thief.post(reverse("single_sign_on:start", args=[provider.pk]))
        answered: Any = thief.get(vouches.visit(begun["Location"]))

    assert answered["Location"] == ASKS
    assert not is_signed_in(thief)
    assert browser.get("/account/security/").status_code == 302
    assert not ProviderAccount.objects.exists()


def test_neither_about_whoever_was_never_here(
    admin: Client, provider: IdentityProvider, there: Provider, come_in: ComeIn
) -> None:
    change(admin, provider, groups_name="groups")  # a detour changes nothing of it
    change(admin, provider, trusts_addresses="on")
    put_on_offer(provider)

    assert come_in(Client())["Location"] == ASKS
    assert not ProviderAccount.objects.exists()


@pytest.mark.database
def test_a_slip_mended_before_anybody_came_in_asks_nobody_more(
    admin: Client, provider: IdentityProvider, come_in: ComeIn
) -> None:
    IdentityProvider.objects.update(is_on=False, tried_at=None)
    change(admin, provider, trusts_addresses="on")
    put_on_offer(provider)
    browser = Client()

    come_in(browser)

    assert is_signed_in(browser)


def test_what_the_former_one_vouched_for_links_nothing_any_more(
    admin: Client, cast: Cast, provider: IdentityProvider, come_in: ComeIn, begin: Callable[..., str], there: Provider
) -> None:
    cast.member.set_password(PASSWORD)
    cast.member.save(update_fields=["password"])
    browser, on_the_way = Client(), Client()
    come_in(browser)
    there.visit(begin(on_the_way))
    before = IdentityProvider.objects.get()

    change(admin, provider, client_id="another")
    put_on_offer(provider)

    assert browser.get(ASKS).status_code == 404
    assert not PendingSignIn.objects.exists()
    with pytest.raises(NotBegunHere):
        link_account(before, cast.member, UID, proved_by="own_means", now=timezone.now())


def test_everybody_linked_and_all_administrators_are_told(
    admin: Client, cast: Cast, provider: IdentityProvider, come_in: ComeIn, run_jobs: Callable[[], None]
) -> None:
    come_in(Client())
    run_jobs()
    mail.outbox.clear()
    page = admin.get(reverse("single_sign_on:change", args=[provider.pk])).content.decode()
    assert "1人がつながっています" in page

    change(admin, provider, client_id="another")
    run_jobs()

    told = [(sent.to[0], "保証" in str(sent.body)) for sent in mail.outbox]  # and once what was changed in it
    admin_address = cast.administrator.email
    assert sorted(told) == sorted([(cast.member.email, True), (admin_address, True), (admin_address, False)])
    assert AuditEntry.objects.get(action="single_sign_on.provider.unlinked").detail["people"] == 1


def test_whoever_changes_it_stays_to_try_it(admin: Client, cast: Cast, provider: IdentityProvider) -> None:
    ProviderAccount.objects.create(provider=provider, person=cast.administrator, uid="a", linked_at=timezone.now())

    change(admin, provider, client_id="another")

    assert admin.get(reverse("single_sign_on:provider", args=[provider.pk])).status_code == 200
    assert not ProviderAccount.objects.exists()


def test_what_lets_nobody_else_vouch_keeps_links(
    admin: Client, provider: IdentityProvider, come_in: ComeIn, there: Provider
) -> None:
    browser = Client()
    come_in(browser)

    change(admin, provider, name="よび名", groups_name="groups", domains="example.jp another.jp", trusts_addresses="on")

    assert ProviderAccount.objects.exists()
    assert browser.get("/account/security/").status_code == 200


@pytest.fixture
def saml(cast: Cast) -> IdentityProvider:
    never_used(cast.member)
    provider = entering.enter(cast, PAIR, metadata_url=ADDRESS)
    ProviderAccount.objects.create(provider=provider, person=cast.member, uid="u", linked_at=timezone.now())
    return provider


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What lies at which address."""
    lies = {ADDRESS: metadata(PAIR)}

    class Answer:
        def __init__(self, text: str) -> None:
            self.content = text.encode()

    monkeypatch.setattr(asking, "ask_provider", lambda _method, url: Answer(lies[url]))
    return lies


BY_HAND: list[dict[str, str]] = [
    {"next_certificate": SECOND.certificate.decode()},
    {"metadata": metadata(PAIR, SECOND)},
    {"metadata": metadata(STRANGER)},
    {"metadata": metadata(PAIR), "metadata_url": "https://another.example/metadata"},
    {"metadata": metadata(PAIR, issuer="https://another.example")},
    {"metadata_url": "https://another.example/metadata"},
    {"metadata_url": "", "next_certificate": SECOND.certificate.decode()},
    {"uid_name": "another"},
]


@pytest.mark.database
@pytest.mark.parametrize("others", BY_HAND)
def test_what_is_entered_by_hand_about_who_signs_unlinks(
    admin: Client, saml: IdentityProvider, told: dict[str, str], others: dict[str, str]
) -> None:
    told["https://another.example/metadata"] = metadata(PAIR)

    change(admin, saml, **others)

    assert not ProviderAccount.objects.exists()
    assert not saml.is_on
    assert saml.wants_own_proof


@pytest.mark.database
def test_a_certificate_that_goes_asks_nobody(admin: Client, cast: Cast, told: dict[str, str]) -> None:
    saml = entering.enter(cast, PAIR, SECOND, metadata_url=ADDRESS)
    ProviderAccount.objects.create(provider=saml, person=cast.member, uid="u", linked_at=timezone.now())
    told[ADDRESS] = metadata(PAIR, SECOND)
    change(admin, saml)
    assert saml.is_on
    told[ADDRESS] = metadata(SECOND)
    change(admin, saml)
    assert saml.is_on
    change(admin, saml, metadata_url="")
    assert saml.is_on

    assert ProviderAccount.objects.exists()


@pytest.mark.database
def test_a_new_certificate_read_where_they_always_were_unlinks_too(
    admin: Client, saml: IdentityProvider, told: dict[str, str]
) -> None:
    """That address may be a machine of whoever entered it."""
    told[ADDRESS] = metadata(PAIR, SECOND)

    change(admin, saml, is_strong="on")

    assert not ProviderAccount.objects.exists()
    assert not saml.is_on


# --- removed, and entered again ---


def come_by(provider: IdentityProvider, there: Provider, person: Person, browser: Client) -> Any:
    there.user = {"sub": f"sub of {person.email}", "email": person.email, "email_verified": True}
    begun: Any = browser.post(f"/sign-in/company/{provider.pk}/")
    return browser.get(there.visit(begun["Location"]))


def try_it(provider: IdentityProvider, there: Provider, admin: Client, person: Person) -> None:
    there.user = {"sub": "sub of the administrator", "email": person.email, "email_verified": True}
    begun: Any = admin.post(f"/settings/company-sign-in/{provider.pk}/try/")
    admin.get(there.visit(begun["Location"]))
    provider.refresh_from_db()
    assert provider.tried_by == person


@pytest.mark.parametrize("stays", [True, False], ids=["beside it", "after it"])
def test_another_of_the_same_domain_links_nobody_by_its_word_alone(
    cast: Cast, provider: IdentityProvider, there: Provider, admin: Client, stays: bool
) -> None:
    try_it(provider, there, admin, cast.administrator)
    never_used(cast.manager)
    assert come_by(provider, there, cast.member, Client())["Location"] == "/"
    if not stays:
        admin.post(f"/settings/company-sign-in/{provider.pk}/remove/")

    again = enter(cast, there, name="もう一度")
    try_it(again, there, admin, cast.administrator)

    assert come_by(again, there, cast.manager, Client())["Location"] == "/sign-in/company/link/"
    assert not again.accounts.exists()


def test_one_for_a_domain_that_nobody_vouched_for_yet_does(
    cast: Cast, provider: IdentityProvider, there: Provider, admin: Client
) -> None:
    try_it(provider, there, admin, cast.administrator)
    never_used(cast.manager)
    Person.objects.filter(pk=cast.manager.pk).update(email="boss@sub.example")
    cast.manager.refresh_from_db()

    second = enter(cast, there, name="子会社", domains=("sub.example",))

    assert come_by(second, there, cast.manager, Client())["Location"] == "/"
