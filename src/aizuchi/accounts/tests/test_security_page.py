import datetime
import re
import time
from collections.abc import Callable
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts.models import SignInPolicy
from aizuchi.accounts.tests.factors import SECRET, code_now, give_app, give_recovery_codes
from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import Person

PAGE, APP, CODES = "/account/security/", "/account/security/app/", "/account/security/codes/"
NEW_CODES = "/account/security/codes/new/"
ClientFor = Callable[[Person], Client]


def secret_on(page: str) -> str:
    found = re.search(r'class="typed-secret"><code>([A-Z2-7 ]+)<', page)
    assert found
    return found[1].replace(" ", "")


def kept_on(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found
    return found[1]


def codes_on(page: str) -> list[str]:
    return [code.replace("-", "") for code in re.findall(r"<code>(\d{4}-\d{4})</code>", page)]


def set_up_app(client: Client) -> str:
    page = client.get(APP).content.decode()
    return client.post(APP, {"kept": kept_on(page), "code": code_now(secret_on(page))}, follow=True).content.decode()


def test_an_app_is_set_up_by_its_code_and_codes_are_shown_once(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)

    codes = codes_on(set_up_app(client))

    assert len(set(codes)) == 10
    assert not codes_on(client.get(PAGE).content.decode())
    assert "10" in client.get(PAGE).content.decode()


def test_the_file_of_codes_says_whose_they_are_and_where(cast: Cast, client_for: ClientFor) -> None:
    page = set_up_app(client_for(cast.member))

    told = unquote(re.findall(r'href="data:text/plain;charset=utf-8,([^"]*)"', page)[0]).splitlines()
    assert settings.PUBLIC_URL in told
    assert cast.member.email in told
    assert [code.replace("-", "", 1) for code in told[-10:]] == codes_on(page)


def test_the_app_on_the_same_phone_opens_by_a_link(cast: Cast, client_for: ClientFor) -> None:
    assert 'href="otpauth://totp/' in client_for(cast.member).get(APP).content.decode()


def test_codes_are_shown_by_a_page_that_can_be_loaded_again(cast: Cast, client_for: ClientFor) -> None:
    give_app(cast.member)
    client = client_for(cast.member)

    made = client.post(CODES)
    shown = client.get(made["Location"])
    again = client.get(made["Location"])

    assert made["Location"] == NEW_CODES
    assert len(codes_on(shown.content.decode())) == 10
    assert "no-store" in shown["Cache-Control"]
    assert (again.status_code, codes_on(again.content.decode())) == (200, [])
    assert CODES in again.content.decode()


def test_codes_are_shown_to_the_session_that_made_them_and_for_a_quarter_of_an_hour(
    cast: Cast, client_for: ClientFor
) -> None:
    give_app(cast.member)
    with time_machine.travel(now := time.time(), tick=False):
        client, other = client_for(cast.member), client_for(cast.member)
        client.post(CODES)
        other.cookies["new_codes"] = client.cookies["new_codes"].value
        assert not codes_on(other.get(NEW_CODES).content.decode())
    with time_machine.travel(now + 16 * 60, tick=False):
        assert not codes_on(client.get(NEW_CODES).content.decode())


def test_the_picture_stays_the_same_for_a_quarter_of_an_hour(cast: Cast, client_for: ClientFor) -> None:
    with time_machine.travel(now := time.time(), tick=False):
        client = client_for(cast.member)
        first = secret_on(client.get(APP).content.decode())
        assert secret_on(client.get(APP).content.decode()) == first
        assert first not in str(client.cookies)
        other = client_for(cast.member)
        assert secret_on(other.get(APP).content.decode()) != first
    with time_machine.travel(now + 14 * 60, tick=False):
        assert secret_on(client.get(APP).content.decode()) == first


def test_another_app_has_another_picture(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)
    first = secret_on(client.get(APP).content.decode())
    set_up_app(client)
    Authenticator.objects.all().delete()

    assert secret_on(client.get(APP).content.decode()) != first


def test_it_is_asked_for_from_then_on(cast: Cast, client_for: ClientFor, client: Client) -> None:
    with time_machine.travel(now := time.time(), tick=False):
        codes = codes_on(set_up_app(client_for(cast.member)))

    with time_machine.travel(now + 90, tick=False):
        response = client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
        assert response["Location"] == "/sign-in/code/"
        client.post("/sign-in/code/", {"code": codes[0]})
        assert client.get(PAGE).status_code == 200


def test_the_code_that_set_it_up_opens_nothing_more(cast: Cast, client_for: ClientFor, client: Client) -> None:
    with time_machine.travel(time.time(), tick=False):
        page = client_for(cast.member).get(APP).content.decode()
        used = code_now(secret_on(page))
        setting_up = client_for(cast.member)
        page = setting_up.get(APP).content.decode()
        used = code_now(secret_on(page))
        setting_up.post(APP, {"kept": kept_on(page), "code": used})
        client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
        client.post("/sign-in/code/", {"code": used})

        assert client.get(PAGE).status_code == 302


def test_a_wrong_code_keeps_the_picture(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)
    page = client.get(APP).content.decode()

    again = client.post(APP, {"kept": kept_on(page), "code": "000000"})

    assert again.status_code == 200
    assert secret_on(again.content.decode()) == secret_on(page)
    assert not Authenticator.objects.exists()


def test_nobody_plants_a_secret_they_know(cast: Cast, client_for: ClientFor) -> None:
    """What another session was given is nothing here."""
    page = client_for(cast.manager).get(APP).content.decode()

    client_for(cast.member).post(APP, {"kept": kept_on(page), "code": code_now(secret_on(page))})

    assert not Authenticator.objects.exists()


def test_the_secret_is_in_the_page_alone_until_it_is_set_up(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)

    page = client.get(APP).content.decode()

    assert secret_on(page) not in str(dict(client.session))
    assert secret_on(page) not in kept_on(page)


def test_a_second_app_is_refused_with_a_sentence(cast: Cast, client_for: ClientFor) -> None:
    """Of two tabs that were open already."""
    client = client_for(cast.member)
    page = client.get(APP).content.decode()
    give_app(cast.member)

    told = {"kept": kept_on(page), "code": code_now(secret_on(page))}
    page = client.post(APP, told).content.decode()

    assert "認証アプリ" in page
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_codes_made_anew_end_those_of_before(cast: Cast, client_for: ClientFor, client: Client) -> None:
    give_app(cast.member)
    before = give_recovery_codes(cast.member)

    after = codes_on(client_for(cast.member).post(CODES, follow=True).content.decode())

    assert len(after) == 10
    client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
    client.post("/sign-in/code/", {"code": before[0]})
    assert client.get(PAGE).status_code == 302
    client.post("/sign-in/code/", {"code": after[0]})
    assert client.get(PAGE).status_code == 200


def test_an_app_is_taken_off_with_its_codes_and_other_devices_are_out(
    cast: Cast, client_for: ClientFor, client: Client
) -> None:
    app = give_app(cast.member)
    give_recovery_codes(cast.member)
    elsewhere, here = client_for(cast.member), client_for(cast.member)

    here.post(f"/account/security/factors/{app.pk}/remove/")

    assert not Authenticator.objects.exists()
    assert elsewhere.get(PAGE).status_code == 302
    assert here.get(PAGE).status_code == 200
    assert client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})["Location"] == "/"


