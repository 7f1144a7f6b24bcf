import pytest
from tests.thorough import THOROUGH

from aizuchi.surveys.tests.attacks import guessing
from aizuchi.surveys.tests.attacks.worlds import Company, make_companies

# Half of what docs/anonymity.md tells figures of; all of it with AIZUCHI_THOROUGH=1.
SHARE = 1 if THOROUGH else 0.5
# A guess about a three-band answer that is better than chance by this much has learnt something of one person.
MARGIN = 0.1


@pytest.fixture(scope="module")
def companies() -> list[Company]:
    return list(make_companies(round(40 * SHARE), seed=1))


def test_the_attack_works_where_there_is_no_rule(companies: list[Company]) -> None:
    """So that the others mean something."""
    found = guessing.subtract(companies, guessing.tell_all, few=3)

    assert found.success > found.blind + 2 * MARGIN


def test_what_is_told_by_itself_from_ten_on_gives_few_away(companies: list[Company]) -> None:
    assert guessing.find_few(companies, guessing.tell_from_ten_on).hits > 20 * SHARE


@pytest.mark.parametrize("by_tenure", [False, True])
def test_no_sum_of_few_comes_out(companies: list[Company], by_tenure: bool) -> None:
    publish = guessing.tell_sums_as_we_do if by_tenure else guessing.tell_as_we_do
    found = guessing.find_few(companies[: round(10 * SHARE)] if by_tenure else companies, publish, by_tenure=by_tenure)

    assert found.trials > 100
    assert found.hits == 0


def test_who_works_in_a_small_unit_is_guessed_hardly_better_than_blindly(companies: list[Company]) -> None:
    found = guessing.subtract(companies, guessing.tell_as_we_do)

    assert found.trials > 500 * SHARE
    assert found.success < found.blind + MARGIN


def test_a_colluding_colleague_helps_hardly(companies: list[Company]) -> None:
    found = guessing.subtract(companies, guessing.tell_as_we_do, colluders=1)

    assert found.success < found.blind + MARGIN


def test_a_second_attribute_helps_hardly(companies: list[Company]) -> None:
    found = guessing.subtract(companies[: round(10 * SHARE)], guessing.tell_sums_as_we_do, by_tenure=True)

    assert found.success < found.blind + MARGIN


def test_units_told_apart_by_one_attribute_help_hardly() -> None:
    """Of thrice as large companies: in smaller ones nobody is told apart."""
    found = guessing.subtract(make_companies(8, seed=4, scale=3), guessing.tell_as_we_do, within=True, few=30)

    assert found.trials > 200
    assert found.success < found.blind + MARGIN


def test_where_everybody_says_the_same_again_a_newcomer_is_found() -> None:
    """It is not covered, and docs/anonymity.md says so: nobody's answers are all the same half a year later."""
    found = guessing.watch_a_newcomer(make_companies(30, seed=2), stays=1.0, seed=3)

    assert found.success > found.blind + 2 * MARGIN


def test_between_two_surveys_a_newcomer_is_guessed_little_better_than_blindly() -> None:
    found = guessing.watch_a_newcomer(make_companies(round(60 * SHARE), seed=2), stays=0.6, seed=3)

    assert found.trials > 40 * SHARE
    assert found.success < found.blind + 2 * MARGIN
