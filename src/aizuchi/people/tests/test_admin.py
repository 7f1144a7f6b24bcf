import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory, ReportingLineFactory

from aizuchi.people.models import Person, RoleGrant, Unit
from aizuchi.people.operations import edit_person, grant_role, person_leaves
from aizuchi.people.operations.person import PersonFacts
from aizuchi.people.queries import main_unit_label, supervisor_of, units_of

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)
SignIn = Callable[[Person], Client]

PAGES = ["people:manage", "people:add", "people:units", "people:add_unit", "people:roles", "people:import"]


def facts(person: Person, **changes: object) -> dict[str, object]:
    values = {**vars(PersonFacts.of(person)), "version": person.version, **changes}
    return {key: "" if value is None else value for key, value in values.items()}


@pytest.mark.database
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_hr_and_administrators_open_the_admin_pages(cast: Cast, client_for: SignIn, name: str, language: str) -> None:
    for person in (cast.hr, cast.administrator):
        Person.objects.filter(pk=person.pk).update(language=language)

        assert client_for(person).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "people:audit", "people:audit_csv", "people:suggest"])
@pytest.mark.parametrize("who", ["member", "manager", "executive", "stranger"])
def test_nobody_else_opens_the_admin_pages(cast: Cast, client_for: SignIn, name: str, who: str) -> None:
    assert client_for(getattr(cast, who)).get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302


def test_only_administrators_read_the_record(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.hr).get(reverse("people:audit")).status_code == 403
    assert client_for(cast.administrator).get(reverse("people:audit")).status_code == 200


@pytest.mark.parametrize("name", ["people:edit_facts", "people:stay"])
def test_changes_are_posted_only(cast: Cast, client_for: SignIn, name: str) -> None:
    assert client_for(cast.hr).get(reverse(name, args=[cast.member.pk])).status_code == 405


