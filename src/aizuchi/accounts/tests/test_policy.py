import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts.models import BreakGlassAccount, SignIn, SignInPolicy
from aizuchi.accounts.operations import policy as operations
from aizuchi.accounts.operations.factors import KeepsTheDoor, OnlyWayIn, remove_factor
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.queries import sign_in_settings
from aizuchi.accounts.sign_in import sign_in_person
from aizuchi.accounts.tests.factors import code_now, give_app
from aizuchi.accounts.tests.test_security_page import kept_on, secret_on
from aizuchi.audit.models import AuditEntry
from aizuchi.kernel import write_behind
from aizuchi.people.models import Person

PAGE, SET_UP, SECURITY = "/settings/sign-in/", "/sign-in/set-up/", "/account/security/"
ClientFor = Callable[[Person], Client]
DAY = datetime.timedelta(days=1)


def ask_for(cast: Cast, whom: str, *, in_days: int = 0, **more: Any) -> SignInPolicy:
    begins_on = cast.organization.today(timezone.now()) + in_days * DAY
    return SignInPolicy.objects.create(
        organization=cast.organization, second_factor_for=whom, second_factor_from=begins_on, **more
    )


def give_password(client: Client, person: Person):
    return client.post("/sign-in/", {"login": person.email or "", "password": PASSWORD}, HTTP_ACCEPT_LANGUAGE="en")


def is_in(client: Client) -> bool:
    return client.get(SECURITY).status_code == 200


class TestOnTheWayIn:
    def test_whoever_has_none_sets_it_up_and_sees_nothing_before(self, cast: Cast, client: Client) -> None:
        ask_for(cast, "everybody")

        assert give_password(client, cast.member)["Location"] == SET_UP
        assert client.get(SET_UP).status_code == 200
        assert not is_in(client)
        assert client.get("/")["Location"].startswith("/sign-in/")

    def test_then_they_are_in(self, cast: Cast, client: Client) -> None:
        ask_for(cast, "everybody")
        give_password(client, cast.member)
        page = client.get(SET_UP).content.decode()

        codes = client.post(SET_UP, {"kept": kept_on(page), "code": code_now(secret_on(page))}, follow=True)
        again = client.get("/sign-in/set-up/codes/")
        assert (again.status_code, "<code>" in again.content.decode()) == (200, False)
        assert len(re.findall(r"<code>\d{4}-\d{4}</code>", codes.content.decode())) == 10
        assert not is_in(client)
        client.post("/sign-in/set-up/done/")

        assert is_in(client)

    def test_nobody_passes_by_saying_it_is_done(self, cast: Cast, client: Client) -> None:
        ask_for(cast, "everybody")
        give_password(client, cast.member)

        assert client.post("/sign-in/set-up/done/")["Location"] == SET_UP
        assert not is_in(client)

    def test_a_wrong_code_does_not_let_in(self, cast: Cast, client: Client) -> None:
        ask_for(cast, "everybody")
        give_password(client, cast.member)
        page = client.get(SET_UP).content.decode()

        again = client.post(SET_UP, {"kept": kept_on(page), "code": "000000"})

        assert again.status_code == 200
        assert secret_on(again.content.decode()) == secret_on(page)
        assert not Authenticator.objects.exists()

    def test_in_the_days_of_grace_they_come_in(self, cast: Cast, client: Client) -> None:
        ask_for(cast, "everybody", in_days=1)

        assert give_password(client, cast.member)["Location"] == "/"
        assert "banner" in client.get(SECURITY).content.decode()

    @pytest.mark.parametrize(
        ("who", "is_asked"), [("administrator", True), ("hr", True), ("member", False), ("manager", False)]
    )
    def test_only_those_it_is_about(self, cast: Cast, client: Client, who: str, is_asked: bool) -> None:
        ask_for(cast, "administrators_and_hr")

        assert give_password(client, getattr(cast, who))["Location"] == (SET_UP if is_asked else "/")

    def test_another_organization_asks_for_nothing(self, cast: Cast, client: Client) -> None:
        ask_for(cast, "everybody")

        assert give_password(client, cast.stranger)["Location"] == "/"

    def test_a_company_sign_in_with_its_own_second_factor_is_enough(self, cast: Cast, rf: Any) -> None:
        ask_for(cast, "everybody")
        for is_strong, leads_to in ((True, "/"), (False, SET_UP)):
            request = rf.get("/")
            request.session = Client().session
            request.user, request._messages = None, None

            response = sign_in_person(request, cast.member, proved_by=ProvedBy.COMPANY, is_strong=is_strong)

            assert response["Location"] == leads_to

    def test_who_came_in_before_is_out_once_the_grace_is_over(self, cast: Cast, run_jobs: Callable[[], None]) -> None:
        client, protected = Client(), Client()
        give_app(cast.peer)
        give_password(client, cast.member)
        give_password(protected, cast.peer)
        protected.post("/sign-in/code/", {"code": code_now()})
        ask_for(cast, "everybody", in_days=1)
        assert operations.end_sessions_without_factor(now=timezone.now()) == 0

        assert operations.end_sessions_without_factor(now=timezone.now() + DAY) == 1

        assert not is_in(client)
        assert is_in(protected)


