"""The address by which somebody signs in, as far as a directory has a say in it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.utils import timezone
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.accounts.invitation_links import InvitationReplaced, make_invitation_link, read_invitation
from aizuchi.accounts.models import BreakGlassAccount, Invitation
from aizuchi.accounts.password_links import make_password_link
from aizuchi.audit.models import AuditEntry
from aizuchi.gateway.models import Misfit
from aizuchi.gateway.tests.conftest import Directory, as_body
from aizuchi.people.models import AddressChange, Person, RoleGrant

WORK_ADDRESS = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "thief@example.jp"}


def never_came_in(person: Person, *, is_invited: bool = True) -> Person:
    person.set_unusable_password()
    person.save()
    if is_invited:
        Invitation.objects.create(person=person, invited_at=timezone.now())
    return person


class TestAddresses:
    @pytest.mark.database
    def test_of_somebody_who_signs_in_another_address_is_only_asked_for(self, directory: Directory, cast: Cast) -> None:
        cast.member.set_password("a long pass phrase")
        cast.member.save()
        change = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "attacker@example.jp"}

        directory.patch(cast.member.pk, change)
        asked_at = AddressChange.objects.get().asked_at
        directory.patch(cast.member.pk, {"op": "replace", "path": "title", "value": "x"})

        cast.member.refresh_from_db()
        assert cast.member.email == "aoi.onodera@example.jp"
        assert AddressChange.objects.get().asked_at == asked_at  # repeated, it is not asked anew

    def test_an_administrators_address_is_not_even_asked_for(self, directory: Directory, cast: Cast) -> None:
        cast.administrator.set_password("a long pass phrase")
        cast.administrator.save()

        status, told = directory.patch(cast.administrator.pk, WORK_ADDRESS)

        assert not AddressChange.objects.exists()
        assert Misfit.objects.get().reason == "address_of_administrator"
        assert (status, told["emails"][0]["value"]) == (200, cast.administrator.email)

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_the_answer_is_what_holds_and_the_record_says_it_once(
        self, directory: Directory, cast: Cast, method: str
    ) -> None:
        key, name = cast.administrator.pk, str(cast.administrator.email)
        body = {
            "PUT": as_body(name, title="部長", emails=[{"value": "thief@example.jp", "type": "work", "primary": True}]),
            "PATCH": {"Operations": [WORK_ADDRESS, {"op": "replace", "path": "title", "value": "部長"}]},
        }[method]

        answers = [directory.ask(method, f"Users/{key}", body) for _again in range(2)]

        assert [(status, told["emails"][0]["value"], told["title"]) for status, told in answers] == [
            (200, name, "部長"),
            (200, name, "部長"),
        ]
        assert directory.ask("GET", f"Users/{key}")[1]["emails"][0]["value"] == name
        assert AuditEntry.objects.filter(action="gateway.address.kept").get().subject_id == key

    @pytest.mark.database
    @pytest.mark.parametrize("who", ["administrator", "hr"])
    def test_who_decides_about_others_keeps_theirs_also_before_they_first_come_in(
        self, directory: Directory, cast: Cast, who: str
    ) -> None:
        person = never_came_in(getattr(cast, who))
        was = person.email
        change = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "thief@example.jp"}

        directory.patch(person.pk, change)
        directory.patch(person.pk, {"op": "replace", "path": "name.givenName", "value": "新"})

        person.refresh_from_db()
        assert (person.email, person.given_name) == (was, "新")
        assert not AddressChange.objects.exists()
        assert Misfit.objects.get().reason == "address_of_administrator"

    def test_so_does_who_will_decide_from_a_coming_day(self, directory: Directory, cast: Cast) -> None:
        never_came_in(cast.member)
        tomorrow = cast.organization.today(timezone.now()) + datetime.timedelta(days=1)
        RoleGrantFactory(person=cast.member, role=RoleGrant.Role.HR, starts_on=tomorrow)
        change = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "thief@example.jp"}

        directory.patch(cast.member.pk, change)

        assert Person.objects.get(pk=cast.member.pk).email == "aoi.onodera@example.jp"

    def test_so_does_an_account_behind_glass(self, directory: Directory, cast: Cast) -> None:
        BreakGlassAccount.objects.create(person=never_came_in(cast.member), named_at=timezone.now())
        change = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "thief@example.jp"}

        directory.patch(cast.member.pk, change)

        assert Person.objects.get(pk=cast.member.pk).email == "aoi.onodera@example.jp"

    def test_whoever_was_asked_in_hears_of_it_at_the_address_that_held(
        self, directory: Directory, cast: Cast, run_jobs: Callable[[], None]
    ) -> None:
        never_came_in(cast.member)
        invitation, password = make_invitation_link(cast.member), make_password_link(cast.member)
        change = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "aoi.new@example.jp"}

        directory.patch(cast.member.pk, change)
        run_jobs()

        cast.member.refresh_from_db()
        assert cast.member.email == "aoi.new@example.jp"
        assert [letter.to for letter in mail.outbox] == [["aoi.onodera@example.jp"]]
        with pytest.raises(InvitationReplaced):
            read_invitation(invitation.rstrip("/").rsplit("/", 1)[1])
        assert not default_token_generator.check_token(cast.member, password.rstrip("/").rsplit("/", 1)[1])

    def test_whoever_was_never_asked_in_gets_no_mail(
        self, directory: Directory, cast: Cast, run_jobs: Callable[[], None]
    ) -> None:
        never_came_in(cast.member, is_invited=False)
        change = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "aoi.new@example.jp"}

        directory.patch(cast.member.pk, change)
        run_jobs()

        assert Person.objects.get(pk=cast.member.pk).email == "aoi.new@example.jp"
        assert not mail.outbox

    @pytest.mark.database
    def test_a_user_name_is_no_way_in(self, directory: Directory, cast: Cast) -> None:
        cast.member.set_password("a long pass phrase")
        cast.member.save()

        directory.patch(cast.member.pk, {"op": "replace", "path": "userName", "value": "attacker@example.jp"})

        cast.member.refresh_from_db()
        assert cast.member.email == "aoi.onodera@example.jp"
        assert directory.find("attacker@example.jp")["id"] == str(cast.member.pk)


class TestElsewhere:
    """An address that somebody of another organization on this server signs in by."""

    @pytest.mark.database
    def test_every_answer_is_as_if_it_were_free(self, directory: Directory, cast: Cast) -> None:
        theirs = str(cast.stranger.email)
        of_theirs, of_free = (ask_by_every_way(directory, address) for address in (theirs, "nobody@example.jp"))

        assert of_theirs == of_free
        assert [status for status, _told in of_free] == [201, 201, 409, 409, 409, *[200] * 10]
        assert not Person.objects.filter(organization=cast.organization, email=theirs).exists()
        assert Person.objects.get(pk=cast.stranger.pk).email == theirs

    def test_an_administrator_reads_that_it_cannot_be_used(self, directory: Directory, cast: Cast) -> None:
        directory.add("mio", emails=[{"value": str(cast.stranger.email)}])

        misfit = Misfit.objects.get()
        assert (misfit.reason, misfit.label) == ("address_elsewhere", "mio")

    def test_whoever_signs_in_keeps_theirs_and_is_not_asked(self, directory: Directory, cast: Cast) -> None:
        cast.member.set_password("a long pass phrase")
        cast.member.save()

        status, _ = directory.patch(cast.member.pk, {**WORK_ADDRESS, "value": str(cast.stranger.email)})

        assert status == 200
        assert not AddressChange.objects.exists()
        assert Person.objects.get(pk=cast.member.pk).email == "aoi.onodera@example.jp"


def ask_by_every_way(directory: Directory, address: str) -> list[tuple[int, str]]:
    """Each answer without what differs between any two people."""
    emails = [{"value": address, "type": "work", "primary": True}]
    first = directory.ask("POST", "Users", as_body(address))
    second = directory.ask("POST", "Users", as_body(f"2-{address}"))
    one, two = first[1]["id"], second[1]["id"]
    answers = [
        first,
        second,
        directory.ask("POST", "Users", as_body(f"3-{address}", emails=emails)),
        directory.ask("PUT", f"Users/{two}", as_body(f"2-{address}", emails=emails)),
        directory.patch(two, {**WORK_ADDRESS, "value": address}),
        directory.ask("GET", f'Users?filter=emails.value eq "{address}"'),
        directory.ask("GET", f"Users/{one}"),
        directory.ask("PUT", f"Users/{one}", as_body(address, emails=[{"value": f"4-{address}"}])),
        directory.patch(two, {**WORK_ADDRESS, "value": address}),
        directory.ask("GET", f"Users/{two}"),
        directory.ask("GET", f'Users?filter=emails[type eq "work" and value eq "{address}"]'),
        *(directory.ask("GET", f"Users?filter={looking_for}") for looking_for in list_filters(address)),
    ]
    return [(status, say(told, address)) for status, told in answers]


def list_filters(address: str) -> list[str]:
    name, _, host = address.partition("@")
    looking = [f'emails co "{address}"', f'emails.value sw "{name}@"', f'emails.value ew "@{host}"', "emails pr"]
    return [f'{one} and userName ew "{address}"' for one in looking]


def say(told: Any, address: str) -> str:
    differing = {"id", "meta"}
    rows = [told, *told.get("Resources", ())]
    kept = [{key: value for key, value in row.items() if key not in {*differing, "Resources"}} for row in rows]
    return str(kept).replace(address, "ADDRESS")
