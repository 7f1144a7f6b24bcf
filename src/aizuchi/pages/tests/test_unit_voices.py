from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast

from aizuchi.feedback.models import UnitResult
from aizuchi.feedback.operations.units import keep_unit_results
from aizuchi.feedback.tests.blocks import LATEST
from aizuchi.feedback.tests.test_units import hire_mentor
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def released(cast: Cast) -> Cast:
    for unit in (cast.control, cast.control, cast.mechanics, cast.mechanics, cast.sales):
        hire_mentor(unit)
    keep_unit_results(organization=cast.organization, quarter_on=LATEST)
    return cast


def read(client: Client, query: str = "") -> str:
    answer = client.get(f"/voices/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_groups_are_drawn_and_what_is_too_small_says_so(released: Cast, client_for: SignIn) -> None:
    page = read(client_for(released.hr))

    assert "「はい」「だいたい」が約60%、「半々」が20%、「あまり」「いいえ」が20%" in page
    assert "人数が少ないか、ひとりへの声がほとんどのため、表示していません" in page


def test_no_mentor_is_named(released: Cast, client_for: SignIn) -> None:
    page = read(client_for(released.hr))

    names = [person.full_name for person in Person.objects.filter(organization=released.organization)]
    assert not [name for name in names if name != released.hr.full_name and name in page]


def test_a_unit_can_be_looked_at_by_response(released: Cast, client_for: SignIn) -> None:
    page = read(client_for(released.hr), f"?unit={released.control.pk}")

    assert "制御ソフト課：期待する対応ごと" in page


@pytest.mark.parametrize("query", ["?quarter=never", "?unit=1", "?quarter=1999-01-04"])
def test_what_makes_no_sense_shows_the_usual(query: str, released: Cast, client_for: SignIn) -> None:
    assert "ミナモ精機：期待する対応ごと" in read(client_for(released.hr), query)


def test_before_the_first_quarter_is_over_there_is_nothing(cast: Cast, client_for: SignIn) -> None:
    assert not UnitResult.objects.exists()
    assert "最初の13週が、まだ終わっていません。" in read(client_for(cast.hr))
