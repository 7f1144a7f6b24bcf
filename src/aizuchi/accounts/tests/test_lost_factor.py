"""A lost factor is taken off by somebody else, and what ends sessions once factors are asked for."""

import re
import time
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.accounts.models import FactorReset
from aizuchi.accounts.operations.factors import reset_factors
from aizuchi.accounts.tests.factors import code_now, give_app, give_recovery_codes
from aizuchi.accounts.tests.test_policy import DAY, SET_UP, ClientFor, give_password, is_in
from aizuchi.accounts.tests.test_security_page import kept_on, secret_on
from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import Person


class TestALostFactor:
    def take_off(self, client: Client, person: Person):
        return client.post(f"/settings/sign-in/lost/{person.pk}/")

    def link(self) -> str:
        found = re.search(r"http://testserver(/sign-in/anew/\S+)", str(mail.outbox[-1].body))
        assert found
        return found[1]

    def test_its_owner_is_told_and_out(self, cast: Cast, client_for: ClientFor, run_jobs: Callable[[], None]) -> None:
        give_app(cast.member)
        give_recovery_codes(cast.member)
        theirs = client_for(cast.member)

        self.take_off(client_for(cast.administrator), cast.member)
        run_jobs()

        assert not Authenticator.objects.exists()
        assert not is_in(theirs)
        assert [message.to for message in mail.outbox] == [[cast.member.email]]
        assert AuditEntry.objects.filter(action="accounts.factor.reset", actor_id=cast.administrator.pk).exists()

    def test_the_password_alone_opens_nothing_until_the_link_was_used(
        self, cast: Cast, client_for: ClientFor, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        """Also whoever took it off, and found out the password, does not come in."""
        give_app(cast.member)
        self.take_off(client_for(cast.administrator), cast.member)
        run_jobs()

        assert give_password(client, cast.member)["Location"] == "/sign-in/"
        assert not is_in(client)
        client.get(self.link())
        assert give_password(client, cast.member)["Location"] == SET_UP
        assert not is_in(client)
        page = client.get(SET_UP).content.decode()
        client.post(SET_UP, {"kept": kept_on(page), "code": code_now(secret_on(page))})
        client.post("/sign-in/set-up/done/")
        assert is_in(client)
        assert not FactorReset.objects.exists()
        assert Client().get(self.link()).status_code == 404

    def test_the_administrator_sees_no_link(self, cast: Cast, client_for: ClientFor) -> None:
        give_app(cast.member)
        client = client_for(cast.administrator)

        page = client.post(f"/settings/sign-in/lost/{cast.member.pk}/", follow=True).content.decode()

        assert "/sign-in/anew/" not in page

    @pytest.mark.parametrize("who", ["hr", "manager", "member", "stranger"])
    def test_nobody_else_takes_it_off(self, cast: Cast, client_for: ClientFor, who: str) -> None:
        give_app(cast.peer)

        assert self.take_off(client_for(getattr(cast, who)), cast.peer).status_code in (403, 404)
        assert Authenticator.objects.exists()

    def test_nor_does_an_administrator_their_own(self, cast: Cast, client_for: ClientFor) -> None:
        give_app(cast.administrator)

        assert self.take_off(client_for(cast.administrator), cast.administrator).status_code == 403
        assert Authenticator.objects.exists()

    def test_a_link_is_over_after_three_days(
        self, cast: Cast, client_for: ClientFor, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        give_app(cast.member)
        self.take_off(client_for(cast.administrator), cast.member)
        run_jobs()

        with time_machine.travel(time.time() + 4 * 86400):
            assert client.get(self.link()).status_code == 404

    def test_a_link_for_one_lets_nobody_else_in(
        self, cast: Cast, client_for: ClientFor, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        for person in (cast.member, cast.peer):
            give_app(person)
            reset_factors(person_id=person.pk, actor=cast.administrator, now=timezone.now())
        run_jobs()
        client.get(self.link())  # of one of the two
        named = next(person for person in (cast.member, cast.peer) if mail.outbox[-1].to == [person.email])
        other = cast.peer if named == cast.member else cast.member

        assert give_password(client, other)["Location"] == "/sign-in/"


class TestSessionsEnd:
    def test_with_another_role(self, cast: Cast, client_for: ClientFor) -> None:
        from aizuchi.people.models import RoleGrant
        from aizuchi.people.operations.roles import grant_role

        client, own = client_for(cast.member), client_for(cast.administrator)
        today, now = cast.organization.today(timezone.now()), timezone.now()

        grant_role(person_id=cast.member.pk, role="hr", starts_on=today, actor=cast.administrator, now=now)
        grant_role(person_id=cast.administrator.pk, role="hr", starts_on=today, actor=cast.administrator, now=now)

        assert not is_in(client)
        assert is_in(own)
        assert RoleGrant.objects.filter(person=cast.member).exists()

    def test_with_a_last_day_that_is_over(self, cast: Cast, client_for: ClientFor) -> None:
        from aizuchi.accounts.models import Session
        from aizuchi.people.operations.leaving import person_leaves

        client_for(cast.member), client_for(cast.peer)
        today, now = cast.organization.today(timezone.now()), timezone.now()

        person_leaves(person_id=cast.member.pk, left_on=today - DAY, actor=cast.administrator, now=now)
        person_leaves(person_id=cast.peer.pk, left_on=today, actor=cast.administrator, now=now)

        assert [session.person for session in Session.objects.all()] == [cast.peer]
