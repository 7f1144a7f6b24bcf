"""Two requests at once: what the second one changed after the first had read the row is not lost."""

import datetime
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people import operations
from aizuchi.people.models import Person, Unit
from aizuchi.people.queries import supervisor_of
from aizuchi.people.views.admin import context, person, units

pytestmark = pytest.mark.database

DAY = datetime.timedelta(days=1)


def in_between(view: Any, change: Callable[[], object]) -> Any:
    """The change happens after the view has read its row and before it asks for its own change."""

    def access_admin(request: Any) -> Any:
        change()
        return context.access_admin(request)

    return mock.patch.object(view, "access_admin", access_admin)


def test_everything_goes_on_although_the_last_day_was_another_one_meanwhile(
    client_for: Callable[[Person], Client], cast: Cast, today: datetime.date
) -> None:
    who_and_when: dict[str, Any] = {"actor": cast.hr, "now": timezone.now()}
    client = client_for(cast.hr)
    operations.person_leaves(person_id=cast.member.pk, left_on=today + 10 * DAY, **who_and_when)

    with in_between(
        person,
        lambda: operations.person_leaves(person_id=cast.member.pk, left_on=today + 40 * DAY, **who_and_when),
    ):
        client.post(f"/people/manage/{cast.member.pk}/stay/")

    assert supervisor_of(cast.member.pk, on=today + 60 * DAY) == cast.manager.pk


def test_every_change_of_a_unit_counts(client: Client, cast: Cast, today: datetime.date) -> None:
    """Whoever opened the form before both is told."""
    who_and_when: dict[str, Any] = {"actor": cast.hr, "now": timezone.now()}
    client.force_login(cast.hr)
    unit = operations.add_unit(
        organization_id=cast.organization.pk, name="準備室", starts_on=today - DAY, **who_and_when
    )

    with in_between(
        units,
        lambda: operations.rename_unit(
            unit_id=unit.pk, name="支度部屋", name_en="", version=unit.version, **who_and_when
        ),
    ):
        client.post(f"/people/manage/units/{unit.pk}/close/", {"until_on": today.isoformat()})

    assert Unit.objects.get(pk=unit.pk).version == unit.version + 2
