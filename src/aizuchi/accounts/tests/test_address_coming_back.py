"""Whoever has no address any more comes back to theirs alone; and what a directory or a file asked for."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.accounts.models import Invitation
from aizuchi.accounts.tests.test_address import DAY, NEW, OLD, TODAY, RunJobs, import_address, link_to, write_address
from aizuchi.people import operations
from aizuchi.people.importing import ImportRefused
from aizuchi.people.models import AddressChange, Person, RoleGrant
from aizuchi.people.operations.address import AddressGuarded, ask_for_address, list_due_changes
from aizuchi.people.tasks import settle_address_changes


class TestComingBackWithoutAnAddress:
    """Nobody can be told at a former address, so another person than who wrote the new one says whose it is."""

    @pytest.fixture
    def returned(self, member: Person, cast: Cast, run_jobs: RunJobs) -> Person:
        operations.person_leaves(person_id=member.pk, left_on=TODAY - 10 * DAY, actor=cast.hr, now=timezone.now())
        write_address(member, None, actor=cast.hr)
        member.refresh_from_db()
        operations.person_returns(person_id=member.pk, joined_on=TODAY - DAY, actor=cast.hr, now=timezone.now())
        write_address(member, NEW, actor=cast.hr)
        run_jobs()
        member.refresh_from_db()
        return member

    def vouch(self, client: Client, person: Person, address: str = NEW) -> int:
        return client.post(f"/people/manage/{person.pk}/address/", {"address": address}).status_code

    def test_they_get_in_once_it_answered_and_an_administrator_vouched(
        self, returned: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: RunJobs
    ) -> None:
        page = Client().post(link_to(NEW))
        assert "present" not in str(mail.outbox[-1].body), "there is none"
        assert page.status_code == 200

        assert NEW in client_for(cast.administrator).get(f"/people/manage/{returned.pk}/").content.decode()
        self.vouch(client_for(cast.administrator), returned)
        mail.outbox.clear()
        Client().post("/password/forgotten/", {"email": NEW})
        run_jobs()

        returned.refresh_from_db()
        assert returned.email == NEW
        assert [letter.to for letter in mail.outbox] == [[NEW]]

    def test_not_before_somebody_answered_there(
        self, returned: Person, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        self.vouch(client_for(cast.administrator), returned)

        returned.refresh_from_db()
        assert returned.email is None

    @pytest.mark.database
    def test_not_for_an_address_written_since_the_page_was_read(
        self, returned: Person, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        write_address(returned, "third@example.org", actor=cast.hr)
        AddressChange.objects.update(reached_at=timezone.now())

        self.vouch(client_for(cast.administrator), returned)

        returned.refresh_from_db()
        assert returned.email is None

    @pytest.mark.database
    def test_neither_hr_nor_who_wrote_it_nor_the_person_vouches(
        self, returned: Person, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        AddressChange.objects.update(reached_at=timezone.now())
        assert self.vouch(client_for(cast.hr), returned) == 403
        AddressChange.objects.update(asked_by=cast.administrator)
        assert self.vouch(client_for(cast.administrator), returned) == 403
        AddressChange.objects.update(asked_by=cast.hr)
        RoleGrantFactory(person=returned, role=RoleGrant.Role.ADMINISTRATOR, starts_on=TODAY - DAY)
        assert self.vouch(client_for(returned), returned) == 403

        returned.refresh_from_db()
        assert returned.email is None

    def test_nor_anybody_while_a_present_address_can_be_told(
        self, member: Person, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        write_address(member, NEW, actor=cast.hr)
        AddressChange.objects.update(reached_at=timezone.now())

        self.vouch(client_for(cast.administrator), member)

        member.refresh_from_db()
        assert member.email == OLD

    def test_it_never_holds_by_itself(self, returned: Person, cast: Cast) -> None:
        AddressChange.objects.update(asked_at=timezone.now() - 60 * DAY, reached_at=timezone.now())

        settle_address_changes.func()

        returned.refresh_from_db()
        assert returned.email is None


class TestWhatADirectoryOrAFileAskedFor:
    """An actor of None."""

    @pytest.mark.parametrize("role", [RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.HR])
    def test_does_not_hold_by_itself_for_who_came_to_decide_about_others(self, member: Person, role: str) -> None:
        write_address(member, NEW, actor=None)
        AddressChange.objects.update(asked_at=timezone.now() - 15 * DAY, reached_at=timezone.now())
        RoleGrantFactory(person=member, role=role)

        assert not list_due_changes(now=timezone.now())

    def test_is_refused_for_who_decides_about_others(self, cast: Cast) -> None:
        for person in (cast.administrator, cast.hr):
            with pytest.raises(AddressGuarded):
                write_address(person, NEW, actor=None)
            with pytest.raises(AddressGuarded):
                ask_for_address(person_id=person.pk, address=NEW, actor=None, now=timezone.now())

    def test_of_them_is_no_part_of_a_file_unless_an_administrator_brings_it(self, cast: Cast) -> None:
        for person in (cast.administrator, cast.hr):
            person.set_unusable_password()
            person.employee_number = f"n{person.pk.hex[-6:]}"
            person.save()
        for person, actor in ((cast.administrator, None), (cast.hr, None), (cast.hr, cast.hr)):
            with pytest.raises(ImportRefused) as refused:
                import_address(cast, person, NEW, actor=actor)
            assert [problem.reason for problem in refused.value.problems] == ["guarded_address"]

        import_address(cast, cast.hr, NEW, actor=cast.administrator)

        assert Person.objects.get(pk=cast.hr.pk).email == NEW

    def test_in_a_file_is_told_at_the_address_that_held(self, cast: Cast, run_jobs: RunJobs) -> None:
        cast.member.set_unusable_password()
        cast.member.save()
        Invitation.objects.create(person=cast.member, invited_at=timezone.now())

        import_address(cast, cast.member, NEW, actor=None)
        run_jobs()

        assert Person.objects.get(pk=cast.member.pk).email == NEW
        assert [letter.to for letter in mail.outbox] == [[OLD]]
