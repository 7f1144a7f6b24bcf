"""Who left comes back by HR and administrators."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.operations import person_leaves
from aizuchi.people.queries import supervisor_of, units_of
from aizuchi.people.tests.test_admin import DAY, NOW, TODAY, SignIn


@pytest.fixture
def gone(cast: Cast) -> Person:
    person_leaves(person_id=cast.member.pk, left_on=TODAY - 9 * DAY, actor=cast.hr, now=NOW)
    return Person.objects.get(pk=cast.member.pk)


def come_back(client: Client, cast: Cast, person: Person, joined_on: datetime.date):
    told = {"joined_on": joined_on.isoformat(), "unit": cast.control.pk, "supervisor": cast.mentor.full_name}
    return client.post(reverse("people:change", args=[person.pk, "return"]), told)


def test_who_left_comes_back_to_a_unit_and_a_supervisor(cast: Cast, client_for: SignIn, gone: Person) -> None:
    client = client_for(cast.hr)
    assert "return/" in client.get(reverse("people:edit", args=[gone.pk])).content.decode()

    assert come_back(client, cast, gone, TODAY + DAY).status_code == 302

    gone.refresh_from_db()
    assert (gone.joined_on, gone.left_on) == (TODAY + DAY, None)
    assert [unit.unit_id for unit in units_of(gone, on=TODAY + DAY)] == [cast.control.pk]
    assert supervisor_of(gone.pk, on=TODAY + DAY) == cast.mentor.pk
    assert units_of(gone, on=TODAY) == []


@pytest.mark.database
@pytest.mark.parametrize("days", [-9, -30])
def test_nobody_comes_back_before_they_have_left(cast: Cast, client_for: SignIn, gone: Person, days: int) -> None:
    answer = come_back(client_for(cast.hr), cast, gone, TODAY + days * DAY)

    assert answer.status_code == 200
    assert 'value="' + (TODAY + days * DAY).isoformat() in answer.content.decode()
    gone.refresh_from_db()
    assert gone.left_on == TODAY - 9 * DAY


def test_who_is_here_has_no_way_back_and_no_empty_hands(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)

    assert "return/" not in client.get(reverse("people:edit", args=[cast.member.pk])).content.decode()
    assert come_back(client, cast, cast.member, TODAY).status_code == 200
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.manager.pk


def test_an_administrator_who_left_is_let_in_by_administrators(cast: Cast, client_for: SignIn) -> None:
    RoleGrant.objects.create(person=cast.peer, role="administrator", starts_on=TODAY - DAY, granted_by=cast.hr)
    Person.objects.filter(pk=cast.peer.pk).update(left_on=TODAY - DAY)

    assert "return/" not in client_for(cast.hr).get(reverse("people:edit", args=[cast.peer.pk])).content.decode()
    assert come_back(client_for(cast.hr), cast, cast.peer, TODAY).status_code == 403
    assert come_back(client_for(cast.administrator), cast, cast.peer, TODAY).status_code == 302


@pytest.mark.parametrize("part", ["unit", "supervisor", "work", "post", "leave"])
def test_what_is_posted_about_somebody_who_left_breaks_nothing(
    cast: Cast, client_for: SignIn, gone: Person, part: str
) -> None:
    told = {
        "unit": cast.control.pk,
        "supervisor": cast.mentor.full_name,
        "on": TODAY.isoformat(),
        "starts_on": TODAY.isoformat(),
        "kind": "permanent",
    }

    assert client_for(cast.hr).post(reverse("people:change", args=[gone.pk, part]), told).status_code in (200, 302)
