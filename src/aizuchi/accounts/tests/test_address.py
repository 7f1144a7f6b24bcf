"""Who can write somebody's mail address does not hold their account."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.accounts.address_links import AddressLinkBroken, Purpose, read_address_link
from aizuchi.accounts.models import Invitation
from aizuchi.accounts.operations.address import confirm_address
from aizuchi.people import operations
from aizuchi.people.importing import ImportRefused, plan_import, run_import
from aizuchi.people.models import AddressChange, Person, RoleGrant
from aizuchi.people.operations import AddressNeeded, LatestAdministrator, PersonFacts
from aizuchi.people.operations.address import let_hold_by_itself, list_due_changes
from aizuchi.people.tasks import settle_address_changes

NEW = "somebody.else@example.org"
OLD = "aoi.onodera@example.jp"
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)

RunJobs = Callable[[], None]


def write_address(person: Person, address: str | None, *, actor: Person | None) -> None:
    person.refresh_from_db()
    facts = PersonFacts(**{**vars(PersonFacts.of(person)), "email": address})
    operations.edit_person(person_id=person.pk, facts=facts, version=person.version, actor=actor, now=timezone.now())


def link_to(address: str) -> str:
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [address])
    found = re.search(r"http://testserver(/address/\S+)", str(letter.body))
    assert found
    return found[1]


def import_address(cast: Cast, person: Person, address: str, *, actor: Person | None) -> None:
    content = (
        f"社員番号,姓,名,メールアドレス\n{person.employee_number},{person.family_name},{person.given_name},{address}\n"
    )
    run_import(content.encode(), organization=cast.organization, actor=actor, now=timezone.now())


class TestTakingAnAccount:
    @pytest.mark.database
    def test_hr_writes_an_address_on_the_page_and_gets_no_link(
        self, member: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: RunJobs
    ) -> None:
        facts = vars(PersonFacts.of(member)) | {"email": NEW, "version": member.version, "joined_on": ""}
        page = client_for(cast.hr).post(f"/people/manage/{member.pk}/facts/", facts, follow=True)
        run_jobs()
        mail.outbox.clear()
        Client().post("/password/forgotten/", {"email": NEW})
        run_jobs()

        assert mail.outbox == []
        member.refresh_from_db()
        assert member.email == OLD
        assert NEW in page.content.decode()

    def test_nor_by_an_import(self, member: Person, cast: Cast, run_jobs: RunJobs) -> None:
        for actor in (cast.hr, None):
            import_address(cast, member, NEW, actor=actor)

            member.refresh_from_db()
            assert member.email == OLD
        assert AddressChange.objects.get().address == NEW

    def test_links_for_a_new_password_go_where_they_went(self, member: Person, cast: Cast, run_jobs: RunJobs) -> None:
        write_address(member, NEW, actor=cast.hr)
        run_jobs()
        mail.outbox.clear()
        Client().post("/password/forgotten/", {"email": OLD})
        run_jobs()

        assert [letter.to for letter in mail.outbox] == [[OLD]]

    @pytest.mark.database
    def test_whoever_reads_the_new_address_cannot_make_it_hold(
        self, member: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: RunJobs
    ) -> None:
        write_address(member, NEW, actor=cast.hr)
        run_jobs()
        for client in (Client(), client_for(cast.hr)):
            assert client.post(link_to(NEW)).status_code == 200
        settle_address_changes.func()

        member.refresh_from_db()
        assert member.email == OLD

    def test_taking_the_address_away_first_is_refused(self, member: Person, cast: Cast) -> None:
        with pytest.raises(AddressNeeded):
            write_address(member, None, actor=cast.hr)
        with pytest.raises(ImportRefused):
            import_address(cast, member, "", actor=cast.hr)

    @pytest.mark.database
    def test_who_was_in_without_a_password_is_guarded_as_well(self, cast: Cast) -> None:
        cast.member.last_login = timezone.now()
        cast.member.set_unusable_password()
        cast.member.save()

        write_address(cast.member, NEW, actor=cast.hr)

        cast.member.refresh_from_db()
        assert cast.member.email == OLD

    @pytest.mark.database
    def test_before_the_first_time_hrs_word_holds(self, cast: Cast) -> None:
        cast.member.set_unusable_password()
        cast.member.save()

        write_address(cast.member, NEW, actor=cast.hr)

        cast.member.refresh_from_db()
        assert cast.member.email == NEW


class TestChangingOnesAddress:
    def test_it_holds_once_its_owner_confirms_it_and_the_former_one_is_told(
        self, member: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: RunJobs
    ) -> None:
        write_address(member, NEW, actor=cast.hr)
        run_jobs()
        assert {letter.to[0] for letter in mail.outbox} == {OLD, NEW}
        client = client_for(member)
        assert NEW in client.get("/account/security/").content.decode()
        client.get(link_to(NEW))
        member.refresh_from_db()
        assert member.email == OLD, "looking is not confirming"

        client.post(link_to(NEW))
        run_jobs()

        member.refresh_from_db()
        assert member.email == NEW
        assert mail.outbox[-1].to == [OLD]
        assert not AddressChange.objects.exists()

    @pytest.mark.database
    def test_or_two_weeks_after_the_new_address_answered_and_the_present_one_was_told(
        self, member: Person, cast: Cast, run_jobs: RunJobs
    ) -> None:
        write_address(member, NEW, actor=cast.hr)
        AddressChange.objects.update(asked_at=timezone.now() - 15 * DAY)
        settle_address_changes.func()
        member.refresh_from_db()
        assert member.email == OLD, "nobody answered there"

        AddressChange.objects.update(reached_at=timezone.now())
        settle_address_changes.func()

        member.refresh_from_db()
        assert member.email == NEW

    @pytest.mark.database
    def test_the_present_address_stops_it(self, member: Person, cast: Cast, run_jobs: RunJobs) -> None:
        write_address(member, NEW, actor=cast.hr)
        run_jobs()
        confirm = link_to(NEW)
        Client().post(link_to(OLD))
        AddressChange.objects.update(asked_at=timezone.now() - 15 * DAY, reached_at=timezone.now())
        settle_address_changes.func()

        assert Client().post(confirm).status_code == 404
        member.refresh_from_db()
        assert member.email == OLD

    @pytest.mark.database
    def test_its_owner_stops_it_while_signed_in(
        self, member: Person, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        write_address(member, NEW, actor=cast.hr)

        client_for(member).post("/account/address/keep/")

        assert not AddressChange.objects.get().is_waiting

    @pytest.mark.database
    def test_what_was_stopped_just_now_does_not_hold_by_itself(self, member: Person, cast: Cast) -> None:
        write_address(member, NEW, actor=cast.hr)
        long_ago = timezone.now() - 20 * DAY
        AddressChange.objects.update(asked_at=long_ago, reached_at=long_ago)
        [due] = list_due_changes(now=timezone.now())

        AddressChange.objects.update(stopped_at=timezone.now())  # after the job has looked, before it writes
        let_hold_by_itself(change_id=due.pk, now=timezone.now())
        AddressChange.objects.update(stopped_at=None, address="third@example.org", reached_at=None)
        let_hold_by_itself(change_id=due.pk, now=timezone.now())

        member.refresh_from_db()
        assert member.email == OLD

    @pytest.mark.database
    @pytest.mark.parametrize("meanwhile", [{"stopped_at": timezone.now()}, {"address": "third@example.org"}, None])
    def test_a_link_read_before_the_row_was_ours_is_read_again(
        self,
        member: Person,
        cast: Cast,
        run_jobs: RunJobs,
        monkeypatch: pytest.MonkeyPatch,
        meanwhile: dict[str, object] | None,
    ) -> None:
        write_address(member, NEW, actor=cast.hr)
        run_jobs()
        token = link_to(NEW).split("/")[2]

        def read_and_be_overtaken(token: str, purpose: Purpose) -> AddressChange:
            found = read_address_link(token, purpose)
            AddressChange.objects.update(**meanwhile) if meanwhile else AddressChange.objects.all().delete()
            return found

        monkeypatch.setattr("aizuchi.accounts.operations.address.read_address_link", read_and_be_overtaken)
        with pytest.raises(AddressLinkBroken):
            confirm_address(token=token, viewer=member, now=timezone.now())

        member.refresh_from_db()
        assert member.email == OLD

    def test_the_same_file_asks_once(self, member: Person, cast: Cast) -> None:
        import_address(cast, member, NEW, actor=cast.hr)
        content = f"社員番号,姓,名,メールアドレス\n{member.employee_number},小野寺,葵,{NEW}\n".encode()

        plan = plan_import(content, organization=cast.organization, viewer=cast.hr, now=timezone.now())

        assert plan.changes_nothing

    def test_an_address_that_somebody_got_meanwhile_is_not_taken_from_them(
        self, member: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: RunJobs
    ) -> None:
        write_address(member, NEW, actor=cast.hr)
        run_jobs()
        Person.objects.filter(pk=cast.colleague.pk).update(email=NEW)

        assert client_for(member).post(link_to(NEW)).status_code == 409

    @pytest.mark.database
    def test_whoever_left_can_give_their_address_back(self, member: Person, cast: Cast, run_jobs: RunJobs) -> None:
        Person.objects.filter(pk=member.pk).update(left_on=TODAY - DAY)

        write_address(member, None, actor=cast.hr)
        run_jobs()

        member.refresh_from_db()
        assert member.email is None
        assert mail.outbox[-1].to == [OLD]


class TestAdministrators:
    def test_hr_does_not_edit_them(self, cast: Cast) -> None:
        with pytest.raises(PermissionDenied):
            write_address(cast.administrator, NEW, actor=cast.hr)
        with pytest.raises(ImportRefused):
            import_address(cast, cast.administrator, NEW, actor=cast.hr)
        with pytest.raises(PermissionDenied):
            operations.person_leaves(person_id=cast.administrator.pk, left_on=TODAY, actor=cast.hr, now=timezone.now())

    def test_what_hr_asked_for_before_somebody_became_one_does_not_hold_by_itself(
        self, member: Person, cast: Cast
    ) -> None:
        write_address(member, NEW, actor=cast.hr)
        operations.grant_role(
            person_id=member.pk, role="administrator", starts_on=TODAY, actor=cast.administrator, now=timezone.now()
        )
        AddressChange.objects.update(asked_at=timezone.now() - 15 * DAY, reached_at=timezone.now())

        settle_address_changes.func()
        member.refresh_from_db()
        assert member.email == OLD

        write_address(member, NEW, actor=cast.administrator)
        AddressChange.objects.update(asked_at=timezone.now() - 15 * DAY, reached_at=timezone.now())
        settle_address_changes.func()
        member.refresh_from_db()
        assert member.email == NEW, "an administrator asked"

    def test_hr_sees_why(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        page = client_for(cast.hr).get(f"/people/manage/{cast.administrator.pk}/")

        assert "/facts/" not in page.content.decode()

    def test_the_last_one_stays(self, cast: Cast) -> None:
        who = {"person_id": cast.administrator.pk, "actor": cast.administrator, "now": timezone.now()}
        for left_on in (TODAY, TODAY + 30 * DAY):
            with pytest.raises(LatestAdministrator):
                operations.person_leaves(left_on=left_on, **who)  # type: ignore[arg-type]
        content = f"社員番号,姓,名,退職日\n{cast.administrator.employee_number},早川,蓮,{TODAY}\n".encode()
        with pytest.raises(ImportRefused, match="latest_administrator"):
            run_import(content, organization=cast.organization, actor=None, now=timezone.now())

    def test_all_of_them_cannot_leave_in_one_file(self, cast: Cast) -> None:
        RoleGrantFactory(person=cast.colleague, role=RoleGrant.Role.ADMINISTRATOR)
        lines = [f"{one.employee_number},{one.family_name},{one.given_name},{TODAY}" for one in
                 (cast.administrator, cast.colleague)]  # fmt: skip

        with pytest.raises(ImportRefused, match="latest_administrator"):
            run_import(
                "\n".join(["社員番号,姓,名,退職日", *lines]).encode(),
                organization=cast.organization,
                actor=None,
                now=timezone.now(),
            )

    @pytest.mark.database
    @pytest.mark.parametrize(
        "other", [{"starts_on": TODAY + 30 * DAY}, {"until_on": TODAY + 30 * DAY}, {"email": None}, {"left_on": TODAY}]
    )
    def test_one_who_cannot_let_others_in_does_not_count(self, cast: Cast, other: dict[str, object]) -> None:
        dates = {key: value for key, value in other.items() if key.endswith("s_on") or key == "until_on"}
        RoleGrantFactory(person=cast.colleague, role=RoleGrant.Role.ADMINISTRATOR, **dates)
        Person.objects.filter(pk=cast.colleague.pk).update(**{k: v for k, v in other.items() if k not in dates})
        grant = RoleGrant.objects.get(person=cast.administrator)
        who = {"actor": cast.administrator, "now": timezone.now()}

        with pytest.raises(LatestAdministrator):
            operations.person_leaves(person_id=cast.administrator.pk, left_on=TODAY, **who)  # type: ignore[arg-type]
        with pytest.raises(LatestAdministrator):
            operations.revoke_role(grant_id=grant.pk, until_on=TODAY, **who)  # type: ignore[arg-type]

    @pytest.mark.database
    @pytest.mark.parametrize("other", [{"password": "!", "last_login": None}, {"password": "", "last_login": None}])
    def test_one_who_was_only_invited_does_not_count(self, cast: Cast, other: dict[str, object]) -> None:
        RoleGrantFactory(person=cast.colleague, role=RoleGrant.Role.ADMINISTRATOR)
        Person.objects.filter(pk=cast.colleague.pk).update(**other)
        Invitation.objects.create(person=cast.colleague, invited_at=timezone.now())
        grant = RoleGrant.objects.get(person=cast.administrator)
        who = {"actor": cast.administrator, "now": timezone.now()}

        with pytest.raises(LatestAdministrator):
            operations.person_leaves(person_id=cast.administrator.pk, left_on=TODAY, **who)  # type: ignore[arg-type]
        with pytest.raises(LatestAdministrator):
            operations.revoke_role(grant_id=grant.pk, until_on=TODAY, **who)  # type: ignore[arg-type]

    def test_one_who_begins_only_after_the_others_are_gone_does_not_count(self, cast: Cast) -> None:
        RoleGrantFactory(person=cast.colleague, role=RoleGrant.Role.ADMINISTRATOR, starts_on=TODAY + 30 * DAY)
        departures = {cast.administrator.pk: TODAY, cast.peer.pk: TODAY + 60 * DAY}

        with pytest.raises(LatestAdministrator):
            operations.people_leave(departures=departures, actor=None, now=timezone.now())

    def test_one_who_came_after_a_day_in_the_past_counts(self, cast: Cast) -> None:
        RoleGrantFactory(person=cast.colleague, role=RoleGrant.Role.ADMINISTRATOR, starts_on=TODAY)

        operations.person_leaves(
            person_id=cast.administrator.pk, left_on=TODAY - 10 * DAY, actor=cast.colleague, now=timezone.now()
        )

        cast.administrator.refresh_from_db()
        assert cast.administrator.left_on == TODAY - 10 * DAY
