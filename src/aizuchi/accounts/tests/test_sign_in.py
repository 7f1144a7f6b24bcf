import datetime
import re
import time
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.people.models import Person

SIGN_IN = "/sign-in/"
WRONG = "go together"


def sign_in(client: Client, email: str | None, password: str = PASSWORD, **extra: str):
    return client.post(SIGN_IN, {"login": email or "", "password": password, **extra}, HTTP_ACCEPT_LANGUAGE="en")


def is_signed_in(client: Client) -> bool:
    return client.get("/account/security/").status_code == 200


def test_address_and_password_open_the_door(cast: Cast, client: Client) -> None:
    response = sign_in(client, cast.member.email)

    assert response.status_code == 302
    assert response["Location"] == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "http://localhost/", "http://127.0.0.1/"]
)
def test_nobody_is_led_elsewhere(cast: Cast, client: Client, elsewhere: str) -> None:
    """Also not to the visitor's own machine, whose names a server on it answers to."""
    response = sign_in(client, cast.member.email, next=elsewhere)

    assert response["Location"] == "/"


def test_signing_in_leads_on_to_the_page_that_was_asked_for(cast: Cast, client: Client) -> None:
    response = sign_in(client, cast.member.email, next="/actions/")

    assert response["Location"] == "/actions/"


def test_an_address_is_the_same_however_it_is_cased(cast: Cast, client: Client) -> None:
    assert cast.member.email

    sign_in(client, cast.member.email.upper())

    assert is_signed_in(client)


def test_the_session_gets_a_new_key(cast: Cast, client: Client) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client, cast.member.email)

    assert client.session.session_key != before


def test_staying_signed_in_is_a_choice(cast: Cast, client: Client) -> None:
    sign_in(client, cast.member.email)
    assert client.session.get_expire_at_browser_close()

    sign_in(other := Client(), cast.member.email, remember="on")
    assert not other.session.get_expire_at_browser_close()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast: Cast, client: Client) -> None:
    wrong = sign_in(client, cast.member.email, "something else")
    unknown = sign_in(client, "nobody@example.jp", "something else")

    texts = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in (wrong, unknown)]
    texts = [re.sub(r'content="[^"]*"', "", text) for text in texts]
    assert WRONG in texts[0]
    assert texts[0] == texts[1]


def test_people_are_signed_out_after_their_last_day_in_their_organization(cast: Cast, client: Client) -> None:
    sign_in(client, cast.member.email)
    cast.member.left_on = datetime.date(2027, 1, 31)
    cast.member.save()

    with time_machine.travel(datetime.datetime(2027, 1, 31, 14, 59, tzinfo=datetime.UTC), tick=False):
        assert Client().post(SIGN_IN, {"login": cast.member.email, "password": PASSWORD}).status_code == 302
    with time_machine.travel(datetime.datetime(2027, 1, 31, 15, 0, tzinfo=datetime.UTC), tick=False):  # midnight there
        assert WRONG in sign_in(Client(), cast.member.email).content.decode()


def test_whoever_left_is_out_at_the_next_click(
    cast: Cast, client_for: Callable[..., Client], today: datetime.date
) -> None:
    client = client_for(cast.member)
    assert is_signed_in(client)

    cast.member.left_on = today - datetime.timedelta(days=1)
    cast.member.save()

    assert not is_signed_in(client)


def test_nobody_signs_in_without_a_password_of_their_own(cast: Cast, client: Client) -> None:
    for password in ("", "!"):
        cast.member.password = password
        cast.member.save()
        assert not cast.member.has_usable_password()

        sign_in(client, cast.member.email, password or "x")
        assert not is_signed_in(client)


def test_people_without_an_address_cannot_sign_in(cast: Cast, client: Client) -> None:
    cast.member.email = None
    cast.member.save()

    for address in ("", "None", " "):
        sign_in(client, address)
        assert not is_signed_in(client)


def test_trying_again_and_again_is_slowed_down_and_told_for_how_long(cast: Cast, client: Client) -> None:
    with time_machine.travel(now := time.time(), tick=False):
        for _ in range(5):
            sign_in(client, cast.member.email, "guess after guess")
    with time_machine.travel(now + 100, tick=False):
        response = sign_in(client, cast.member.email)

    assert "try again in 4 minutes" in response.content.decode()
    assert not is_signed_in(client)