@pytest.mark.parametrize(
    ("whom", "who", "has_one", "is_told"),
    [
        ("everybody", "member", False, True),
        ("everybody", "member", True, False),
        ("administrators_and_hr", "hr", False, True),
        ("administrators_and_hr", "member", False, False),
        ("everybody", "stranger", False, False),
    ],
)
def test_home_reminds_those_it_is_about(
    cast: Cast, client_for: ClientFor, whom: str, who: str, has_one: bool, is_told: bool
) -> None:
    person = getattr(cast, who)
    ask_for(cast, whom, in_days=9)
    if has_one:
        give_app(person)

    page = client_for(person).get("/").content.decode()

    assert ("あと9日" in page) is is_told


class TestSaying:
    def say(self, client: Client, cast: Cast, **told: Any):
        tomorrow = cast.organization.today(timezone.now()) + DAY
        return client.post(PAGE, {"second_factor_for": "everybody", "second_factor_from": tomorrow, **told})

    def test_an_administrator_says_who_needs_one(self, cast: Cast, client_for: ClientFor) -> None:
        give_app(cast.administrator)

        response = self.say(client_for(cast.administrator), cast)

        assert response.status_code == 302
        assert SignInPolicy.objects.get().second_factor_for == "everybody"
        assert AuditEntry.objects.filter(action="accounts.policy.set").exists()

    def test_not_before_they_have_their_own(self, cast: Cast, client_for: ClientFor) -> None:
        assert self.say(client_for(cast.administrator), cast).status_code == 200
        assert not SignInPolicy.objects.exists()

    @pytest.mark.parametrize("days", [0, -1, 400])
    def test_people_are_left_a_day_and_not_years(self, cast: Cast, client_for: ClientFor, days: int) -> None:
        give_app(cast.administrator)
        day = cast.organization.today(timezone.now()) + days * DAY

        assert self.say(client_for(cast.administrator), cast, second_factor_from=day).status_code == 200
        assert not SignInPolicy.objects.exists()

    @pytest.mark.parametrize("day", ["", "yesterday", "9999-99-99"])
    def test_odd_days_are_refused(self, cast: Cast, client_for: ClientFor, day: str) -> None:
        give_app(cast.administrator)

        assert self.say(client_for(cast.administrator), cast, second_factor_from=day).status_code == 200

    @pytest.mark.parametrize("who", ["hr", "member", "executive", "manager", "stranger"])
    def test_nobody_else_says_it(self, cast: Cast, client_for: ClientFor, who: str) -> None:
        told = {"second_factor_for": "nobody", "second_factor_from": None, "only_company_sign_in": False, "glass": []}

        assert self.say(client_for(getattr(cast, who)), cast).status_code == 403
        with pytest.raises(PermissionDenied):
            operations.set_sign_in_policy(actor=getattr(cast, who), now=timezone.now(), **told)

    def test_it_asks_for_a_fresh_proof(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.administrator)

        assert 'name="proving"' in self.say(client, cast).content.decode()
        assert not SignInPolicy.objects.exists()

    def test_the_page_counts_and_names_who_has_none(self, cast: Cast, client_for: ClientFor) -> None:
        ask_for(cast, "administrators_and_hr", in_days=5)
        give_app(cast.administrator)

        page = client_for(cast.administrator).get(PAGE).content.decode()

        assert cast.hr.full_name in page
        assert cast.member.full_name not in page
        assert cast.stranger.full_name not in page

    def test_of_very_many_it_says_how_many_more(
        self, cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sign_in_settings, "MOST_SHOWN", 1)
        ask_for(cast, "everybody", in_days=5)
        give_app(cast.administrator)

        page = client_for(cast.administrator).get(PAGE).content.decode()

        asked = Person.objects.filter(organization=cast.organization).count()
        assert f"ほかに{asked - 2}人" in page


