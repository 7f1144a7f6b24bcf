"""The first time a company account comes: by its provider's word alone it opens nothing that somebody has used."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD, RoleGrantFactory

from aizuchi.accounts.models import BreakGlassAccount
from aizuchi.accounts.operations.policy import set_sign_in_policy
from aizuchi.accounts.tests.factors import give_app
from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import GroupRole, Person, RoleGrant
from aizuchi.people.models.group import GroupMembership
from aizuchi.single_sign_on import pending
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn, ProviderAccount
from aizuchi.single_sign_on.tests.conftest import is_signed_in, never_used
from aizuchi.single_sign_on.tests.oidc_provider import Provider
from aizuchi.single_sign_on.tests.saml import entering
from aizuchi.single_sign_on.tests.saml_provider import PAIR, pack

ComeIn = Callable[..., Any]
ASKS = "/sign-in/company/link/"
LINKED = "会社アカウントが、Aizuchiのあなたのアカウントにつながりました"


@pytest.fixture
def used(cast: Cast, there: Provider) -> Person:
    cast.member.set_password(PASSWORD)
    cast.member.save(update_fields=["password"])
    return cast.member


def sign_in(browser: Client, person: Person, **more: str) -> Any:
    return browser.post("/sign-in/", {"login": person.email, "password": PASSWORD, **more})


def find_link(body: str) -> str:
    return re.findall(r"http://testserver(/\S+)", body)[0]


def test_whoever_has_a_password_is_asked_first(used: Person, come_in: ComeIn) -> None:
    browser = Client()

    response = come_in(browser)

    assert response["Location"] == ASKS
    assert "あなたですか" in browser.get(ASKS).content.decode()
    assert not is_signed_in(browser)
    assert not ProviderAccount.objects.exists()


@pytest.mark.database
def test_after_their_own_sign_in_it_is_linked_and_opens(
    used: Person, come_in: ComeIn, there: Provider, run_jobs: Callable[[], None]
) -> None:
    browser = Client()
    come_in(browser, next="/account/security/")
    sign_in(browser, used)
    page = browser.get(f"{ASKS}mine/").content.decode()
    assert "会社アカウント" in page

    response: Any = browser.post(f"{ASKS}mine/")
    browser.get(there.visit(response["Location"]))

    assert ProviderAccount.objects.get().person == used
    assert AuditEntry.objects.get(action="single_sign_on.account.linked").detail["proved_by"] == "own_means"
    landed = browser.get("/account/security/").content.decode()
    assert "つなぎました。これからはミナモ精機で入れます。" in landed
    run_jobs()
    assert mail.outbox[-1].to == [used.email]


def test_somebody_else_who_is_signed_in_links_nothing(used: Person, cast: Cast, come_in: ComeIn) -> None:
    browser = Client()
    come_in(browser)
    sign_in(browser, cast.manager)

    browser.post(f"{ASKS}mine/")

    assert not ProviderAccount.objects.exists()


def test_a_mail_to_their_own_address_links_in_that_browser_only(
    used: Person, come_in: ComeIn, run_jobs: Callable[[], None]
) -> None:
    browser = Client()
    come_in(browser)
    browser.post(f"{ASKS}mail/")
    run_jobs()
    assert mail.outbox[-1].to == [used.email]
    link = find_link(str(mail.outbox[-1].body))

    assert Client().post(link).status_code == 404
    assert not ProviderAccount.objects.exists()
    assert browser.get(link).status_code == 200
    assert not ProviderAccount.objects.exists()
    browser.post(link)

    assert ProviderAccount.objects.get().person == used


@pytest.mark.parametrize("more", ["factor", "administrator", "hr"])
def test_whoever_has_a_factor_or_leads_gets_no_mail(
    used: Person, come_in: ComeIn, run_jobs: Callable[[], None], more: str
) -> None:
    if more == "factor":
        give_app(used)
    else:
        RoleGrantFactory(person=used, role=RoleGrant.Role(more))
    browser = Client()
    come_in(browser)

    browser.post(f"{ASKS}mail/")

    run_jobs()
    assert mail.outbox == []


def test_who_leads_is_never_linked_without_a_proof_even_if_never_here(cast: Cast, come_in: ComeIn) -> None:
    RoleGrantFactory(person=cast.member, role=RoleGrant.Role.HR)

    assert come_in(Client())["Location"] == ASKS
    assert not ProviderAccount.objects.exists()


@pytest.mark.database
def test_whoever_was_never_here_is_told_and_can_undo_it_from_the_mail(
    cast: Cast, come_in: ComeIn, run_jobs: Callable[[], None]
) -> None:
    browser = Client()
    come_in(browser)
    assert is_signed_in(browser)
    run_jobs()
    link = find_link(str(mail.outbox[-1].body))

    assert Client().get(link).status_code == 200
    assert ProviderAccount.objects.exists()
    Client().post(link)

    assert not ProviderAccount.objects.exists()
    assert browser.get("/account/security/").status_code == 302
    assert AuditEntry.objects.filter(action="single_sign_on.account.unlinked", subject_id=cast.member.pk).exists()
    assert Client().get(link).status_code == 404


@pytest.mark.database
def test_one_takes_off_ones_own_and_nobody_elses(
    used: Person, cast: Cast, provider: IdentityProvider, client_for: Callable[[Person], Client]
) -> None:
    account = ProviderAccount.objects.create(provider=provider, person=used, uid="u", linked_at=timezone.now())
    address = f"/account/security/company/{account.pk}/unlink/"

    assert client_for(cast.manager).post(address).status_code == 404
    client_for(used).post(address)

    assert not ProviderAccount.objects.exists()


def test_an_account_behind_glass_never_links(cast: Cast, come_in: ComeIn) -> None:
    BreakGlassAccount.objects.create(person=cast.member, named_at=timezone.now())

    assert come_in(Client()).status_code == 403
    assert not ProviderAccount.objects.exists()


def test_one_that_was_linked_before_comes_in_by_it_no_more(
    cast: Cast, come_in: ComeIn, provider: IdentityProvider, there: Provider, client_for: Callable[[Person], Client]
) -> None:
    come_in(Client())
    BreakGlassAccount.objects.create(person=cast.member, named_at=timezone.now())

    assert come_in(Client()).status_code == 403
    browser = client_for(cast.member)
    assert browser.post("/sign-in/company/again/", {"provider": provider.pk})["Location"] == "/sign-in/company/again/"


def test_whoever_is_named_behind_glass_is_unlinked(cast: Cast, provider: IdentityProvider, there: Provider) -> None:
    other, at = cast.hr, timezone.now()
    RoleGrantFactory(person=other, role=RoleGrant.Role.ADMINISTRATOR)
    ProviderAccount.objects.create(provider=provider, person=other, uid="o", linked_at=at)

    set_sign_in_policy(
        actor=cast.administrator,
        second_factor_for="nobody",
        second_factor_from=None,
        only_company_sign_in=False,
        glass=[other.pk],
        now=at,
    )

    assert BreakGlassAccount.objects.get().person == other
    assert not ProviderAccount.objects.exists()


def test_saml_asks_as_well(cast: Cast) -> None:
    browser = Client()
    provider = entering.enter(cast, PAIR)
    saml = entering.begin(provider, browser, cast)
    posted: Any = Client().post(f"/sign-in/company/{provider.pk}/saml/", {"SAMLResponse": pack(saml.answer())})
    browser.cookies.update(posted.cookies)

    response: Any = browser.get(posted["Location"])

    assert response["Location"] == ASKS
    assert not ProviderAccount.objects.exists()


@pytest.fixture
def try_it(
    cast: Cast, provider: IdentityProvider, there: Provider, client_for: Callable[[Person], Client]
) -> Callable[[Person], Any]:
    """By the administrator, with the company account of whom one likes."""

    def come_back(person: Person) -> Any:
        IdentityProvider.objects.update(is_on=False, tried_at=None, groups_name="groups")
        there.user |= {"groups": ["A"], "email": person.email}
        client = client_for(cast.administrator)
        begun: Any = client.post(f"/settings/company-sign-in/{provider.pk}/try/")
        return client.get(there.visit(begun["Location"]))

    return come_back


@pytest.mark.database
def test_a_trial_changes_nothing_but_its_result(cast: Cast, try_it: Callable[[Person], Any]) -> None:
    try_it(cast.administrator)

    assert IdentityProvider.objects.get().tried_by == cast.administrator
    assert not ProviderAccount.objects.exists()
    assert not GroupMembership.objects.exists()


def test_with_anothers_company_account_it_is_none(cast: Cast, try_it: Callable[[Person], Any]) -> None:
    response = try_it(cast.member)

    assert response.status_code == 422
    assert IdentityProvider.objects.get().tried_at is None
    assert not ProviderAccount.objects.exists()


def test_one_browser_leaves_few_rows(begin: Callable[..., str]) -> None:
    browser = Client()

    for _time in range(15):
        begin(browser)

    assert PendingSignIn.objects.count() == pending.MOST_AT_ONCE


@pytest.mark.database
def test_one_network_begins_only_so_often(
    provider: IdentityProvider, begin: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = pending.Limit(name="few", most=2, per=pending.GOOD_FOR)
    monkeypatch.setattr(pending, "FROM_NETWORK", few)
    for _time in range(2):
        begin(Client())

    assert Client().post(f"/sign-in/company/{provider.pk}/").status_code == 403
    assert PendingSignIn.objects.count() == 2
    assert IdentityProvider.objects.get().problem == ""


@pytest.mark.database
def test_a_stranger_behind_the_same_address_keeps_no_colleague_out(
    provider: IdentityProvider, begin: Callable[..., str], come_in: ComeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Client()
    come_in(known)
    known.post("/sign-out/")
    monkeypatch.setattr(pending, "FROM_NETWORK", pending.Limit(name="few", most=1, per=pending.GOOD_FOR))
    begin(Client())
    assert Client().post(f"/sign-in/company/{provider.pk}/").status_code == 403

    assert begin(known)


def test_whoever_has_signed_in_before_in_any_way_is_asked(cast: Cast, come_in: ComeIn) -> None:
    never_used(cast.member)
    Person.objects.filter(pk=cast.member.pk).update(last_login=timezone.now())

    assert come_in(Client())["Location"] == ASKS


@pytest.mark.database
def test_whoever_was_linked_by_word_and_leads_later_proves_it_by_mail(
    cast: Cast, come_in: ComeIn, run_jobs: Callable[[], None]
) -> None:
    come_in(Client())
    cast.member.set_password(PASSWORD)  # as whoever came by that word could
    cast.member.save(update_fields=["password"])
    RoleGrantFactory(person=cast.member, role=RoleGrant.Role.HR)
    browser = Client()
    assert come_in(browser)["Location"] == ASKS
    assert not is_signed_in(browser)
    sign_in(browser, cast.member)
    browser.post(f"{ASKS}mine/")
    assert ProviderAccount.objects.get().proved_by == "never_used"
    browser.post("/sign-out/")

    come_in(browser)
    browser.post(f"{ASKS}mail/")
    run_jobs()
    link = find_link(str(mail.outbox[-1].body))
    mail.outbox.clear()
    browser.post(link)
    run_jobs()

    assert ProviderAccount.objects.get().proved_by == "mail_box"
    assert [(sent.subject, sent.to) for sent in mail.outbox] == [(LINKED, [cast.member.email])]
    come_in(browser)
    assert is_signed_in(browser)


@pytest.fixture
def leaders(cast: Cast, provider: IdentityProvider) -> None:
    """Whoever the provider says is in this group leads."""
    IdentityProvider.objects.update(groups_name="groups")
    GroupRole.objects.create(organization=cast.organization, group_name="leaders", role=RoleGrant.Role.ADMINISTRATOR)


@pytest.mark.database
@pytest.mark.parametrize("was_here", [False, True])
def test_whoever_leads_by_what_the_provider_says_just_now_proves_it_as_well(
    cast: Cast, come_in: ComeIn, there: Provider, run_jobs: Callable[[], None], leaders: None, was_here: bool
) -> None:
    if was_here:
        come_in(Client())
        cast.member.set_password(PASSWORD)  # as whoever came by that word could
        cast.member.save(update_fields=["password"])
    there.user |= {"groups": ["leaders"]}
    browser = Client()

    assert come_in(browser)["Location"] == ASKS
    assert not is_signed_in(browser)
    assert not RoleGrant.objects.filter(person=cast.member).exists()
    sign_in(browser, cast.member)
    browser.post(f"{ASKS}mine/")
    assert not ProviderAccount.objects.exclude(proved_by="never_used").exists()
    browser.post("/sign-out/")
    come_in(browser)
    browser.post(f"{ASKS}mail/")
    run_jobs()
    link = find_link(str(mail.outbox[-1].body))
    assert was_here or LINKED not in [sent.subject for sent in mail.outbox]
    response: Any = browser.post(link)
    browser.get(there.visit(response["Location"]))

    assert is_signed_in(browser)
    assert RoleGrant.objects.filter(person=cast.member, role=RoleGrant.Role.ADMINISTRATOR).exists()
