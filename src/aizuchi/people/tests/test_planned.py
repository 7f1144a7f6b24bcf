"""What is planned for coming days is listed, and taken back as if it had never been planned."""

import datetime
import html
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.cast import Cast
from tests.factories import MembershipFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.people.importing import run_import
from aizuchi.people.models import (
    EarlierStay,
    Employment,
    Leave,
    Membership,
    Person,
    ReportingLine,
    RoleGrant,
    Unit,
    UnitPlacement,
)
from aizuchi.people.operations import (
    EmploymentFacts,
    LatestAdministrator,
    NotPlanned,
    UnitIsNotEmpty,
    add_membership,
    add_unit,
    change_employment,
    change_supervisor,
    close_unit,
    end_leave_of_absence,
    end_membership,
    grant_role,
    move_person,
    move_unit,
    person_leaves,
    person_returns,
    plan_unit_name,
    record_leave_of_absence,
    revoke_role,
    set_head,
    take_back_planned,
)
from aizuchi.people.queries import tree_of
from aizuchi.people.queries.planned import KINDS, PlannedChange, by_day, list_planned
from aizuchi.people.queries.planned_tree import compare_trees

NOW = timezone.now()
DAY = datetime.timedelta(days=1)
SignIn = Callable[[Person], Client]
Who = dict[str, Any]


def planned(cast: Cast) -> list[PlannedChange]:
    return list_planned(cast.organization, today=cast.organization.today(NOW))


def take_back(cast: Cast, change: PlannedChange, actor: Person | None = None) -> None:
    take_back_planned(
        organization_id=cast.organization.pk,
        kind=change.kind,
        row_id=change.row_id,
        actor=actor or cast.administrator,
        now=NOW,
    )


def standing(cast: Cast) -> dict[str, Any]:
    """All that holds or will; what never held is nothing."""
    found: dict[str, Any] = {}
    for model, fields in (
        (Membership, ("person", "unit", "is_main", "is_head")),
        (ReportingLine, ("person", "supervisor")),
        (Employment, ("person", "title")),
        (Leave, ("person",)),
        (RoleGrant, ("person", "role")),
        (UnitPlacement, ("unit", "parent")),
    ):
        rows = model._default_manager.values_list(*fields, "starts_on", "until_on")  # type: ignore[attr-defined]
        found[model.__name__] = sorted(str(row) for row in rows if row[-2] != row[-1])
    found["units"] = sorted(Unit.objects.exclude(until_on=F("starts_on")).values_list("code", "name", "until_on"))
    found["people"] = sorted(Person.objects.values_list("email", "joined_on", "left_on"))
    return found


def _plan(cast: Cast, kind: str, day: datetime.date) -> None:
    who: Who = {"actor": cast.administrator, "now": NOW}
    match kind:
        case "leaving":
            person_leaves(person_id=cast.manager.pk, left_on=day, **who)
        case "unit":
            move_person(person_id=cast.manager.pk, unit_id=cast.sales.pk, on=day, **who)
        case "head":
            set_head(unit_id=cast.control.pk, person_id=cast.peer.pk, on=day, **who)
        case "supervisor":
            change_supervisor(person_id=cast.member.pk, supervisor_id=cast.mentor.pk, on=day, **who)
        case "supervisor-end":
            change_supervisor(person_id=cast.member.pk, supervisor_id=None, on=day, **who)
        case "work":
            change_employment(person_id=cast.member.pk, facts=EmploymentFacts(title="主任"), on=day, **who)
        case "post":
            add_membership(person_id=cast.member.pk, unit_id=cast.sales.pk, starts_on=day, **who)
        case "post-end":
            end_membership(membership_id=cast.member.memberships.get(is_main=False).pk, until_on=day, **who)
        case "absence":
            record_leave_of_absence(person_id=cast.member.pk, starts_on=day, **who)
        case "absence-end":
            end_leave_of_absence(leave_id=cast.member.leaves.get().pk, until_on=day, **who)
        case "role":
            grant_role(person_id=cast.member.pk, role=RoleGrant.Role.HR, starts_on=day, **who)
        case "role-end":
            revoke_role(grant_id=cast.hr.role_grants.get().pk, until_on=day, **who)
        case "unit-new":
            add_unit(
                organization_id=cast.organization.pk, name="推進室", starts_on=day, parent_id=cast.company.pk, **who
            )
        case "unit-name":
            plan_unit_name(unit_id=cast.control.pk, name="組込み開発課", name_en="", on=day, **who)
        case "unit-place":
            move_unit(unit_id=cast.sales.pk, parent_id=cast.development.pk, on=day, **who)
        case "unit-end":
            close_unit(unit_id=Unit.objects.get(code="EMPTY").pk, until_on=day, **who)


def _prepare(cast: Cast, kind: str, today: datetime.date) -> None:
    who: Who = {"actor": cast.administrator, "now": NOW}
    if kind == "post-end":
        MembershipFactory(person=cast.member, unit=cast.sales, is_main=False, starts_on=today - DAY)
    elif kind == "absence-end":
        record_leave_of_absence(person_id=cast.member.pk, starts_on=today - DAY, **who)
    elif kind == "unit-end":
        add_unit(
            organization_id=cast.organization.pk,
            name="空",
            code="EMPTY",
            starts_on=today - DAY,
            parent_id=cast.company.pk,
            **who,
        )


