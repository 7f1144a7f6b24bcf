import contextlib
import datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.thorough import examples

from aizuchi.people.models import Membership, Organization, Person, UnitPlacement
from aizuchi.people.operations import (
    AlreadyMember,
    MainUnitMayNotEnd,
    ReportingCircle,
    UnitCircle,
    UnitDoesNotStand,
    UnitExists,
    UnitIsNotEmpty,
    add_membership,
    add_unit,
    change_supervisor,
    close_unit,
    end_membership,
    move_person,
    move_unit,
    set_head,
)
from aizuchi.people.queries import (
    cards_of,
    chain_of_command,
    heads_of,
    main_unit_label,
    people_in_unit,
    tree_of,
    units_headed_by,
    units_of,
)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)


def test_a_person_moves_and_the_past_stays(cast: Cast) -> None:
    move_person(person_id=cast.manager.pk, unit_id=cast.sales.pk, on=TODAY, actor=cast.hr, now=NOW)

    assert heads_of(cast.control.pk, on=TODAY - DAY) == [cast.manager.pk]
    assert heads_of(cast.control.pk, on=TODAY) == []
    assert main_unit_label(cast.manager, on=TODAY) == "営業部"


def test_a_second_unit_becomes_the_main_one(cast: Cast) -> None:
    add_membership(person_id=cast.member.pk, unit_id=cast.sales.pk, starts_on=TODAY - DAY, actor=cast.hr, now=NOW)

    move_person(person_id=cast.member.pk, unit_id=cast.sales.pk, on=TODAY, actor=cast.hr, now=NOW)

    assert [unit.is_main for unit in units_of(cast.member, on=TODAY)] == [True]
    assert len(units_of(cast.member, on=TODAY - DAY)) == 2


@pytest.mark.database
def test_nobody_is_in_one_unit_twice(cast: Cast) -> None:
    with pytest.raises(AlreadyMember):
        add_membership(person_id=cast.member.pk, unit_id=cast.control.pk, starts_on=TODAY, actor=cast.hr, now=NOW)
    with pytest.raises(IntegrityError, match="one_membership_per_unit"), transaction.atomic():
        Membership.objects.create(
            person=cast.member, unit=cast.control, is_main=False, starts_on=TODAY, until_on=TODAY + DAY
        )
    with pytest.raises(IntegrityError, match="one_main_unit_at_a_time"), transaction.atomic():
        Membership.objects.create(person=cast.member, unit=cast.sales, starts_on=TODAY, until_on=TODAY + DAY)


def test_the_main_unit_does_not_just_end(cast: Cast) -> None:
    with pytest.raises(MainUnitMayNotEnd):
        end_membership(membership_id=cast.member.memberships.get().pk, until_on=TODAY, actor=cast.hr, now=NOW)


@pytest.mark.database
def test_a_head_from_elsewhere_keeps_their_main_unit(cast: Cast) -> None:
    set_head(unit_id=cast.sales.pk, person_id=cast.manager.pk, on=TODAY, actor=cast.hr, now=NOW)

    assert set(units_headed_by(cast.manager.pk, on=TODAY)) == {cast.control.pk, cast.sales.pk}
    assert main_unit_label(cast.manager, on=TODAY) == "制御ソフト課"


def test_heading_a_unit_begins_and_ends_on_its_days(cast: Cast) -> None:
    set_head(unit_id=cast.control.pk, person_id=cast.peer.pk, on=TODAY - 5 * DAY, actor=cast.hr, now=NOW)
    set_head(unit_id=cast.control.pk, person_id=cast.peer.pk, on=TODAY, is_head=False, actor=cast.hr, now=NOW)

    found = [cast.peer.pk in heads_of(cast.control.pk, on=TODAY + days * DAY) for days in (-6, -5, -1, 0)]
    assert found == [False, True, True, False]


