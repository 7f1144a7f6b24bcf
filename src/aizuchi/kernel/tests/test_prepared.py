import datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from tests.cast import Cast

from aizuchi.actions.models import ActionItem
from aizuchi.kernel.prepared import NotPreparable, prepared
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Membership, Person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
A_DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 12, 1)


def test_each_viewer_gets_their_own_rows(cast: Cast) -> None:
    pairs_of = prepared(lambda viewer, on: Pair.objects.visible_to(viewer).on(on).select_related("mentee", "mentor"))
    for _ in range(2):
        for person in Person.objects.all():
            expected = list(Pair.objects.visible_to(person).on(TODAY))
            assert set(pairs_of(viewer=person, on=TODAY)) == set(expected)


def test_one_row_that_many_bring_along_is_one_object_until_it_is_asked_again(cast: Cast) -> None:
    memberships_of = prepared(
        lambda viewer: Membership.objects.filter(person__organization=viewer.organization_id).select_related(
            "person__organization", "unit__organization"
        )
    )
    found = memberships_of(viewer=cast.member)

    for name in ("person", "unit"):
        brought = [getattr(one, name) for one in found]
        assert [one.pk for one in brought] == [getattr(one, f"{name}_id") for one in found]
        assert len({id(one) for one in brought}) == len({one.pk for one in brought})
    assert len({id(one.person.organization) for one in found}) == 1 < len(found)
    again = memberships_of(viewer=cast.member)
    assert not {id(one.person) for one in found} & {id(one.person) for one in again}


def test_the_statement_is_put_together_once(cast: Cast) -> None:
    built = []

    def build(viewer: Person) -> QuerySet[Any, Any]:
        built.append(viewer)
        return Person.objects.visible_to(viewer).values_list("pk", "organization__name")

    colleagues = prepared(build)
    first = colleagues(viewer=cast.member)
    assert sorted(first) == sorted(Person.objects.visible_to(cast.member).values_list("pk", "organization__name"))
    colleagues(viewer=cast.manager)
    assert len(built) == 2
    assert not {cast.member, cast.manager} & set(built)


def test_rows_are_read_anew_each_time(cast: Cast) -> None:
    main = prepared(lambda viewer, on: Membership.objects.on(on).filter(person=viewer))
    assert main(viewer=cast.member, on=TODAY)
    Membership.objects.filter(person=cast.member).delete()
    assert not main(viewer=cast.member, on=TODAY)


def test_a_fixed_time_before_a_moment_and_after_a_day_is_understood(cast: Cast) -> None:
    lately = prepared(
        lambda now, until: ActionItem.objects.filter(created_at__gte=now - A_DAY, due_on__lte=until + 3 * A_DAY)
    )
    now = timezone.now()
    given = lately(now=now, until=TODAY)
    assert given == list(ActionItem.objects.filter(created_at__gte=now - A_DAY, due_on__lte=TODAY + 3 * A_DAY))


@pytest.mark.parametrize(
    "build",
    [
        lambda viewer, on: Membership.objects.on(on.replace(day=1)).filter(person=viewer),
        lambda viewer, on: Membership.objects.on(on)[: on.year],
    ],
    ids=["computed", "asked"],
)
def test_whoever_does_anything_else_with_a_value_is_refused(cast: Cast, build: Any) -> None:
    with pytest.raises(NotPreparable):
        prepared(build)(viewer=cast.member, on=TODAY)