@pytest.mark.database
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "joining"])
def test_what_is_planned_is_listed_and_taken_back_without_a_trace(cast: Cast, today: datetime.date, kind: str) -> None:
    _prepare(cast, kind, today)
    before, day = standing(cast), today + 30 * DAY
    _plan(cast, kind, day)
    (change,) = planned(cast)
    told, follows = (change.kind, change.day), change.follows
    take_back(cast, change)

    assert told == (kind, day)
    assert follows
    assert standing(cast) == before
    assert planned(cast) == []
    assert AuditEntry.objects.exists()


@pytest.mark.database
def test_somebody_who_was_to_begin_does_not(cast: Cast, today: datetime.date) -> None:
    file = f"社員番号,姓,名,部署,上司,入社日\nN1,汐見,玲,ミナモ精機/営業部,,{today + 30 * DAY}\n".encode()
    run_import(file, organization=cast.organization, actor=cast.hr, now=NOW)
    new = Person.objects.get(employee_number="N1")
    change_supervisor(person_id=cast.member.pk, supervisor_id=new.pk, on=today + 40 * DAY, actor=cast.hr, now=NOW)

    joining = next(change for change in planned(cast) if change.kind == "joining")
    take_back(cast, joining)

    new.refresh_from_db()
    assert (joining.name, joining.day) == ("汐見 玲", today + 30 * DAY)
    assert (new.joined_on, new.left_on) == (None, today - DAY)
    assert not Membership.objects.on(today + 60 * DAY).filter(person=new).exists()
    assert ReportingLine.objects.on(today + 60 * DAY).get(person=cast.member).supervisor == cast.manager
    assert planned(cast) == []


@pytest.mark.database
def test_somebody_who_was_to_come_back_stays_gone(cast: Cast, today: datetime.date) -> None:
    who: Who = {"actor": cast.hr, "now": NOW}
    person_leaves(person_id=cast.colleague.pk, left_on=today - 10 * DAY, **who)
    cast.colleague.refresh_from_db()
    person_returns(person_id=cast.colleague.pk, joined_on=today + 5 * DAY, **who)

    (change,) = planned(cast)
    take_back(cast, change)

    cast.colleague.refresh_from_db()
    assert cast.colleague.left_on == today - 10 * DAY
    assert not EarlierStay.objects.exists()


@pytest.mark.database
def test_an_import_for_a_coming_day_can_be_taken_back_row_by_row(cast: Cast, today: datetime.date) -> None:
    Person.objects.filter(pk=cast.member.pk).update(employee_number="M1")
    before, day = standing(cast), today + 30 * DAY
    file = "社員番号,姓,名,部署,役職\nM1,小野寺,葵,ミナモ精機/開発本部/推進室,主任\n".encode()
    run_import(file, organization=cast.organization, actor=cast.hr, now=NOW, on=day)

    kinds = [change.kind for change in planned(cast)]
    for change in planned(cast):
        take_back(cast, change)

    assert kinds == ["unit", "work", "unit-new"]
    assert standing(cast) == before


def test_two_changes_in_a_row_are_taken_back_in_any_order(cast: Cast, today: datetime.date) -> None:
    before = standing(cast)
    for days, unit in ((10, cast.sales), (20, cast.mechanics)):
        move_person(person_id=cast.member.pk, unit_id=unit.pk, on=today + days * DAY, actor=cast.hr, now=NOW)

    first, second = planned(cast)
    take_back(cast, first)
    (left,) = planned(cast)

    assert (left.row_id, left.before, left.after) == (second.row_id, "制御ソフト課", "機構設計課")
    take_back(cast, left)
    assert standing(cast) == before


def test_the_former_unit_does_not_become_a_unit_beside_itself(cast: Cast, today: datetime.date) -> None:
    """A file that moves somebody and leaves them a post where they were."""
    before, day = standing(cast), today + 10 * DAY
    move_person(person_id=cast.member.pk, unit_id=cast.sales.pk, on=day, actor=cast.hr, now=NOW)
    add_membership(person_id=cast.member.pk, unit_id=cast.control.pk, starts_on=day, actor=cast.hr, now=NOW)

    take_back(cast, next(change for change in planned(cast) if change.kind == "unit"))

    assert standing(cast) == before


def test_a_unit_that_people_will_move_to_is_not_taken_back_first(cast: Cast, today: datetime.date) -> None:
    day = today + 10 * DAY
    unit = add_unit(organization_id=cast.organization.pk, name="推進室", starts_on=day, actor=cast.hr, now=NOW)
    move_person(person_id=cast.member.pk, unit_id=unit.pk, on=day, actor=cast.hr, now=NOW)

    with pytest.raises(UnitIsNotEmpty):
        take_back(cast, next(change for change in planned(cast) if change.kind == "unit-new"))


