import re
import time
from collections.abc import Callable

import pytest
import time_machine
from django.core import mail
from django.test import Client
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts.invitation_links import make_invitation_link
from aizuchi.accounts.models import Invitation
from aizuchi.accounts.tests.factors import code_now, give_app, give_recovery_codes
from aizuchi.people.models import Person

SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"


def give_password(client: Client, person: Person, **extra: str):
    return client.post(SIGN_IN, {"login": person.email or "", "password": PASSWORD, **extra})


def give_code(client: Client, code: str, **extra: str):
    return client.post(CODE, {"code": code, **extra}, HTTP_ACCEPT_LANGUAGE="en")


def is_in(client: Client) -> bool:
    return client.get("/account/security/").status_code == 200


def test_the_password_alone_no_longer_opens(cast: Cast, client: Client) -> None:
    give_app(cast.member)

    response = give_password(client, cast.member, next="/actions/")

    assert response["Location"] == CODE
    assert client.get(CODE).status_code == 200
    assert not is_in(client)


def test_the_code_opens_and_leads_on(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    give_password(client, cast.member, next="/actions/")

    response = give_code(client, code_now())

    assert response["Location"] == "/actions/"
    assert is_in(client)


@pytest.mark.parametrize("code", ["000000", "", "12345", "１２３４５６", "x" * 40, "x" * 500])
def test_another_code_opens_nothing(cast: Cast, client: Client, code: str) -> None:
    give_app(cast.member, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    give_password(client, cast.member)

    with time_machine.travel(59, tick=False):  # RFC 6238: 287082
        give_password(client, cast.member)
        response = give_code(client, code)

    assert response.status_code == 200
    assert not is_in(client)


def test_the_codes_are_those_of_the_rfc(cast: Cast, client: Client) -> None:
    give_app(cast.member, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

    with time_machine.travel(1111111109, tick=False):
        give_password(client, cast.member)
        give_code(client, "081804")

        assert is_in(client)


@pytest.mark.parametrize(("seconds", "opens"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_clocks_may_be_half_a_minute_apart(cast: Cast, client: Client, seconds: int, opens: bool) -> None:
    give_app(cast.member)
    now = time.time()
    with time_machine.travel(now + seconds, tick=False):
        code = code_now()

    with time_machine.travel(now, tick=False):
        give_password(client, cast.member)
        give_code(client, code)

        assert is_in(client) is opens


def test_a_code_that_was_used_opens_no_second_time(cast: Cast, client: Client) -> None:
    """Whichever process is asked: what was used stands in the database."""
    give_app(cast.member)
    with time_machine.travel(time.time(), tick=False):
        code = code_now()
        give_password(client, cast.member)
        give_code(client, code)
        over_the_shoulder = Client()
        give_password(over_the_shoulder, cast.member)
        give_code(over_the_shoulder, code)

        assert not is_in(over_the_shoulder)


def test_nor_does_an_earlier_one(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    with time_machine.travel(time.time(), tick=False):
        give_password(client, cast.member)
        give_code(client, code_now())
        give_password(other := Client(), cast.member)
        give_code(other, code_now(steps=-1))

        assert not is_in(other)


def test_each_recovery_code_opens_once(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    codes = give_recovery_codes(cast.member)

    give_password(client, cast.member)
    give_code(client, f" {codes[3][:4]}-{codes[3][4:]} ")
    give_password(again := Client(), cast.member)
    give_code(again, codes[3])

    assert is_in(client)
    assert not is_in(again)


def test_the_code_of_somebody_else_opens_nothing(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    give_app(cast.manager, secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

    give_password(client, cast.member)
    give_code(client, code_now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))

    assert not is_in(client)


def test_there_is_no_code_to_give_before_the_password(cast: Cast, client: Client) -> None:
    give_app(cast.member)

    response = give_code(client, code_now())

    assert response["Location"] == SIGN_IN
    assert not is_in(client)


def test_guessing_is_slowed_down_for_its_network_and_for_nobody_who_was_here_before(cast: Cast) -> None:
    give_app(cast.member)
    own = Client()
    with time_machine.travel(now := time.time(), tick=False):
        give_password(own, cast.member)
        give_code(own, code_now(steps=-1))
        own.post("/sign-out/")
        guessing = Client()
        give_password(guessing, cast.member)
        for _ in range(5):
            give_code(guessing, "000000")

        assert "a few tries" in give_code(guessing, code_now()).content.decode()
    with time_machine.travel(now + 60, tick=False):
        give_password(own, cast.member)
        give_code(own, code_now())
        assert is_in(own)


def test_half_way_in_is_over_after_a_while(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    now = time.time()
    with time_machine.travel(now, tick=False):
        give_password(client, cast.member)

    with time_machine.travel(now + 16 * 60, tick=False):
        response = give_code(client, code_now())

        assert response["Location"] == SIGN_IN
        assert not is_in(client)


@pytest.mark.database
def test_half_way_in_is_over_once_they_are_signed_out_everywhere(
    cast: Cast, client: Client, client_for: Callable[[Person], Client]
) -> None:
    give_app(cast.member)
    give_password(client, cast.member)

    client_for(cast.member).post("/account/sessions/end/")

    assert give_code(client, code_now())["Location"] == SIGN_IN
    assert not is_in(client)


def test_half_way_in_is_over_with_another_password(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    give_password(client, cast.member)
    cast.member.set_password("asa no kaze to ame")
    cast.member.save()

    give_code(client, code_now())

    assert not is_in(client)


def test_half_way_in_is_over_for_who_left(cast: Cast, client: Client, today) -> None:
    give_app(cast.member)
    give_password(client, cast.member)
    cast.member.left_on = today.replace(year=today.year - 1)
    cast.member.save()

    give_code(client, code_now())

    assert not is_in(client)


def test_starting_over_leads_back_to_the_first_page(cast: Cast, client: Client) -> None:
    give_app(cast.member)
    give_password(client, cast.member)
    assert client.get(SIGN_IN)["Location"] == CODE

    client.post("/sign-in/start-over/")

    assert client.get(SIGN_IN).status_code == 200
    assert give_code(client, code_now())["Location"] == SIGN_IN


class TestNoWayPassesByIt:
    """Whatever else lets somebody in stops at the factor that exists."""

    def test_a_new_password_by_mail(self, cast: Cast, client: Client, run_jobs: Callable[[], None]) -> None:
        give_app(cast.member)
        client.post("/password/forgotten/", {"email": cast.member.email or ""})
        run_jobs()
        link = re.search(r"http://testserver(/password/new/\S+)", str(mail.outbox[-1].body))
        assert link
        page = client.get(link[1], follow=True)

        response = client.post(page.request["PATH_INFO"], {"password1": "asa no kaze to ame"})

        assert response["Location"] == CODE
        assert not is_in(client)
        give_code(client, code_now())
        assert is_in(client)

    def test_an_invitation(self, cast: Cast, client: Client, today) -> None:
        """Somebody whose password was taken away, and who is asked in anew."""
        from django.utils import timezone

        give_app(cast.member)
        cast.member.set_unusable_password()
        cast.member.save()
        Invitation.objects.create(person=cast.member, invited_at=timezone.now())
        path = make_invitation_link(cast.member).removeprefix("http://testserver")

        response = client.post(path, {"password": "asa no kaze to ame"})

        assert response["Location"] == CODE
        assert not is_in(client)

    @pytest.mark.urls("aizuchi.accounts.tests.demo_urls")
    def test_stepping_into_shoes_in_the_demo(self, cast: Cast, client: Client) -> None:
        from aizuchi.accounts.models import DemoPerson

        cast.organization.is_demo = True
        cast.organization.save()
        DemoPerson.objects.create(person=cast.member, position=1, story_ja="あ", story_en="a")
        give_app(cast.member)

        response = client.post(f"/demo/{cast.member.pk}/")

        assert response["Location"] == CODE
        assert not is_in(client)


def test_secrets_cannot_be_read_in_the_database(cast: Cast) -> None:
    from aizuchi.accounts.tests.factors import SECRET

    row = give_app(cast.member)
    row.refresh_from_db()

    assert SECRET not in str(row.data)
    assert row.data["secret"].startswith(cast.member.pk.hex)


def test_a_secret_that_was_changed_outside_opens_nothing_and_says_so(cast: Cast, client: Client) -> None:
    row = give_app(cast.member)
    row.data["secret"] = row.data["secret"][:-4] + "AAA="
    row.save()
    give_password(client, cast.member)

    response = give_code(client, code_now())

    assert response.status_code == 503
    assert not is_in(client)


def test_whoever_has_no_app_is_told_of_their_recovery_code(cast: Cast) -> None:
    """And not of a code that is shown somewhere now."""
    give_recovery_codes(cast.member)
    client = Client()
    client.force_login(cast.member)

    page = client.post("/account/password/", {"proving": "code", "code": "00000000"}).content.decode()

    assert "控えの番号は合わない" in page