@pytest.mark.parametrize("who", ["manager", "hr", "administrator", "stranger"])
def test_nobody_takes_off_what_is_somebody_elses(cast: Cast, client_for: ClientFor, who: str) -> None:
    app = give_app(cast.member)
    client = client_for(getattr(cast, who))

    assert client.post(f"/account/security/factors/{app.pk}/remove/").status_code == 404
    assert client.post(f"/account/security/passkeys/{app.pk}/name/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.count() == 1


def test_the_last_one_stays_where_the_organization_asks_for_it(cast: Cast, client_for: ClientFor) -> None:
    app = give_app(cast.member)
    SignInPolicy.objects.create(
        organization=cast.organization,
        second_factor_for="everybody",
        second_factor_from=timezone.localdate() - datetime.timedelta(days=1),
    )

    page = client_for(cast.member).post(f"/account/security/factors/{app.pk}/remove/", follow=True)

    assert "組織" in page.content.decode()
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("path", [APP, CODES, "/account/security/passkeys/add/"])
def test_each_asks_for_a_fresh_proof(cast: Cast, path: str) -> None:
    give_app(cast.member)
    client = Client()
    client.force_login(cast.member)

    for response in (client.get(path), client.post(path, {"code": "123456"})):
        assert 'name="proving"' in response.content.decode()
    assert Authenticator.objects.count() == 1


def test_its_owner_is_told_by_mail_and_the_record_knows(
    cast: Cast, client_for: ClientFor, run_jobs: Callable[[], None]
) -> None:
    set_up_app(client_for(cast.member))
    run_jobs()

    assert [message.to for message in mail.outbox] == [[cast.member.email]]
    assert AuditEntry.objects.filter(action="accounts.factor.app_added", actor_id=cast.member.pk).exists()
    assert SECRET not in str(mail.outbox[0].message())


def test_when_it_was_used_is_kept_to_the_hour(cast: Cast, client: Client) -> None:
    with time_machine.travel(datetime.datetime(2026, 12, 2, 10, 34, 56, tzinfo=datetime.UTC), tick=False):
        give_app(cast.member)
        client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
        client.post("/sign-in/code/", {"code": code_now()})

    app = Authenticator.objects.get()
    assert app.last_used_at == datetime.datetime(2026, 12, 2, 10, tzinfo=datetime.UTC)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_reads_in_both_languages(cast: Cast, client_for: ClientFor, language: str) -> None:
    cast.member.language = language
    cast.member.save()
    give_app(cast.member)

    page = client_for(cast.member).get(PAGE)

    assert f'lang="{language}"' in page.content.decode()


def test_whoever_has_an_app_is_shown_no_picture_for_another(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    give_app(cast.member)

    assert client_for(cast.member).get("/account/security/app/")["Location"] == "/account/security/"


def test_where_only_the_company_opens_nothing_speaks_of_a_password(cast: Cast, client_for: ClientFor) -> None:
    SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)

    page = client_for(cast.member).get(PAGE).content.decode()

    main = page.partition("<main")[2].partition("</main>")[0]
    assert "パスキー" in main
    assert "パスワード" not in main


def test_a_factor_is_never_said_to_be_used_before_it_was_made(cast: Cast, client_for: ClientFor) -> None:
    """The hour is kept, so the minutes are not told."""
    with time_machine.travel(datetime.datetime(2026, 12, 2, 10, 34, tzinfo=datetime.UTC), tick=False):
        give_app(cast.member).record_usage()
        page = client_for(cast.member).get(PAGE).content.decode()

    assert "1時間以内に使用" in page
    assert "34分前" not in page