def test_what_has_begun_is_no_longer_planned(cast: Cast, today: datetime.date) -> None:
    move_person(person_id=cast.member.pk, unit_id=cast.sales.pk, on=today, actor=cast.hr, now=NOW)
    row = cast.member.memberships.get(until_on=None)

    assert planned(cast) == []
    with pytest.raises(NotPlanned):
        take_back_planned(organization_id=cast.organization.pk, kind="unit", row_id=row.pk, actor=cast.hr, now=NOW)


@pytest.mark.database
def test_the_latest_administrator_is_not_kept_away(cast: Cast, today: datetime.date) -> None:
    who: Who = {"actor": cast.administrator, "now": NOW}
    Person.objects.filter(pk=cast.colleague.pk).update(joined_on=today + 5 * DAY)
    grant_role(person_id=cast.colleague.pk, role=RoleGrant.Role.ADMINISTRATOR, starts_on=today, **who)
    RoleGrant.objects.filter(person=cast.administrator, role=RoleGrant.Role.ADMINISTRATOR).update(
        until_on=today + 5 * DAY
    )

    with pytest.raises(LatestAdministrator):
        take_back(cast, next(change for change in planned(cast) if change.kind == "joining"))


def test_days_tell_how_much_of_each_sort_there_is(cast: Cast, today: datetime.date) -> None:
    for person in (cast.member, cast.peer, cast.manager, cast.mentor):
        move_person(person_id=person.pk, unit_id=cast.sales.pk, on=today + 30 * DAY, actor=cast.hr, now=NOW)
    plan_unit_name(unit_id=cast.sales.pk, name="営業本部", name_en="", on=today + 40 * DAY, actor=cast.hr, now=NOW)

    first, second = by_day(planned(cast), today=today)

    assert (first.in_days, first.count, first.kinds[0].count, first.kinds[0].more) == (30, 4, 4, 1)
    assert [kind.key for kind in second.kinds] == ["unit-name"]


def test_the_tree_of_a_coming_day_says_what_is_other_than_today(cast: Cast, today: datetime.date) -> None:
    day = today + 30 * DAY
    for kind in ("unit-name", "unit-place", "unit-new", "unit"):
        _plan(cast, kind, day)

    tree = {unit.label: unit for unit in compare_trees(cast.organization, on=day, today=today).units}

    assert tree["組込み開発課"].name_today == "制御ソフト課"
    assert tree["営業部"].place_today == "ミナモ精機"
    assert (tree["営業部"].count, tree["営業部"].count_today) == (2, 1)
    assert tree["推進室"].is_new
    assert "機構設計課" not in tree
    assert tree_of(cast.organization, on=today).by_id[cast.control.pk].label == "制御ソフト課"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_opens_a_day_and_a_sort_and_asks_before_it_takes_back(
    cast: Cast, client_for: SignIn, today: datetime.date, language: str
) -> None:
    Person.objects.filter(pk=cast.hr.pk).update(language=language)
    day = today + 30 * DAY
    for kind in ("unit", "unit-name", "supervisor"):
        _plan(cast, kind, day)
    client = client_for(cast.hr)

    page = client.get(reverse("people:planned"), {"on": day, "kind": "supervisor"}).content.decode()
    change = next(change for change in planned(cast) if change.kind == "supervisor")
    address = reverse("people:take_back_planned", args=[change.kind, change.row_id])
    asked = html.unescape(client.get(address).content.decode())
    done = client.post(address, follow=True)

    assert address in page
    with translation.override(language):
        assert change.follows in asked
    assert done.redirect_chain
    assert client.get(address).status_code == 404
    assert [change.kind for change in planned(cast)] == ["unit", "unit-name"]


def test_a_refusal_stays_on_the_page(cast: Cast, client_for: SignIn, today: datetime.date) -> None:
    day = today + 10 * DAY
    unit = add_unit(organization_id=cast.organization.pk, name="推進室", starts_on=day, actor=cast.hr, now=NOW)
    move_person(person_id=cast.member.pk, unit_id=unit.pk, on=day, actor=cast.hr, now=NOW)

    answer = client_for(cast.hr).post(reverse("people:take_back_planned", args=["unit-new", unit.pk]))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_sort_that_is_none_or_a_row_of_others_does_not_exist(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)

    for kind, key in (("nonsense", cast.member.pk), ("unit", uuid.uuid4()), ("leaving", cast.stranger.pk)):
        assert client.get(reverse("people:take_back_planned", args=[kind, key])).status_code == 404


def test_the_list_comes_as_a_file(cast: Cast, client_for: SignIn, today: datetime.date) -> None:
    _plan(cast, "unit", today + 30 * DAY)

    lines = client_for(cast.hr).get(reverse("people:planned_csv")).getvalue().decode().splitlines()

    assert len(lines) == 2
    assert f"{today + 30 * DAY}" in lines[1]
    assert "営業部" in lines[1]


def test_units_of_a_coming_day_are_framed(cast: Cast, client_for: SignIn, today: datetime.date) -> None:
    client = client_for(cast.hr)

    assert "asof" in client.get(reverse("people:units"), {"on": today + DAY}).content.decode()
    assert "asof" not in client.get(reverse("people:units")).content.decode()