@pytest.mark.parametrize(
    ("language", "sentence"), [("ja", "取り消す退職日がありません。"), ("en", "There is no last day to take back.")]
)
def test_whoever_is_not_leaving_has_no_last_day_to_take_back(
    cast: Cast, client_for: SignIn, language: str, sentence: str
) -> None:
    Person.objects.filter(pk=cast.hr.pk).update(language=language)

    page = client_for(cast.hr).post(reverse("people:stay", args=[cast.member.pk]), follow=True)

    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_another_organization_does_not_exist(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    elsewhere = Unit.objects.get(code="TONARI")
    grant = grant_role(person_id=cast.stranger.pk, role="hr", starts_on=TODAY, actor=None, now=NOW)

    assert client.get(reverse("people:edit", args=[cast.stranger.pk])).status_code == 404
    assert client.get(reverse("people:unit", args=[elsewhere.pk])).status_code == 404
    for name, args in [
        ("people:edit_facts", [cast.stranger.pk]),
        ("people:change", [cast.stranger.pk, "unit"]),
        ("people:stay", [cast.stranger.pk]),
        ("people:change_unit", [elsewhere.pk, "name"]),
        ("people:revoke_role", [grant.pk]),
    ]:
        assert client.post(reverse(name, args=args)).status_code == 404
    assert "三島" not in client.get(reverse("people:manage"), {"state": "all"}).content.decode()


@pytest.mark.database
def test_a_member_cannot_change_anything_by_posting(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.member)

    assert client.get(reverse("people:edit", args=[cast.peer.pk])).status_code == 403
    for name, args in [
        ("people:edit_facts", [cast.peer.pk]),
        ("people:change", [cast.peer.pk, "supervisor"]),
        ("people:change_unit", [cast.control.pk, "close"]),
    ]:
        assert client.post(reverse(name, args=args), {}).status_code == 403


@pytest.mark.database
@pytest.mark.parametrize(
    ("typed", "found"), [("小野寺", "小野寺"), ("おのでら", "小野寺"), ("aoi.onodera", "小野寺"), ("ほげ", None)]
)
def test_the_list_is_searched_by_name_and_address(
    cast: Cast, client_for: SignIn, typed: str, found: str | None
) -> None:
    edit_person(person_id=cast.member.pk, facts=PersonFacts.of(cast.member), version=1, actor=cast.hr, now=NOW)

    page = client_for(cast.hr).get(reverse("people:manage"), {"q": typed})

    assert [row.card.full_name.split()[0] for row in page.context["rows"]] == ([found] if found else [])


@pytest.mark.database
def test_the_list_shows_a_unit_with_everything_below_and_those_who_left(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    person_leaves(person_id=cast.peer.pk, left_on=TODAY - DAY, actor=cast.hr, now=NOW)

    def listed(**filters: object) -> set[str]:
        rows = client.get(reverse("people:manage"), filters).context["rows"]
        return {row.card.full_name.split()[0] for row in rows}

    assert listed(unit=cast.development.pk) == {"森川", "瀬川", "小野寺"}
    assert listed(state="left") == {"三宅"}
    assert "三宅" in listed(state="all")
    assert "三宅" not in listed()


def test_the_list_asks_as_often_however_many_people_there_are(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)

    def count_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:manage"))
        return len(queries)

    client.get(reverse("people:manage"))  # the first page of a session also writes the session down
    before = count_queries()
    for _number in range(30):
        person = PersonFactory(organization=cast.organization)
        MembershipFactory(person=person, unit=cast.sales)
        ReportingLineFactory(person=person, supervisor=cast.colleague)

    assert count_queries() == before


def test_a_person_is_added_with_unit_and_supervisor(cast: Cast, client_for: SignIn) -> None:
    response = client_for(cast.hr).post(
        reverse("people:add"),
        {
            "family_name": "新田",
            "given_name": "望",
            "email": "Nozomi@example.jp",
            "employee_number": "N1",
            "language": "ja",
            "unit": cast.control.pk,
            "supervisor": f"{cast.manager.employee_number} 森川 拓海",
            "on": TODAY,
        },
    )

    person = Person.objects.get(employee_number="N1")
    assert response["Location"] == reverse("people:edit", args=[person.pk])
    assert person.email == "nozomi@example.jp"
    assert supervisor_of(person.pk, on=TODAY) == cast.manager.pk
    assert main_unit_label(person, on=TODAY) == "制御ソフト課"


def test_a_taken_address_is_told_and_what_was_typed_stays(cast: Cast, client_for: SignIn) -> None:
    response = client_for(cast.hr).post(
        reverse("people:edit_facts", args=[cast.member.pk]),
        facts(cast.member, email=cast.peer.email, family_name="新しい姓"),
    )

    assert response.status_code == 200
    assert "新しい姓" in response.content.decode()
    assert response.context["facts"].errors["email"]
    cast.member.refresh_from_db()
    assert cast.member.family_name == "小野寺"


@pytest.mark.database
def test_a_stale_form_keeps_what_was_typed_and_says_who_was_faster(cast: Cast, client_for: SignIn) -> None:
    old = facts(cast.member, family_name="神﨑")
    changed = PersonFacts(**{**vars(PersonFacts.of(cast.member)), "given_name": "葵子"})
    edit_person(person_id=cast.member.pk, facts=changed, version=1, actor=cast.administrator, now=NOW)
    client, address = client_for(cast.hr), reverse("people:edit_facts", args=[cast.member.pk])

    response = client.post(address, old)

    page = response.content.decode()
    assert response.status_code == 409
    assert "神﨑" in page
    assert "早川 蓮" in page
    assert "葵子" in page
    cast.member.refresh_from_db()
    assert cast.member.family_name == "小野寺"

    again = client.post(address, {**old, "version": response.context["facts"]["version"].value()})

    cast.member.refresh_from_db()
    assert again.status_code == 302
    assert cast.member.family_name == "神﨑"


@pytest.mark.database
@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("unit", {"unit": "sales", "on": TODAY}),
        ("supervisor", {"supervisor": "瀬川", "on": TODAY}),
        ("work", {"title": "主任", "kind": "contract", "on": TODAY}),
        ("post", {"unit": "sales", "on": TODAY, "is_head": "on"}),
        ("leave", {"starts_on": TODAY, "until_on": TODAY + 30 * DAY}),
        ("leaving", {"left_on": TODAY}),
    ],
)
def test_every_part_of_a_file_is_changed_from_a_day_on(
    cast: Cast, client_for: SignIn, part: str, typed: dict[str, object]
) -> None:
    for person in cast.everybody:
        person.search_text = person.full_name.replace(" ", "")
        person.save(update_fields=["search_text"])
    values = {key: cast.sales.pk if value == "sales" else value for key, value in typed.items()}

    response = client_for(cast.hr).post(reverse("people:change", args=[cast.member.pk, part]), values)

    assert response.status_code == 302
    member = Person.objects.get(pk=cast.member.pk)
    outcome = {
        "unit": main_unit_label(member, on=TODAY) == "営業部",
        "supervisor": supervisor_of(member.pk, on=TODAY) == cast.mentor.pk,
        "work": member.employments.filter(title="主任", until_on=None).exists(),
        "post": [unit.is_head for unit in units_of(member, on=TODAY) if unit.label == "営業部"] == [True],
        "leave": member.leaves.count() == 1,
        "leaving": member.left_on == TODAY,
    }
    assert outcome[part]
    assert [key for key, is_so in outcome.items() if is_so] == [part]


def test_a_circle_is_refused_in_a_sentence(cast: Cast, client_for: SignIn) -> None:
    response = client_for(cast.hr).post(
        reverse("people:change", args=[cast.executive.pk, "supervisor"]),
        {"supervisor": cast.member.employee_number, "on": TODAY},
    )

    assert response.status_code == 200
    assert cast.member.employee_number in response.content.decode()
    assert supervisor_of(cast.executive.pk, on=TODAY) is None


