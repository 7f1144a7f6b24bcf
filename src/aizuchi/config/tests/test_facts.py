"""What the frame asks of whoever looks is one statement, and always the truth of this moment."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.policies import roles_of
from aizuchi.ui.facts import Fact, count_rows, read_facts
from aizuchi.ui.navigation import FrameFacts, Tab, list_asked

pytestmark = [pytest.mark.django_db, pytest.mark.database]
COLLEAGUES = Fact(lambda asking: count_rows(Person.objects.visible_to(asking.viewer)))
IS_HR = Fact(lambda asking: Exists(RoleGrant.objects.on(asking.today).filter(person=asking.viewer, role="hr")))


def ask(person: Person | AnonymousUser, *facts: Fact) -> list[object]:
    request = RequestFactory().get("/")
    request.user = person
    known = read_facts(request, facts)
    return [known[fact] for fact in facts]


def test_facts_are_of_whoever_asks(cast: Cast) -> None:
    colleagues = Person.objects.visible_to(cast.member).count()
    assert ask(cast.member, COLLEAGUES, IS_HR) == [colleagues, False]
    assert ask(cast.hr, COLLEAGUES, IS_HR) == [colleagues, True]
    assert ask(cast.stranger, COLLEAGUES, IS_HR) == [Person.objects.visible_to(cast.stranger).count(), False]


def test_one_statement_for_all_and_none_for_what_is_known(cast: Cast, django_assert_num_queries: Callable) -> None:
    request = RequestFactory().get("/")
    request.user = cast.member
    with django_assert_num_queries(1):
        read_facts(request, [COLLEAGUES, IS_HR])
        read_facts(request, [IS_HR])


def test_the_frame_costs_three_queries(
    cast: Cast, client_for: Callable[[Person], Client], django_assert_num_queries: Callable
) -> None:
    """The session with its person, what the frame asks, and the pairs."""
    client = client_for(cast.member)
    page = reverse("notes:search")
    client.get(page)
    with django_assert_num_queries(3):
        client.get(page)


def test_a_role_taken_away_closes_its_doors_at_once(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    client, door = client_for(cast.hr), reverse("people:manage")
    assert door in client.get(reverse("home")).content.decode()
    RoleGrant.objects.filter(person=cast.hr).delete()
    assert door not in client.get(reverse("home")).content.decode()


def test_the_roles_of_the_frame_are_those_of_the_policies(cast: Cast) -> None:
    asked = list_asked(gather(Tab), gather(FrameFacts))
    for person in (cast.hr, cast.administrator, cast.member):
        assert sum(value is True for value in ask(person, *asked)) >= len(roles_of(person, on=timezone.localdate()))
