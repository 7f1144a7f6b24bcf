"""Units as HR and administrators look after them."""

import datetime

import pytest
from django.urls import reverse
from tests.cast import Cast

from aizuchi.people.models import Unit
from aizuchi.people.queries import heads_of, tree_of
from aizuchi.people.tests.test_admin import DAY, TODAY, SignIn


@pytest.mark.database
def test_units_are_added_renamed_moved_headed_and_closed(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)

    client.post(reverse("people:add_unit"), {"name": "品質課", "parent": cast.sales.pk, "on": TODAY})
    unit = Unit.objects.get(name="品質課")
    address = [reverse("people:change_unit", args=[unit.pk, part]) for part in ("name", "place", "head", "close")]
    assert client.get(reverse("people:unit", args=[unit.pk])).status_code == 200
    client.post(address[0], {"name": "品質部", "name_en": "Quality", "version": 1})
    client.post(address[1], {"parent": cast.company.pk, "on": TODAY})
    client.post(address[2], {"person": cast.peer.employee_number, "on": TODAY})

    unit.refresh_from_db()
    assert (unit.name, unit.code) == ("品質部", "U001")
    assert tree_of(cast.organization, on=TODAY).by_id[unit.pk].parent_id == cast.company.pk
    assert heads_of(unit.pk, on=TODAY) == [cast.peer.pk]

    refused = client.post(address[3], {"until_on": TODAY + DAY})
    assert refused.context["close_form"].errors
    client.post(reverse("people:end_head", args=[unit.pk, cast.peer.pk]))
    membership = cast.peer.memberships.get(unit=unit, until_on=None)
    client.post(reverse("people:end_post", args=[membership.pk]), {"until_on": TODAY})
    client.post(address[3], {"until_on": TODAY + DAY})
    unit.refresh_from_db()
    assert unit.until_on == TODAY + DAY


def test_a_stale_unit_form_keeps_what_was_typed(cast: Cast, client_for: SignIn) -> None:
    client, address = client_for(cast.hr), reverse("people:change_unit", args=[cast.sales.pk, "name"])
    client.post(address, {"name": "営業本部", "version": 1})

    response = client.post(address, {"name": "販売部", "version": 1})

    assert "販売部" in response.content.decode()
    cast.sales.refresh_from_db()
    assert cast.sales.name == "営業本部"


def test_the_tree_is_shown_for_any_day(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    client.post(
        reverse("people:change_unit", args=[cast.mechanics.pk, "place"]), {"parent": cast.sales.pk, "on": TODAY}
    )

    def depths(day: datetime.date) -> dict[str, int]:
        nodes = client.get(reverse("people:units"), {"on": day.isoformat()}).context["nodes"]
        return {node.code: node.depth for node in nodes}

    assert depths(TODAY - DAY)["CTRL"] == 2
    assert list(depths(TODAY))[-1] == "MECH"
    assert client.get(reverse("people:units"), {"on": "tomorrow"}).status_code == 200