def test_signing_out_takes_a_post(cast: Cast, client_for: Callable[..., Client]) -> None:
    client = client_for(cast.member)

    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)

    assert client.post("/sign-out/").status_code == 302
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_inactive", "account_reauthenticate", "mfa_index", "usersessions_list"],
)
def test_whatever_else_the_library_offers_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", [SIGN_IN, "/password/forgotten/", "/password/sent/"])
def test_a_visitor_reads_the_pages_in_either_language(path: str, language: str, cast: Cast, client: Client) -> None:
    response = client.get(path, HTTP_ACCEPT_LANGUAGE=language)

    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


class TestForgottenPassword:
    def ask(self, client: Client, email: str | None):
        return client.post("/password/forgotten/", {"email": email or ""})

    def link(self) -> str:
        found = re.search(r"http://testserver(/password/new/\S+)", str(mail.outbox[-1].body))
        assert found
        return found[1]

    def test_the_mail_leads_to_a_new_password_and_in(
        self, cast: Cast, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        assert self.ask(client, cast.member.email).status_code == 302
        run_jobs()

        page = client.get(self.link(), follow=True)
        response = client.post(page.request["PATH_INFO"], {"password1": "asa no kaze to ame"})

        assert response.status_code == 302
        assert is_signed_in(client)
        cast.member.refresh_from_db()
        assert cast.member.check_password("asa no kaze to ame")

    def test_the_link_works_once(self, cast: Cast, client: Client, run_jobs: Callable[[], None]) -> None:
        self.ask(client, cast.member.email)
        run_jobs()
        page = client.get(self.link(), follow=True)
        client.post(page.request["PATH_INFO"], {"password1": "asa no kaze to ame"})

        again = Client().get(self.link(), follow=True, HTTP_ACCEPT_LANGUAGE="en")

        assert "open any more" in again.content.decode()

    def test_the_link_is_stale_after_a_day(self, cast: Cast, client: Client, run_jobs: Callable[[], None]) -> None:
        self.ask(client, cast.member.email)
        run_jobs()

        with time_machine.travel(time.time() + 25 * 60 * 60):
            page = Client().get(self.link(), follow=True, HTTP_ACCEPT_LANGUAGE="en")

        assert "open any more" in page.content.decode()

    def test_the_other_devices_are_signed_out(
        self, cast: Cast, client: Client, client_for: Callable[..., Client], run_jobs: Callable[[], None]
    ) -> None:
        elsewhere = client_for(cast.member)
        self.ask(client, cast.member.email)
        run_jobs()

        page = client.get(self.link(), follow=True)
        client.post(page.request["PATH_INFO"], {"password1": "asa no kaze to ame"})

        assert not is_signed_in(elsewhere)

    def test_an_easy_password_is_not_taken(self, cast: Cast, client: Client, run_jobs: Callable[[], None]) -> None:
        self.ask(client, cast.member.email)
        run_jobs()
        page = client.get(self.link(), follow=True)

        response = client.post(page.request["PATH_INFO"], {"password1": "password1234"})

        assert response.status_code == 200
        assert not is_signed_in(client)

    def test_a_stranger_to_us_gets_the_same_answer_and_no_mail(
        self, cast: Cast, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        known = self.ask(client, cast.member.email)
        unknown = self.ask(client, "nobody@example.jp")
        run_jobs()

        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert [message.to for message in mail.outbox] == [[cast.member.email]]

    def test_who_left_and_who_was_never_invited_get_no_mail(
        self, cast: Cast, client: Client, run_jobs: Callable[[], None], today: datetime.date
    ) -> None:
        cast.member.left_on = today - datetime.timedelta(days=1)
        cast.member.save()
        cast.peer.set_unusable_password()
        cast.peer.save()

        self.ask(client, cast.member.email)
        self.ask(client, cast.peer.email)
        run_jobs()

        assert mail.outbox == []

    def test_a_key_for_somebody_else_opens_nothing(
        self, cast: Cast, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        self.ask(client, cast.member.email)
        run_jobs()
        link = self.link().replace(cast.member.pk.hex, cast.manager.pk.hex)

        page = client.get(link, follow=True, HTTP_ACCEPT_LANGUAGE="en")

        assert "open any more" in page.content.decode()


class TestChangingThePassword:
    def test_it_takes_the_current_one(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        client = client_for(cast.member)

        refused = client.post("/account/password/", {"oldpassword": "guess", "password1": "asa no kaze to ame"})
        taken = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "asa no kaze to ame"})

        assert (refused.status_code, taken.status_code) == (200, 302)
        assert is_signed_in(client)

    def test_a_visitor_is_asked_to_sign_in(self, db: None, cast: Cast, client: Client) -> None:
        assert client.get("/account/password/").status_code == 302

    def test_who_has_none_has_nothing_to_change(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        cast.member.set_unusable_password()
        cast.member.save()

        assert client_for(cast.member).get("/account/password/").status_code == 404


class TestSessions:
    def test_each_device_is_listed_and_can_be_ended(self, cast: Cast) -> None:
        phone, desk = Client(HTTP_USER_AGENT="iPhone Safari/"), Client(HTTP_USER_AGENT="Windows Firefox/")
        sign_in(phone, cast.member.email)
        sign_in(desk, cast.member.email)

        page = desk.get("/account/security/").content.decode()
        session = re.search(r"/account/sessions/(\d+)/end/", page)
        assert session
        desk.post(session[0])

        assert "iPhone" in page
        assert "Firefox" in page
        assert not is_signed_in(phone)
        assert is_signed_in(desk)

    def test_everywhere_means_everywhere(self, cast: Cast) -> None:
        phone, desk = Client(), Client()
        sign_in(phone, cast.member.email)
        sign_in(desk, cast.member.email)

        desk.post("/account/sessions/end/")

        assert not is_signed_in(phone)
        assert not is_signed_in(desk)

    def test_nobody_ends_the_session_of_somebody_else(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        client = Client()
        sign_in(client, cast.member.email)
        from allauth.usersessions.models import UserSession

        response = client_for(cast.manager).post(f"/account/sessions/{UserSession.objects.first().pk}/end/")

        assert response.status_code == 404
        assert is_signed_in(client)

    @pytest.mark.parametrize("path", ["/account/sessions/end/", "/account/sessions/1/end/"])
    def test_looking_is_not_ending(self, path: str, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert client_for(cast.member).get(path).status_code == 405

    def test_reading_a_page_twice_writes_nothing_the_second_time(
        self, cast: Cast, client_for: Callable[..., Client], django_assert_max_num_queries
    ) -> None:
        client = client_for(cast.member)
        client.get("/password/sent/")

        with django_assert_max_num_queries(3) as queries:
            client.get("/password/sent/")

        assert not [q for q in queries.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))]


@pytest.mark.parametrize("address", ["/sign-out/", "/account/sessions/end/"])
def test_signing_out_empties_the_cache_and_leaves_unsent_words(
    cast: Cast, client_for: Callable[[Person], Client], address: str
) -> None:
    response = client_for(cast.member).post(address)

    assert response["Clear-Site-Data"] == '"cache"'


def test_whose_session_was_ended_elsewhere_reads_why_they_are_asked_again(
    cast: Cast, client: Client, client_for: Callable[[Person], Client]
) -> None:
    theirs = client_for(cast.member)
    theirs.session.flush()

    page = theirs.get("/actions/", follow=True).content.decode()

    assert "ログインが終わっています" in page
    assert "ログインが終わっています" not in client.get(SIGN_IN).content.decode()


def test_a_form_that_was_sent_after_the_session_had_ended_waits_to_be_sent_once_more(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    theirs = client_for(cast.hr)
    address = reverse("people:edit_facts", args=[cast.member.pk])
    theirs.session.flush()
    typed = {"family_kana": "おのでら<b>", "introduction": "\n一行目\n二行目", "password": "never echoed"}

    answer = theirs.post(
        address, typed, HTTP_REFERER=f"http://testserver{reverse('people:edit', args=[cast.member.pk])}"
    )

    page = answer.content.decode()
    assert answer.status_code == 401
    assert f'action="{address}"' in page
    assert "おのでら&lt;b&gt;" in page
    assert "&#10;\n一行目\n二行目</textarea>" in page
    assert "never echoed" not in page
    assert f"next=%2Fpeople%2Fmanage%2F{cast.member.pk}%2F" in page.replace("&amp;", "&")