def test_the_tree_counts_people_and_names_heads_in_few_queries(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(6):  # type: ignore[operator]
        tree = tree_of(cast.organization, on=TODAY)

    root = tree.by_id[cast.company.pk]
    assert (root.people_count, root.total_count) == (1, 8)
    assert tree.by_id[cast.development.pk].total_count == 4
    assert [head.full_name for head in tree.by_id[cast.control.pk].heads] == ["森川 拓海"]
    assert [node.depth for node in tree.path_of(cast.control.pk)] == [0, 1, 2]


@pytest.mark.database
def test_a_unit_is_moved_with_everything_below(cast: Cast) -> None:
    move_unit(unit_id=cast.development.pk, parent_id=cast.sales.pk, on=TODAY, actor=cast.hr, now=NOW)

    assert cast.member.pk in people_in_unit(cast.sales, on=TODAY)
    assert cast.member.pk not in people_in_unit(cast.sales, on=TODAY - DAY)
    assert cast.member.pk not in people_in_unit(cast.sales, on=TODAY, with_descendants=False)


@pytest.mark.parametrize("below", ["development", "control"])
def test_a_unit_does_not_hang_below_itself(cast: Cast, below: str) -> None:
    with pytest.raises(UnitCircle):
        move_unit(unit_id=cast.development.pk, parent_id=getattr(cast, below).pk, on=TODAY, actor=cast.hr, now=NOW)

    assert tree_of(cast.organization, on=TODAY).by_id[cast.development.pk].parent_id == cast.company.pk


def test_a_unit_with_people_or_units_is_not_closed(cast: Cast) -> None:
    with pytest.raises(UnitIsNotEmpty) as refused:
        close_unit(unit_id=cast.development.pk, until_on=TODAY, actor=cast.hr, now=NOW)

    assert (refused.value.people, refused.value.units) == (0, 2)


def test_a_closed_unit_is_there_in_the_past_only(cast: Cast) -> None:
    unit = add_unit(
        organization_id=cast.organization.pk, name="企画課", starts_on=TODAY - 9 * DAY, actor=cast.hr, now=NOW
    )
    close_unit(unit_id=unit.pk, until_on=TODAY, actor=cast.hr, now=NOW)

    assert unit.pk in tree_of(cast.organization, on=TODAY - DAY).by_id
    assert unit.pk not in tree_of(cast.organization, on=TODAY).by_id
    with pytest.raises(UnitDoesNotStand):
        move_person(person_id=cast.member.pk, unit_id=unit.pk, on=TODAY, actor=cast.hr, now=NOW)


def test_a_code_belongs_to_one_unit(cast: Cast) -> None:
    with pytest.raises(UnitExists):
        add_unit(organization_id=cast.organization.pk, name="別", code="DEV", starts_on=TODAY, actor=cast.hr, now=NOW)


def test_units_of_others_do_not_exist(cast: Cast) -> None:
    elsewhere = cast.stranger.memberships.get().unit

    with pytest.raises(Http404):
        move_person(person_id=cast.member.pk, unit_id=elsewhere.pk, on=TODAY, actor=cast.hr, now=NOW)
    with pytest.raises(Http404):
        move_unit(unit_id=cast.sales.pk, parent_id=elsewhere.pk, on=TODAY, actor=cast.hr, now=NOW)
    with pytest.raises(Http404):
        close_unit(unit_id=elsewhere.pk, until_on=TODAY, actor=cast.hr, now=NOW)


def test_cards_of_many_people_cost_three_queries(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        cards = cards_of([person.pk for person in cast.everybody], on=TODAY)

    assert [card.full_name for card in cards.values()] == [person.full_name for person in cast.everybody]
    assert cards[cast.member.pk].unit == "制御ソフト課"


STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-20, 20)), max_size=14)


@pytest.mark.database
@settings(deadline=None, max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
@pytest.mark.django_db
def test_however_units_are_moved_the_tree_stays_a_tree_on_every_day(steps: list[tuple[int, int, int]]) -> None:
    organization = Organization.objects.create(name="会社", created_at=NOW)
    start = TODAY - 100 * DAY
    units = [
        add_unit(organization_id=organization.pk, name=f"{number}", starts_on=start, actor=None, now=NOW)
        for number in range(6)
    ]

    for unit, parent, day in steps:
        with contextlib.suppress(UnitCircle):
            move_unit(unit_id=units[unit].pk, parent_id=units[parent].pk, on=TODAY + day * DAY, actor=None, now=NOW)

    for day in {-21, *(day for _, _, day in steps)}:
        tree = tree_of(organization, on=TODAY + day * DAY)
        assert len(list(tree.walk())) == 6
    assert _overlaps(list(UnitPlacement.objects.filter(unit__organization=organization)), "unit_id") == []


@settings(deadline=None, max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
@pytest.mark.django_db
def test_however_supervisors_change_nobody_is_above_themselves_on_any_day(steps: list[tuple[int, int, int]]) -> None:
    organization = Organization.objects.create(name="会社", created_at=NOW)
    people = [
        Person.objects.create(organization=organization, family_name=f"{n}", given_name="", created_at=NOW)
        for n in range(6)
    ]

    for person, supervisor, day in steps:
        above = people[supervisor] if person != supervisor else None
        with contextlib.suppress(ReportingCircle):
            change_supervisor(
                person_id=people[person].pk,
                supervisor_id=above.pk if above else None,
                on=TODAY + day * DAY,
                actor=None,
                now=NOW,
            )

    for day in {-21, *(day for _, _, day in steps)}:
        for person in people:
            assert person.pk not in chain_of_command(person.pk, on=TODAY + day * DAY)


def _overlaps(rows: list[UnitPlacement], key: str) -> list[tuple[object, object]]:
    held = [row for row in rows if row.until_on is None or row.until_on > row.starts_on]
    return [
        (one.pk, other.pk)
        for one in held
        for other in held
        if one.pk < other.pk
        and getattr(one, key) == getattr(other, key)
        and (one.until_on is None or other.starts_on < one.until_on)
        and (other.until_on is None or one.starts_on < other.until_on)
    ]
