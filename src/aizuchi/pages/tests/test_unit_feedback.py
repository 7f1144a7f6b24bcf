import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast
from tests.factories import UnitFactory

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
    answer = client.get(f"/unit-feedback/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_groups_are_drawn(released: Cast, client_for: SignIn) -> None:
    page = read(client_for(released.hr))

    assert "「はい」「だいたい」が約60%、「半々」が20%、「あまり」「いいえ」が20%" in page
    assert "<h1>答えのおよそ60%が" in page


def test_units_without_numbers_are_one_line_for_what_contains_them(released: Cast, client_for: SignIn) -> None:
    """Not the same reason once for each of fifty units."""
    for number in range(50):
        UnitFactory(parent=released.sales, code=f"S{number}", name=f"営業{number}課")
    UnitResult.objects.all().delete()
    keep_unit_results(organization=released.organization, quarter_on=LATEST)

    page = read(client_for(released.hr))

    folds = re.findall(r"<summary[^>]*>\s*(?:<svg.*?</svg>)?(.*?)\s*</summary>", page, re.DOTALL)
    hidden = UnitResult.objects.filter(response=None).exclude(hidden="").count()
    assert hidden > 50
    assert folds == [f"ミナモ精機のほかの部署{hidden}件は、この中に含めて見せています"]
    assert page.count("差し引き") == 1


def test_how_many_answered_is_a_band(released: Cast, client_for: SignIn) -> None:
    assert "4分の3より多い" in read(client_for(released.hr))


def test_no_mentor_is_named(released: Cast, client_for: SignIn) -> None:
    page = read(client_for(released.hr))

    names = [person.full_name for person in Person.objects.filter(organization=released.organization)]
    assert not [name for name in names if name != released.hr.full_name and name in page]


def test_responses_are_told_of_everybody_together_and_never_by_unit(released: Cast, client_for: SignIn) -> None:
    page = read(client_for(released.hr), f"?unit={released.control.pk}")

    assert "会社全体の数です" in page
    assert page.count("by-response") == 1
    assert not re.findall(r'href="[^"]*unit=', page)


@pytest.mark.parametrize("query", ["?quarter=never", "?quarter=1999-01-04"])
def test_what_makes_no_sense_shows_the_usual(query: str, released: Cast, client_for: SignIn) -> None:
    assert "ミナモ精機" in read(client_for(released.hr), query)


def test_before_the_first_quarter_is_over_there_is_nothing(cast: Cast, client_for: SignIn) -> None:
    assert not UnitResult.objects.exists()
    assert "最初の13週が、まだ終わっていません。" in read(client_for(cast.hr))
