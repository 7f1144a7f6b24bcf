"""What an administrator decides about a directory, on its page."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory, PersonFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.gateway.models import Connector, ConnectorChange, ConnectorToken, HeldChange
from aizuchi.gateway.operations import connectors as operations
from aizuchi.gateway.operations.connectors import ConnectorFacts, mark_of
from aizuchi.gateway.scim.changes import OnlyShown, Wish
from aizuchi.gateway.scim.keeping import keep_held
from aizuchi.gateway.tests.conftest import Directory, as_body
from aizuchi.notifications.models import Notice
from aizuchi.people.models import GroupRole, Person
from aizuchi.people.operations import change_supervisor, set_groups_of_person

TOKEN = re.compile(r"azs_[\w-]{40,}")


def let_go(directory: Directory, key: object) -> int:
    return directory.patch(key, {"op": "replace", "path": "active", "value": False})[0]


def supervise(person: Person, supervisor: Person, cast: Cast) -> None:
    today = cast.organization.today(timezone.now())
    change_supervisor(person_id=person.pk, supervisor_id=supervisor.pk, on=today, actor=None, now=timezone.now())


def read_facts(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))


@pytest.fixture
def administrator(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.administrator)


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(f"/connections/scim/{address}", data)


class TestTokens:
    @pytest.mark.database
    def test_a_token_is_seen_until_the_page_is_left_and_opens(
        self, administrator: Client, cast: Cast, client_for: Callable[[Person], Client]
    ) -> None:
        made = post(administrator, "new/", name="会社の名簿", writes_people="on", most_leaving="5")
        assert not TOKEN.search(made["Location"])

        answer = administrator.get(made["Location"])
        token = TOKEN.search(answer.content.decode())
        assert token is not None
        assert "no-store" in answer["Cache-Control"]
        connector = Connector.objects.get()
        assert connector.mode == "shows"
        assert token[0] in administrator.get(made["Location"]).content.decode()  # the page is loaded anew
        assert token[0] not in str(administrator.session.items())
        assert not TOKEN.search(client_for(cast.administrator).get(made["Location"]).content.decode())
        administrator.get("/connections/scim/")
        assert not TOKEN.search(administrator.get(made["Location"]).content.decode())
        opened = Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token[0]}"})
        assert opened.status_code == 200
        assert token[0] not in str(list(AuditEntry.objects.values_list("detail", flat=True)))

    @pytest.mark.database
    def test_a_former_token_opens_for_a_week_more(self, directory: Directory, cast: Cast) -> None:
        now = timezone.now()

        operations.rotate_token(
            connector_id=directory.connector.pk, ends_at_once=False, actor=cast.administrator, now=now
        )

        until = ConnectorToken.objects.exclude(until=None).get().until
        assert until == now + datetime.timedelta(days=7)
        assert directory.ask("GET", "Users")[0] == 200

    @pytest.mark.database
    def test_a_second_rotation_prolongs_nothing(self, directory: Directory, cast: Cast) -> None:
        now = timezone.now()
        later = now + datetime.timedelta(days=3)
        for moment in (now, later):
            operations.rotate_token(
                connector_id=directory.connector.pk, ends_at_once=False, actor=cast.administrator, now=moment
            )

        ends = ConnectorToken.objects.exclude(until=None).values_list("until", flat=True)
        assert sorted(ends) == [now + datetime.timedelta(days=7), later + datetime.timedelta(days=7)]

    def test_a_lost_token_is_ended_at_once(self, directory: Directory, administrator: Client) -> None:
        post(administrator, f"{directory.connector.pk}/token/", former="now")

        assert directory.ask("GET", "Users")[0] == 401

    @pytest.mark.database
    def test_a_stopped_connection_opens_nothing_until_it_runs_again(
        self, directory: Directory, administrator: Client
    ) -> None:
        post(administrator, f"{directory.connector.pk}/stop/")
        assert directory.ask("GET", "Users")[0] == 403

        post(administrator, f"{directory.connector.pk}/start/")
        assert directory.ask("GET", "Users")[0] == 200

    @pytest.mark.database
    def test_two_of_one_name_are_refused(self, directory: Directory, administrator: Client) -> None:
        answer = post(administrator, "new/", name="会社の名簿", most_leaving="5")

        assert answer.status_code == 422
        assert Connector.objects.count() == 1


class TestHeld:
    @pytest.mark.database
    def test_administrators_are_told_once_and_nobody_else(self, directory: Directory, cast: Cast) -> None:
        people = PersonFactory.create_batch(6, organization=cast.organization)
        for person in people:
            let_go(directory, person.pk)

        told = Notice.objects.filter(notification_type="connector")
        assert list(told.values_list("person", flat=True)) == [cast.administrator.pk]

    @pytest.mark.database
    def test_the_page_says_how_many_pairs_would_end(
        self, connect: Callable[..., Directory], cast: Cast, administrator: Client
    ) -> None:
        directory = connect(mode="shows")
        PairFactory(mentee=cast.member, mentor=cast.manager)
        let_go(directory, cast.member.pk)
        directory.ask("POST", "Users", as_body("mio@example.jp"))

        page = administrator.get(f"/connections/scim/{directory.connector.pk}/").content.decode()

        assert "ペア1組が終わります" in page
        assert "小野寺 葵" in page
        assert "mio@example.jp" in page

    def test_before_it_is_let_through_a_page_says_what_would_end(
        self, connect: Callable[..., Directory], cast: Cast, administrator: Client
    ) -> None:
        directory = connect(mode="shows")
        supervise(cast.peer, cast.member, cast)
        let_go(directory, cast.member.pk)
        address = f"/connections/scim/{directory.connector.pk}/"

        page = administrator.get(address).content.decode()
        asked = administrator.get(f"{address}let-through/").content.decode()

        assert re.search(rf'button--danger" href="{address}let-through/"\s*>\s*1人を退職にする', page)
        assert read_facts(asked) == {
            "退職になる人": "1",
            "上司がいなくなる人": "1",
            "終わる1on1のペア": "1",
            "取りやめになる1on1": "0",
        }
        assert mark_of(directory.connector) in asked
        assert Person.objects.get(pk=cast.member.pk).left_on is None

    def test_where_nothing_ends_it_is_released_without_another_question(
        self, connect: Callable[..., Directory], administrator: Client
    ) -> None:
        directory = connect(mode="shows")
        directory.ask("POST", "Users", as_body("mio@example.jp"))

        page = administrator.get(f"/connections/scim/{directory.connector.pk}/").content.decode()

        assert mark_of(directory.connector) in page

    @pytest.mark.database
    def test_what_is_said_again_needs_no_second_look(
        self, connect: Callable[..., Directory], cast: Cast, administrator: Client
    ) -> None:
        directory = connect(mode="shows")
        let_go(directory, cast.peer.pk)
        seen = mark_of(directory.connector)
        HeldChange.objects.update(at=timezone.now() + datetime.timedelta(minutes=1))

        post(administrator, f"{directory.connector.pk}/let-through/", mark=seen)

        assert Person.objects.get(pk=cast.peer.pk).left_on is not None

    @pytest.mark.database
    def test_it_goes_on_though_what_waited_is_forgotten_by_now(
        self, directory: Directory, administrator: Client
    ) -> None:
        Connector.objects.update(held_at=timezone.now())

        page = administrator.get(f"/connections/scim/{directory.connector.pk}/").content.decode()

        assert "let-through/" in page

    @pytest.mark.database
    def test_what_was_only_shown_is_brought_again_to_a_connection_that_acts_by_now(
        self, connect: Callable[..., Directory], cast: Cast
    ) -> None:
        now, connector = timezone.now(), connect(mode="shows").connector
        asked = Connector.objects.select_related("organization").get()
        operations.let_through(connector_id=connector.pk, mark=mark_of(connector), actor=cast.administrator, now=now)

        wish = Wish(kind=HeldChange.Kind.LEAVE, person=cast.member, key=str(cast.member.pk))
        keep_held(asked, OnlyShown([wish]), now=now)

        assert not HeldChange.objects.exists()

    @pytest.mark.database
    def test_who_left_and_who_lost_their_supervisor_are_told_apart(
        self, connect: Callable[..., Directory], cast: Cast
    ) -> None:
        directory, now = connect(mode="shows"), timezone.now()
        supervise(cast.member, cast.manager, cast)
        alone = PersonFactory(organization=cast.organization)
        for kind, person in (("leave", cast.peer), ("unsupervise", cast.member), ("unsupervise", alone)):
            HeldChange.objects.create(
                connector=directory.connector, kind=kind, person=person, key=str(person.pk), at=now
            )

        operations.let_through(
            connector_id=directory.connector.pk, mark=mark_of(directory.connector), actor=cast.administrator, now=now
        )

        made = ConnectorChange.objects.values_list("kind", "person")
        assert sorted(made) == [("left", cast.peer.pk), ("unsupervised", cast.member.pk)]
        told = AuditEntry.objects.get(action="gateway.connector.let_through")
        assert told.detail["endings"] == 2

    @pytest.mark.database
    def test_home_tells_administrators_and_nobody_else(
        self, directory: Directory, cast: Cast, administrator: Client, client_for: Callable[[Person], Client]
    ) -> None:
        Connector.objects.update(held_at=timezone.now())
        address = f"/connections/scim/{directory.connector.pk}/"

        assert address in administrator.get("/").content.decode()
        assert address not in client_for(cast.hr).get("/").content.decode()
        Connector.objects.update(held_at=None)
        assert address not in administrator.get("/").content.decode()

    @pytest.mark.database
    def test_let_through_it_ends_and_the_connector_goes_on(
        self, directory: Directory, cast: Cast, administrator: Client
    ) -> None:
        people = PersonFactory.create_batch(6, organization=cast.organization)
        for person in people:
            let_go(directory, person.pk)
        connector = Connector.objects.get()

        post(administrator, f"{connector.pk}/let-through/", mark=mark_of(connector))

        assert not Person.objects.filter(pk__in=[person.pk for person in people], left_on=None).exists()
        connector.refresh_from_db()
        assert (connector.held_at, HeldChange.objects.count()) == (None, 0)
        assert let_go(directory, cast.peer.pk) == 200
        bring_back = {"op": "replace", "path": "active", "value": True}
        assert directory.patch(people[5].pk, bring_back)[0] == 200

    def test_what_somebody_has_not_seen_is_not_let_through(
        self, directory: Directory, cast: Cast, administrator: Client
    ) -> None:
        people = PersonFactory.create_batch(6, organization=cast.organization)
        for person in people[:4]:
            let_go(directory, person.pk)
        seen = mark_of(directory.connector)
        let_go(directory, people[4].pk)

        post(administrator, f"{directory.connector.pk}/let-through/", mark=seen)

        assert HeldChange.objects.count() == 2
        assert Person.objects.get(pk=people[4].pk).left_on is None

    @pytest.mark.database
    def test_forgotten_nothing_of_it_is_done(self, directory: Directory, cast: Cast, administrator: Client) -> None:
        people = PersonFactory.create_batch(5, organization=cast.organization)
        for person in people:
            let_go(directory, person.pk)

        post(administrator, f"{directory.connector.pk}/forget/")

        assert Person.objects.filter(pk__in=[person.pk for person in people], left_on=None).count() == 2
        assert let_go(directory, people[4].pk) == 409

    def test_released_a_connection_acts(
        self, connect: Callable[..., Directory], cast: Cast, administrator: Client
    ) -> None:
        directory = connect(mode="shows")
        let_go(directory, cast.peer.pk)

        post(administrator, f"{directory.connector.pk}/let-through/", mark=mark_of(directory.connector))

        assert Person.objects.get(pk=cast.peer.pk).left_on is not None
        directory.add("mio@example.jp")

    @pytest.mark.database
    def test_changing_its_name_releases_nothing(self, connect: Callable[..., Directory], cast: Cast) -> None:
        directory = connect(mode="shows")

        operations.change_connector(
            connector_id=directory.connector.pk,
            facts=ConnectorFacts(name="x", mode="acts"),
            actor=cast.administrator,
            now=timezone.now(),
        )

        assert Connector.objects.get().mode == "shows"

    @pytest.mark.database
    def test_the_latest_administrator_is_not_let_through(
        self, connect: Callable[..., Directory], cast: Cast, administrator: Client
    ) -> None:
        directory = connect(mode="shows")
        HeldChange.objects.create(
            connector=directory.connector, kind="leave", person=cast.administrator, key="1", at=timezone.now()
        )

        post(administrator, f"{directory.connector.pk}/let-through/", mark=mark_of(directory.connector))

        assert Person.objects.get(pk=cast.administrator.pk).left_on is None
        assert HeldChange.objects.count() == 1


def test_what_did_not_fit_is_told_by_reason(directory: Directory, cast: Cast, administrator: Client) -> None:
    enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    directory.add("mio@example.jp", **{enterprise: {"department": "K-118"}})
    directory.ask("POST", "Users", as_body(str(cast.member.email)))

    page = administrator.get(f"/connections/scim/{directory.connector.pk}/").content.decode()

    assert "合わなかった：2行" in page
    assert "部署「K-118」が見つかりません" in page
    assert "足した人 1・変わった人 0・退職した人 0" in page


def test_what_does_not_fit_for_one_reason_is_one_line(directory: Directory, administrator: Client) -> None:
    enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    for number in range(7):
        directory.add(f"mio{number}@example.jp", **{enterprise: {"department": "K-118"}})

    page = administrator.get(f"/connections/scim/{directory.connector.pk}/").content.decode()

    assert page.count("部署「K-118」が見つかりません") == 1
    assert "合わなかった：7行" in page
    assert "ほか2件" in page


def test_a_directory_is_told_the_public_address_wherever_the_page_is_read(
    directory: Directory, administrator: Client, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://aizuchi.example.jp"

    page = administrator.get(f"/connections/scim/{directory.connector.pk}/").content.decode()

    assert "https://aizuchi.example.jp/scim/v2<" in page


def test_where_a_resource_lies_is_told_by_the_public_address_too(directory: Directory, settings: Any) -> None:
    settings.PUBLIC_URL = "https://aizuchi.example.jp"

    told = directory.add("mio@example.jp")

    assert told["meta"]["location"] == f"https://aizuchi.example.jp/scim/v2/Users/{told['id']}"


def test_nobody_is_asked_which_directory_it_is(administrator: Client) -> None:
    assert 'name="profile"' not in administrator.get("/connections/scim/new/").content.decode()


@pytest.mark.database
def test_roles_by_group_are_given_and_taken(administrator: Client, cast: Cast) -> None:
    post(administrator, "roles/give/", group_name="People", role="hr")
    assert list(GroupRole.objects.values_list("group_name", "role")) == [("People", "hr")]

    post(administrator, "roles/take/", group_name="People", role="hr")
    assert not GroupRole.objects.exists()
    assert post(administrator, "roles/give/", group_name="", role="king").status_code == 422


def test_the_page_of_roles_names_groups_that_only_read_like_one_that_gives_one(
    administrator: Client, cast: Cast
) -> None:
    post(administrator, "roles/give/", group_name="People", role="hr")
    set_groups_of_person(
        person_id=cast.member.pk, names=["Peo\u200bple "], source="sign-in:1", actor=None, now=timezone.now()
    )

    page = administrator.get("/connections/scim/").content.decode()

    assert "「Peo[U+200B]ple[U+0020]」" in page
