import pytest

from aizuchi.surveys.tests.attacks import kept
from aizuchi.surveys.tests.attacks.worlds import Company, make_companies

MARGIN = 0.1
"""As in test_guessing."""


@pytest.fixture(scope="module")
def companies() -> list[Company]:
    return list(make_companies(14, seed=5))


@pytest.mark.parametrize("code", ["all", "some"])
def test_no_sum_of_few_comes_out_of_what_is_kept_of_any_question(companies: list[Company], code: str) -> None:
    found = kept.find_few_kept(companies, code)

    assert found.trials > 100
    assert found.hits == 0


def test_no_words_of_few_are_kept(companies: list[Company]) -> None:
    found = kept.find_few_texts(companies)

    assert found.trials > 20
    assert found.hits == 0


@pytest.mark.parametrize("code", ["all", "some"])
def test_what_somebody_answered_is_guessed_hardly_better_than_blindly(companies: list[Company], code: str) -> None:
    found = kept.guess(companies, code)

    assert found.trials > 250
    assert found.success < found.blind + MARGIN


def test_a_second_survey_of_a_part_helps_hardly(companies: list[Company]) -> None:
    found = kept.guess(companies, "all", overlapping=True)

    assert found.success < found.blind + MARGIN
