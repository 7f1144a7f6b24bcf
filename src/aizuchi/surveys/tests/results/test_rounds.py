import pytest

from aizuchi.surveys.reading.changes import Sureness
from aizuchi.surveys.results.lines import list_lines
from aizuchi.surveys.results.rounds import Round, compare_rounds, favourable_over_time, theme_over_time
from aizuchi.surveys.results.tallies import Tally
from aizuchi.surveys.structure import Definition, Kind
from aizuchi.surveys.tests.definitions import question, steps, survey

MOOD = survey(question("mood"))


def tally(favourable: int, people: int) -> Tally:
    return Tally(people, {"5": favourable, "1": people - favourable})


def ask(favourable: int, people: int, definition: Definition = MOOD) -> Round:
    lines = list(list_lines(definition))
    return Round(lines, {line.key: tally(favourable, people) for line in lines})


def test_a_change_is_the_difference_of_two_favourable_shares() -> None:
    """The bounds are those of statsmodels, as in test_intervals."""
    found = compare_rounds([ask(130, 219), ask(180, 235)])["mood"]

    assert (found.change.low, found.change.high) == pytest.approx((0.086697878, 0.255000063), abs=1e-6)
    assert found.sureness == Sureness.QUITE_SURE


def test_what_went_the_other_way_before_is_no_more_than_probable() -> None:
    assert compare_rounds([ask(200, 220), ask(130, 219), ask(180, 235)])["mood"].sureness == Sureness.PROBABLY


def test_the_first_time_nothing_has_changed() -> None:
    assert compare_rounds([ask(8, 10)]) == {}
    assert compare_rounds([]) == {}


@pytest.mark.parametrize(
    "before",
    [
        survey(question("other")),
        survey(question("mood", Kind.ZERO_TO_TEN)),
        survey(question("mood", choices=steps("1", "2", "3", "4"))),
        survey(question("mood", is_reversed=True)),
    ],
)
def test_what_was_asked_in_another_way_is_not_compared(before: Definition) -> None:
    assert compare_rounds([ask(5, 10, before), ask(8, 10)]) == {}


def test_what_may_not_be_told_of_one_of_two_rounds_is_not_compared() -> None:
    hidden = Round(list(list_lines(MOOD)), {})

    assert compare_rounds([hidden, ask(8, 10)]) == {}
    assert compare_rounds([ask(8, 10), hidden]) == {}


def test_over_time_a_round_without_it_is_a_gap() -> None:
    (line,) = list_lines(MOOD)

    found = favourable_over_time(line, [ask(5, 10), ask(5, 10, survey(question("other"))), ask(8, 10)])

    assert [one.value if one else None for one in found] == [0.5, None, 0.8]


def test_a_theme_is_compared_where_all_of_its_questions_were_asked() -> None:
    both = survey(question("mood", theme="growth"), question("pace", theme="growth"))
    rounds = [ask(8, 10, survey(question("mood", theme="growth"))), ask(5, 10, both), ask(9, 10, both)]

    shares = theme_over_time(rounds[-1].lines, rounds)

    assert [one and one.value for one in shares] == [None, 0.5, 0.9]