class TestOnlyTheCompany:
    def test_a_password_opens_nothing_any_more(self, cast: Cast, client: Client) -> None:
        SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)

        response = give_password(client, cast.member)

        assert response["Location"] == "/sign-in/"
        assert not is_in(client)

    def test_that_is_on_record_as_the_way_it_was(self, cast: Cast, client: Client) -> None:
        SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)

        give_password(client, cast.member)
        write_behind.flush_all()

        assert list(SignIn.objects.values_list("person", "way", "came_in")) == [(cast.member.pk, "password", False)]

    def test_but_for_accounts_behind_glass_which_are_asked_for_their_factor(self, cast: Cast, client: Client) -> None:
        SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)
        BreakGlassAccount.objects.create(person=cast.administrator, named_at=timezone.now())

        assert give_password(client, cast.administrator)["Location"] == "/sign-in/set-up/"
        assert not is_in(client)

        give_app(cast.administrator)
        fresh = Client()
        give_password(fresh, cast.administrator)
        assert not is_in(fresh)
        fresh.post("/sign-in/code/", {"code": code_now()})
        assert is_in(fresh)

    def test_whoever_is_behind_glass_keeps_what_opens(self, cast: Cast) -> None:
        SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)
        BreakGlassAccount.objects.create(person=cast.administrator, named_at=timezone.now())
        give_app(cast.administrator)
        app = Authenticator.objects.get(user=cast.administrator, type=Authenticator.Type.TOTP)

        with pytest.raises(KeepsTheDoor):
            remove_factor(actor=cast.administrator, authenticator_id=app.pk, current_key=None, now=timezone.now())

        assert Authenticator.objects.filter(pk=app.pk).exists()

    def test_a_wrong_password_is_told_as_ever(self, cast: Cast, client: Client) -> None:
        """What the company wants is said to nobody who guesses."""
        SignInPolicy.objects.create(organization=cast.organization, only_company_sign_in=True)

        page = client.post("/sign-in/", {"login": cast.member.email or "", "password": "a guess"}, follow=True)

        assert "会社のアカウントで入ることになっています" not in page.content.decode()

    def test_it_takes_an_administrator_whom_the_company_has_let_in(self, cast: Cast) -> None:
        give_app(cast.administrator)
        told = {"second_factor_for": "nobody", "second_factor_from": None, "only_company_sign_in": True}

        with pytest.raises(operations.TryCompanyFirst):
            operations.set_sign_in_policy(
                actor=cast.administrator, glass=[cast.administrator.pk], now=timezone.now(), **told
            )

    def test_it_takes_somebody_behind_glass_who_can_come_in(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(operations, "has_company_let_in", lambda administrator: True)
        told = {"second_factor_for": "nobody", "second_factor_from": None, "only_company_sign_in": True}
        now = timezone.now()
        for glass in ([], [cast.member.pk], [cast.administrator.pk]):
            with pytest.raises(operations.NobodyBehindGlass):
                operations.set_sign_in_policy(actor=cast.administrator, glass=glass, now=now, **told)

        give_app(cast.administrator)
        operations.set_sign_in_policy(actor=cast.administrator, glass=[cast.administrator.pk], now=now, **told)

        assert BreakGlassAccount.objects.get().person == cast.administrator


class TestTheOnlyAdministrator:
    """Takes off their last factor within the grace: nobody else could take off what is lost, or let them in."""

    def take_off(self, person: Person) -> None:
        held = Authenticator.objects.get(user=person, type__in=["totp", "webauthn"])
        remove_factor(actor=person, authenticator_id=held.pk, current_key=None, now=timezone.now())

    def test_comes_in_by_their_password_and_sets_up_another_once_it_is_over(self, cast: Cast, client: Client) -> None:
        ask_for(cast, "everybody", in_days=1)
        give_app(cast.administrator)

        self.take_off(cast.administrator)

        with time_machine.travel(timezone.now() + 2 * DAY):
            assert give_password(client, cast.administrator)["Location"] == SET_UP
            page = client.get(SET_UP).content.decode()
            client.post(SET_UP, {"kept": kept_on(page), "code": code_now(secret_on(page))})
            client.post("/sign-in/set-up/done/")
            assert is_in(client)

    def test_keeps_it_where_no_password_would_let_them_in(self, cast: Cast) -> None:
        ask_for(cast, "everybody", in_days=1)
        give_app(cast.administrator)
        cast.administrator.set_unusable_password()
        cast.administrator.save()

        with pytest.raises(OnlyWayIn):
            self.take_off(cast.administrator)

        assert Authenticator.objects.filter(user=cast.administrator).exists()