def test_a_name_that_two_people_have_is_asked_back(cast: Cast, client_for: SignIn) -> None:
    for person in (cast.peer, cast.mentor):
        person.search_text = "佐藤"
        person.save(update_fields=["search_text"])

    response = client_for(cast.hr).post(
        reverse("people:change", args=[cast.member.pk, "supervisor"]), {"supervisor": "佐藤", "on": TODAY}
    )

    assert cast.peer.employee_number in response.content.decode()
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.manager.pk


def test_a_last_day_is_taken_back(cast: Cast, client_for: SignIn) -> None:
    person_leaves(person_id=cast.member.pk, left_on=TODAY - DAY, actor=cast.hr, now=NOW)

    client_for(cast.hr).post(reverse("people:stay", args=[cast.member.pk]))

    assert supervisor_of(cast.member.pk, on=TODAY) == cast.manager.pk
    assert main_unit_label(cast.member, on=TODAY) == "制御ソフト課"


@pytest.mark.database
def test_posts_and_absences_end(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    client.post(reverse("people:change", args=[cast.member.pk, "post"]), {"unit": cast.sales.pk, "on": TODAY - DAY})
    client.post(reverse("people:change", args=[cast.member.pk, "leave"]), {"starts_on": TODAY - DAY})
    post, leave = cast.member.memberships.get(is_main=False), cast.member.leaves.get()

    client.post(reverse("people:end_post", args=[post.pk]), {"until_on": TODAY})
    client.post(reverse("people:end_leave", args=[leave.pk]), {"until_on": TODAY})
    refused = client.post(reverse("people:end_leave", args=[leave.pk]), {"until_on": TODAY - 9 * DAY})

    post.refresh_from_db()
    leave.refresh_from_db()
    assert (post.until_on, leave.until_on) == (TODAY, TODAY)
    assert refused.status_code == 200


def test_roles_are_given_and_ended(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.administrator)

    client.post(reverse("people:roles"), {"person": cast.member.employee_number, "role": "program_owner", "on": TODAY})
    grant = RoleGrant.objects.get(person=cast.member)
    assert grant.granted_by == cast.administrator
    client.post(reverse("people:revoke_role", args=[grant.pk]), {"until_on": TODAY + DAY})

    grant.refresh_from_db()
    assert grant.until_on == TODAY + DAY


@pytest.mark.database
def test_hr_makes_no_administrator(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)

    response = client.post(
        reverse("people:roles"), {"person": cast.member.employee_number, "role": "administrator", "on": TODAY}
    )
    grant = RoleGrant.objects.get(role="administrator")
    ended = client.post(reverse("people:revoke_role", args=[grant.pk]), {"until_on": TODAY})

    assert response.context["form"].errors["role"]
    assert ended.status_code == 403
    assert not RoleGrant.objects.filter(person=cast.member).exists()


@pytest.mark.database
def test_the_only_administrator_stays(cast: Cast, client_for: SignIn) -> None:
    grant = RoleGrant.objects.get(role="administrator")

    response = client_for(cast.administrator).post(reverse("people:revoke_role", args=[grant.pk]), {"until_on": TODAY})

    assert response.status_code == 200
    grant.refresh_from_db()
    assert grant.until_on is None


@pytest.mark.database
def test_names_while_typing_are_those_of_ones_own_organization(cast: Cast, client_for: SignIn) -> None:
    Person.objects.update(search_text="おなじ")

    page = client_for(cast.hr).get(reverse("people:suggest"), {"supervisor": "おなじ"}).content.decode()

    assert "三島" not in page
    assert "小野寺" in page


@pytest.mark.database
def test_what_people_type_is_shown_as_text(cast: Cast, client_for: SignIn) -> None:
    script = "<script>alert(1)</script>"
    client = client_for(cast.hr)

    client.post(reverse("people:edit_facts", args=[cast.member.pk]), facts(cast.member, family_name=script))
    page = client.get(reverse("people:edit", args=[cast.member.pk])).content.decode()

    assert script not in page
    assert "&lt;script&gt;" in page


def test_somebody_without_a_supervisor_has_none_in_the_list(cast: Cast, client_for: SignIn) -> None:
    rows = client_for(cast.hr).get(reverse("people:manage")).context["rows"]

    supervisors = {row.card.id: row.supervisor and row.supervisor.id for row in rows}
    assert supervisors[cast.executive.pk] is None
    assert supervisors[cast.member.pk] == cast.manager.pk


@pytest.mark.database
@pytest.mark.parametrize("state", ["left", "here"])
def test_days_of_coming_and_going_are_said_with_their_year(cast: Cast, client_for: SignIn, state: str) -> None:
    left_on = datetime.date(2019, 3, 31) if state == "left" else datetime.date(TODAY.year + 2, 3, 31)
    Person.objects.filter(pk=cast.member.pk).update(joined_on=None, left_on=left_on)

    page = client_for(cast.hr).get(reverse("people:manage") + f"?state={state}").content.decode()

    assert f"{left_on.year}年3月31日" in page
