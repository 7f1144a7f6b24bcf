"""People come, change and go as a directory says, by the operations that pages use."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PersonFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.gateway.models import Connector, ConnectorChange, HeldChange, Misfit, ProvisionedPerson
from aizuchi.gateway.tests.conftest import Directory, as_body
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Employment, Person, RoleGrant
from aizuchi.people.operations import person_leaves, set_group_roles

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


def let_go(directory: Directory, key: object) -> tuple[int, object]:
    return directory.patch(key, {"op": "replace", "path": "active", "value": False})


def bring_back(directory: Directory, key: object) -> tuple[int, object]:
    return directory.patch(key, {"op": "replace", "path": "active", "value": True})


class TestComing:
    @pytest.mark.database
    def test_somebody_new_has_a_unit_a_supervisor_and_a_pair(self, directory: Directory, cast: Cast) -> None:
        told = directory.add(
            "Mio@Example.jp",
            externalId="e-1",
            title="主任",
            **{
                ENTERPRISE: {"employeeNumber": "0042", "department": "CTRL", "manager": {"value": str(cast.manager.pk)}}
            },
        )

        person = Person.objects.get(pk=told["id"])
        assert (person.full_name, person.email, person.employee_number) == ("佐倉 澪", "mio@example.jp", "0042")
        assert person.memberships.get().unit == cast.control
        assert Pair.objects.filter(mentee=person, mentor=cast.manager).exists()
        assert not person.has_usable_password()
        assert told[ENTERPRISE]["department"] == "CTRL"
        assert told["meta"]["location"] == f"http://testserver/scim/v2/Users/{person.pk}"

    def test_the_record_names_the_connection(self, directory: Directory, cast: Cast) -> None:
        told = directory.add("mio@example.jp")

        entry = AuditEntry.objects.get(action="people.person.added", subject_id=told["id"])
        assert (entry.actor_id, entry.detail["by"]) == (None, "会社の名簿")

    @pytest.mark.database
    def test_an_unknown_unit_is_told_and_waits(self, directory: Directory, cast: Cast) -> None:
        told = directory.add("mio@example.jp", **{ENTERPRISE: {"department": "K-118"}})

        assert told[ENTERPRISE]["department"] == "K-118"
        assert Misfit.objects.get().detail == "K-118"

        directory.patch(told["id"], {"op": "replace", "path": f"{ENTERPRISE}:department", "value": "CTRL"})
        assert not Misfit.objects.exists()

    def test_why_it_did_not_fit_is_said_in_the_readers_language(
        self, directory: Directory, cast: Cast, client_for: Callable[[Person], Client]
    ) -> None:
        """The directory is answered in English, for its log."""
        of_nobody = [{"value": "not a mail", "primary": True}]
        for body in (
            as_body("mio@example.jp", emails=of_nobody),
            as_body("rei@example.jp", title="長" * 81),
            as_body(str(cast.member.email)),
        ):
            assert directory.ask("POST", "Users", body)[0] in (400, 409)

        page = client_for(cast.administrator).get(f"/connections/scim/{directory.connector.pk}/").content.decode()

        assert "メールアドレスの形になっていません" in page
        assert "長すぎます（title, 80）" in page
        assert "このメールアドレスの人は、もういます" in page

    @pytest.mark.database
    def test_nobody_is_taken_for_somebody_else_because_of_an_address(self, directory: Directory, cast: Cast) -> None:
        status, told = directory.ask("POST", "Users", as_body(str(cast.member.email)))

        assert (status, told["scimType"]) == (409, "uniqueness")
        assert Misfit.objects.get().reason == "uniqueness"
        assert not ProvisionedPerson.objects.exists()

    @pytest.mark.database
    def test_the_same_request_twice_makes_one_person(self, directory: Directory, cast: Cast) -> None:
        directory.add("mio@example.jp")

        status, told = directory.ask("POST", "Users", as_body("MIO@example.jp"))

        assert (status, told["scimType"]) == (409, "uniqueness")
        assert Person.objects.filter(email="mio@example.jp").count() == 1

    def test_whoever_was_imported_is_found_by_their_address_and_kept(self, directory: Directory, cast: Cast) -> None:
        found = directory.find(str(cast.member.email).upper())
        assert found["id"] == str(cast.member.pk)

        status, told = directory.patch(found["id"], {"op": "replace", "path": "title", "value": "主任"})

        assert status in (200, 204), told
        assert cast.member.employments.filter(until_on=None).get().title == "主任"
        assert cast.member.memberships.filter(until_on=None).get().unit == cast.control


class TestGoing:
    @pytest.mark.database
    def test_who_is_let_go_is_out_at_once_and_their_pairs_end(self, directory: Directory, cast: Cast) -> None:
        told = directory.add("mio@example.jp", **{ENTERPRISE: {"manager": str(cast.manager.pk)}})

        let_go(directory, told["id"])

        person = Person.objects.get(pk=told["id"])
        today = cast.organization.today(timezone.now())
        assert person.left_on == today - datetime.timedelta(days=1)
        assert not person.is_active
        assert not Pair.objects.filter(mentee=person, until_on=None).exists()
        assert ConnectorChange.objects.filter(kind="left").count() == 1

    def test_brought_back_on_the_same_day_everything_goes_on(self, directory: Directory, cast: Cast) -> None:
        let_go(directory, cast.member.pk)

        bring_back(directory, cast.member.pk)

        cast.member.refresh_from_db()
        assert cast.member.left_on is None
        assert cast.member.memberships.get(until_on=None).unit == cast.control
        assert cast.member.reporting_lines.get(until_on=None).supervisor == cast.manager

    @pytest.mark.database
    def test_brought_back_later_they_begin_anew_where_the_directory_says(
        self, directory: Directory, cast: Cast
    ) -> None:
        directory.patch(
            cast.member.pk,
            {"op": "replace", "path": f"{ENTERPRISE}:department", "value": "CTRL"},
            {"op": "replace", "path": f"{ENTERPRISE}:manager", "value": str(cast.manager.pk)},
        )
        let_go(directory, cast.member.pk)
        link = ProvisionedPerson.objects.get(person=cast.member)
        link.wishes = {**link.wishes, "gone": "2020-01-01"}
        link.save()

        bring_back(directory, cast.member.pk)

        cast.member.refresh_from_db()
        today = cast.organization.today(timezone.now())
        assert (cast.member.joined_on, cast.member.left_on) == (today, None)
        assert cast.member.memberships.get(until_on=None).starts_on == today
        assert cast.member.reporting_lines.get(until_on=None).starts_on == today

    def test_whom_hr_let_go_no_directory_brings_back(self, directory: Directory, cast: Cast) -> None:
        now = timezone.now()
        left_on = cast.organization.today(now) - datetime.timedelta(days=9)
        person_leaves(person_id=cast.member.pk, left_on=left_on, actor=cast.hr, now=now)

        status, told = bring_back(directory, cast.member.pk)

        assert status == 409, told
        assert Person.objects.get(pk=cast.member.pk).left_on == left_on

    def test_who_came_back_today_can_be_let_go_today(self, directory: Directory, cast: Cast) -> None:
        today = cast.organization.today(timezone.now())
        told = directory.add("mio@example.jp")
        Person.objects.filter(pk=told["id"]).update(joined_on=today)

        status, _ = let_go(directory, told["id"])

        assert status in (200, 204)
        assert directory.ask("GET", f"Users/{told['id']}")[1]["active"] is False

    def test_a_deleted_user_is_gone_for_the_directory_and_here_for_the_history(
        self, directory: Directory, cast: Cast
    ) -> None:
        told = directory.add("mio@example.jp", externalId="e-1")

        assert directory.ask("DELETE", f"Users/{told['id']}")[0] == 204

        assert directory.ask("GET", f"Users/{told['id']}")[0] == 404
        assert directory.find("mio@example.jp") is None
        assert not Person.objects.get(pk=told["id"]).is_active

    @pytest.mark.database
    def test_a_deleted_user_comes_back_as_the_same_person_by_more_than_an_address(
        self, directory: Directory, cast: Cast
    ) -> None:
        told = directory.add("mio@example.jp", externalId="e-1")
        directory.ask("DELETE", f"Users/{told['id']}")

        assert directory.ask("POST", "Users", as_body("mio@example.jp", externalId="e-2"))[0] == 409
        again = directory.add("mio@example.jp", externalId="e-1")

        assert (again["id"], again["active"]) == (told["id"], True)

    @pytest.mark.database
    def test_the_latest_administrator_stays(self, directory: Directory, cast: Cast) -> None:
        assert let_go(directory, cast.administrator.pk)[0] == 409
        assert directory.ask("DELETE", f"Users/{cast.administrator.pk}")[0] == 409

        assert Person.objects.get(pk=cast.administrator.pk).left_on is None
        assert Misfit.objects.filter(reason="refused").count() == 1

    @pytest.mark.database
    def test_the_latest_administrator_stays_whatever_the_groups_say(self, directory: Directory, cast: Cast) -> None:
        now = timezone.now()
        set_group_roles(
            organization_id=cast.organization.pk, roles=[("Admins", "administrator")], actor=cast.administrator, now=now
        )
        _, group = directory.ask(
            "POST", "Groups", {"displayName": "Admins", "members": [{"value": str(cast.member.pk)}]}
        )
        Person.objects.filter(pk=cast.member.pk).update(last_login=now)
        RoleGrant.objects.filter(person=cast.administrator).delete()

        directory.ask("DELETE", f"Groups/{group['id']}")

        assert RoleGrant.objects.filter(person=cast.member, role="administrator", until_on=None).exists()

    @pytest.mark.database
    def test_a_group_that_only_reads_like_another_is_another(self, directory: Directory, cast: Cast) -> None:
        roles, member = [("Admins", "administrator")], {"value": str(cast.member.pk)}
        set_group_roles(organization_id=cast.organization.pk, roles=roles, actor=cast.administrator, now=timezone.now())
        granted = RoleGrant.objects.filter(person=cast.member)
        _, other = directory.ask("POST", "Groups", {"displayName": "Ad\u200bmins", "members": [member]})
        assert other["displayName"] == "Ad\u200bmins"
        assert directory.ask("POST", "Groups", {"displayName": "Admins"})[0] == 201
        found = directory.ask("GET", 'Groups?filter=displayName eq "Ad\u200bmins"')[1]["Resources"]
        assert [one["id"] for one in found] == [other["id"]]
        directory.patch(other["id"], {"op": "remove", "path": "members"}, path="Groups")
        directory.patch(other["id"], {"op": "add", "path": "members", "value": [member]}, path="Groups")
        assert not granted.exists()

        assert (
            directory.patch(other["id"], {"op": "replace", "path": "displayName", "value": "Admins"}, path="Groups")[0]
            == 400
        )
        assert not granted.exists()


class TestOnlyShown:
    @pytest.mark.database
    def test_nothing_changes_and_everything_is_gathered(self, connect: Callable[..., Directory], cast: Cast) -> None:
        directory = connect(mode=Connector.Mode.SHOWS)

        answers = [
            directory.ask("POST", "Users", as_body("mio@example.jp"))[0],
            directory.patch(cast.member.pk, {"op": "replace", "path": "title", "value": "主任"})[0],
            let_go(directory, cast.peer.pk)[0],
            let_go(directory, cast.peer.pk)[0],
        ]

        assert answers == [409, 409, 409, 409]
        held = set(HeldChange.objects.values_list("kind", "person"))
        assert held == {("add", None), ("change", cast.member.pk), ("leave", cast.peer.pk)}
        assert not Person.objects.filter(email="mio@example.jp").exists()
        assert not AuditEntry.objects.filter(detail__has_key="by").exists()


class TestLimit:
    @pytest.mark.database
    def test_more_than_may_leave_are_held_back_and_the_rest_stays(
        self, connect: Callable[..., Directory], cast: Cast
    ) -> None:
        directory = connect(most_leaving=5)
        people = PersonFactory.create_batch(12, organization=cast.organization)

        answers = [let_go(directory, person.pk)[0] for person in people[:8]]

        assert answers == [200] * 3 + [409] * 5  # three of twenty: five percent would be one, three always may
        assert HeldChange.objects.filter(kind="leave").count() == 5
        assert Connector.objects.get().held_at is not None
        assert AuditEntry.objects.filter(action="gateway.connector.held").count() == 1

    def test_two_connectors_together_are_no_more_than_one(self, connect: Callable[..., Directory], cast: Cast) -> None:
        first, second = connect("a"), connect("b")
        people = PersonFactory.create_batch(12, organization=cast.organization)

        answers = [let_go((first, second)[place % 2], person.pk)[0] for place, person in enumerate(people[:6])]

        assert answers.count(200) == 3

    def test_what_ends_nothing_goes_on(self, connect: Callable[..., Directory], cast: Cast) -> None:
        directory = connect()
        Connector.objects.update(held_at=timezone.now())

        assert let_go(directory, cast.peer.pk)[0] == 409
        directory.add("mio@example.jp")

    @pytest.mark.database
    def test_a_supervisor_taken_away_counts_as_well(self, connect: Callable[..., Directory], cast: Cast) -> None:
        directory = connect()
        Connector.objects.update(held_at=timezone.now())

        status, _ = directory.patch(cast.member.pk, {"op": "remove", "path": f"{ENTERPRISE}:manager"})

        assert status == 409
        assert cast.member.reporting_lines.filter(until_on=None).exists()


@pytest.mark.database
def test_who_leaves_after_their_supervisor_leaves_too(directory: Directory) -> None:
    """A PUT still names the supervisor who is gone by then."""
    work = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    boss = directory.add("boss@example.jp")["id"]
    said = {work: {"manager": {"value": boss}}}
    mio = directory.add("mio@example.jp", **said)["id"]
    Person.objects.filter(pk=boss).update(joined_on=datetime.date(2020, 4, 1))
    Employment.objects.filter(person=boss).update(starts_on=datetime.date(2020, 4, 1))
    directory.patch(boss, {"op": "replace", "path": "active", "value": False})

    status, told = directory.ask("PUT", f"Users/{mio}", as_body("mio@example.jp", active=False, **said))

    assert (status, told["active"]) == (200, False)
