"""Mail domains on a server where several organizations live: each has to be proved before it leads anybody anywhere."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import notices
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.config.commands import confirm_domain, migrate
from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.notifications.raising import find_notices
from aizuchi.people.models import Person
from aizuchi.single_sign_on import domain_proofs
from aizuchi.single_sign_on.models import MISSING_FOR, IdentityProvider, ProviderAccount, ProviderDomain
from aizuchi.single_sign_on.operations.domains import list_proved, look_again
from aizuchi.single_sign_on.operations.providers import add_provider
from aizuchi.single_sign_on.tasks import look_at_domains
from aizuchi.single_sign_on.tests.name_server import NameServer, running_name_server

DAY = datetime.timedelta(days=1)
NAME = "_aizuchi.example.jp"


@pytest.fixture
def names(settings: Any) -> Iterator[NameServer]:
    with running_name_server() as server:
        settings.SIGN_IN_RESOLVER = server.address
        yield server


@pytest.fixture
def claim(provider: IdentityProvider) -> ProviderDomain:
    """Entered, and not proved."""
    provider.domains.update(proved_at=None)
    return provider.domains.get()


@pytest.fixture
def ask(cast: Cast, client_for: Callable[[Person], Client], claim: ProviderDomain) -> Callable[[], str]:
    admin = client_for(cast.administrator)

    def press() -> str:
        address = reverse("single_sign_on:prove_domain", args=[claim.provider_id])
        page: Any = admin.post(address, {"domain": claim.domain}, follow=True)
        claim.refresh_from_db()
        return str(page.content.decode())

    return press


def steer(cast: Cast) -> Any:
    """200 for a page that leads on to the provider."""
    return Client().post("/sign-in/company/", {"email": cast.member.email})


def enter_by(person: Person, *domains: str) -> IdentityProvider:
    settings = {"name": "ほかの会社", "domains": domains, "issuer": "https://id.example", "client_id": "a"}
    return add_provider(actor=person, kind="oidc", settings=settings, now=timezone.now())


def test_one_that_is_not_proved_leads_nobody_there(cast: Cast, claim: ProviderDomain) -> None:
    assert "ミナモ精機" not in Client().get("/sign-in/company/").content.decode()
    assert steer(cast).status_code == 422

    ProviderDomain.objects.update(proved_at=timezone.now())

    assert "ミナモ精機" in Client().get("/sign-in/company/").content.decode()
    assert steer(cast).status_code == 200


@pytest.mark.database
def test_a_server_with_one_organization_needs_no_proof(
    cast: Cast, claim: ProviderDomain, client_for: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reverse("single_sign_on:provider", args=[claim.provider_id])
    assert NAME in client_for(cast.administrator).get(page).content.decode()

    monkeypatch.setattr(domain_proofs, "Organization", OnlyOne)

    assert steer(cast).status_code == 200
    assert NAME not in client_for(cast.administrator).get(page).content.decode()


class OnlyOne:
    objects = mock.Mock(count=lambda: 1)


def test_until_then_the_first_time_wants_ones_own_proof(
    cast: Cast, claim: ProviderDomain, come_in: Callable[..., Any]
) -> None:
    assert come_in(Client())["Location"] == "/sign-in/company/link/"
    assert not ProviderAccount.objects.exists()


@pytest.mark.database
def test_the_record_proves_it_and_nothing_else(
    names: NameServer, claim: ProviderDomain, ask: Callable[[], str]
) -> None:
    for records in ({}, {NAME: ["v=spf1", claim.token[:-1]]}, {"example.jp": [claim.token]}):
        names.records = records
        assert "まだ" in ask()
        assert claim.proved_at is None

    names.records = {NAME: ["v=spf1", claim.token]}
    page = ask()

    assert claim.proved_at is not None
    assert claim.token in page
    assert AuditEntry.objects.get(action="single_sign_on.domain.proved").detail == {"domain": "example.jp"}


def test_a_name_server_that_does_not_answer_is_said(
    names: NameServer, claim: ProviderDomain, ask: Callable[[], str]
) -> None:
    names.is_broken = True

    assert "答えません" in ask()
    assert claim.proved_at is None


@pytest.mark.database
def test_tokens_are_random_and_an_organizations_providers_share_one(cast: Cast, claim: ProviderDomain) -> None:
    ProviderDomain.objects.update(proved_at=timezone.now())

    second = enter_by(cast.administrator, "example.jp", "more.example")

    same, other = second.domains.order_by("domain")
    assert len(claim.token) == 43
    assert same.token == claim.token != other.token
    assert (same.proved_at is None, other.proved_at is None) == (False, True)


@pytest.mark.database
def test_who_only_entered_it_keeps_nobody_from_it_and_who_proved_it_does(
    cast: Cast, claim: ProviderDomain, names: NameServer, ask: Callable[[], str]
) -> None:
    RoleGrantFactory(person=cast.stranger, role="administrator")
    theirs = enter_by(cast.stranger, "example.jp").domains.get()
    assert theirs.token != claim.token

    theirs.proved_at = timezone.now()
    theirs.save()
    names.records = {NAME: [claim.token, theirs.token]}

    assert "別の組織" in ask() or "ほかの組織" in ask()
    assert claim.proved_at is None


@pytest.mark.database
def test_looked_at_daily_it_is_told_at_once_and_lost_after_a_week(
    cast: Cast, names: NameServer, claim: ProviderDomain, run_jobs: Callable[[], None]
) -> None:
    now = timezone.now()
    ProviderDomain.objects.update(proved_at=now - DAY)
    names.records = {}

    for day in range(3):
        look_again(list_proved()[0], now=now + day * DAY)
    run_jobs()

    assert [message.to for message in mail.outbox] == [[cast.administrator.email]]
    assert NAME in str(mail.outbox[0].body)
    assert ProviderDomain.objects.proved(now + MISSING_FOR - DAY).exists()
    assert not ProviderDomain.objects.proved(now + MISSING_FOR).exists()

    look_again(list_proved()[0], now=now + MISSING_FOR)

    assert ProviderDomain.objects.get().proved_at is None
    assert AuditEntry.objects.filter(action="single_sign_on.domain.lost").exists()


@pytest.mark.database
def test_one_that_is_there_again_stays_and_no_answer_changes_nothing(names: NameServer, claim: ProviderDomain) -> None:
    now = timezone.now()
    ProviderDomain.objects.update(proved_at=now - DAY)
    names.is_broken = True
    look_again(list_proved()[0], now=now)
    assert ProviderDomain.objects.get().missing_since is None

    names.is_broken = False
    look_again(list_proved()[0], now=now)
    assert ProviderDomain.objects.get().missing_since == now
    names.records = {NAME: [claim.token]}
    look_at_domains.call()

    assert ProviderDomain.objects.get().missing_since is None


@pytest.mark.database
def test_the_page_says_until_when_a_missing_record_counts(
    cast: Cast, claim: ProviderDomain, client_for: Callable[[Person], Client]
) -> None:
    ProviderDomain.objects.update(proved_at=timezone.now(), missing_since=timezone.now())

    page = client_for(cast.administrator).get(f"/settings/company-sign-in/{claim.provider_id}/").content.decode()

    assert "レコードが見つかりません" in page
    assert re.search(rf"<code[^>]*>{claim.token}</code>", page)


def test_another_organizations_is_not_asked_about(
    cast: Cast, claim: ProviderDomain, names: NameServer, client_for: Callable[[Person], Client]
) -> None:
    names.records = {NAME: [claim.token]}
    address = reverse("single_sign_on:prove_domain", args=[claim.provider_id])

    assert client_for(cast.stranger).post(address, {"domain": "example.jp"}).status_code == 404
    assert client_for(cast.hr).post(address, {"domain": "example.jp"}).status_code == 403
    assert ProviderDomain.objects.get().proved_at is None


@pytest.mark.database
def test_whoever_runs_the_machine_confirms_one_without_dns(
    cast: Cast, claim: ProviderDomain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "bring_up_to_date", lambda: None)
    with pytest.raises(CommandFailed):
        confirm_domain.run(domain="example.jp", organization="株式会社となり")
    with pytest.raises(CommandFailed):
        confirm_domain.run(domain="jp", organization=cast.organization.name)

    assert confirm_domain.run(domain="@Example.JP", organization=cast.organization.name) == 0

    assert steer(cast).status_code == 200
    assert list_proved() == []
    assert AuditEntry.objects.filter(action="single_sign_on.domain.confirmed", actor_id=None).exists()


def test_the_list_says_which_are_not_proved(
    cast: Cast, claim: ProviderDomain, client_for: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, says = client_for(cast.administrator), "未確認のドメイン：example.jp"
    assert says in admin.get("/settings/company-sign-in/").content.decode()

    ProviderDomain.objects.update(proved_at=timezone.now())
    assert says not in admin.get("/settings/company-sign-in/").content.decode()

    ProviderDomain.objects.update(proved_at=None)
    monkeypatch.setattr(domain_proofs, "Organization", OnlyOne)
    assert says not in admin.get("/settings/company-sign-in/").content.decode()


def tell(now: datetime.datetime) -> list[str]:
    mail.outbox.clear()
    find_notices(now=now, hourly=True)
    notices.send_due(now + 3 * DAY)
    return sorted(address for message in mail.outbox for address in message.to)


def test_once_a_second_organization_is_there_the_administrators_of_both_are_told(
    cast: Cast, claim: ProviderDomain, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    with monkeypatch.context() as alone:
        alone.setattr(domain_proofs, "Organization", OnlyOne)
        assert tell(now) == []
    RoleGrantFactory(person=cast.stranger, role="administrator")
    theirs = enter_by(cast.stranger, "tonari.example")
    assert tell(now) == [cast.administrator.email]  # the other is not on offer yet
    IdentityProvider.objects.filter(pk=theirs.pk).update(tried_at=now, is_on=True)

    assert tell(now) == [cast.stranger.email]
    assert f"/settings/company-sign-in/{theirs.pk}/" in str(mail.outbox[-1].body)
    assert tell(now) == []  # once


def test_what_is_proved_meanwhile_is_not_told(cast: Cast, claim: ProviderDomain) -> None:
    now = timezone.now()
    find_notices(now=now, hourly=True)
    ProviderDomain.objects.update(proved_at=now)

    notices.send_due(now + 3 * DAY)

    assert mail.outbox == []
