import pytest

from aizuchi.surveys.results.heat_map import Beside, draw_heat_map
from aizuchi.surveys.results.lines import list_lines
from aizuchi.surveys.results.tallies import Tallies, Tally
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.tests.definitions import question, survey

LINES = list(
    list_lines(
        survey(
            question("joy", theme="work"),
            question("sense", theme="work"),
            question("help", theme="people"),
            question("which", Kind.SINGLE, theme="people"),
            question("alone"),
        )
    )
)


def tallies(**favourable: tuple[int, int]) -> Tallies:
    return {key: Tally(people, {"5": good, "2": people - good}) for key, (good, people) in favourable.items()}


WHOLE = tallies(joy=(60, 100), sense=(40, 100), help=(50, 100), which=(0, 100), alone=(1, 100))


def test_a_theme_is_the_favourable_share_of_all_its_answers() -> None:
    drawn = draw_heat_map(LINES, WHOLE, {"a": tallies(joy=(30, 40), sense=(10, 40), help=(20, 40))})

    assert drawn.themes == ("work", "people")
    assert [cell.favourable.value for cell in drawn.whole] == [0.5, 0.5]
    assert [cell.favourable.value for cell in drawn.rows[0].cells if cell] == [0.5, 0.5]


def test_a_theme_is_told_only_where_all_its_lines_are() -> None:
    drawn = draw_heat_map(LINES, WHOLE, {"a": tallies(joy=(30, 40), help=(20, 40)), "b": {}})

    assert [[cell is not None for cell in row.cells] for row in drawn.rows] == [[False, True], [False, False]]
    assert drawn.looked_at == 1


def test_answers_of_the_same_people_count_for_no_more_than_their_people() -> None:
    """Wilson's of 20 of 40, not of 40 of 80."""
    drawn = draw_heat_map(LINES, WHOLE, {"a": tallies(joy=(30, 40), sense=(10, 40))})
    cell = drawn.rows[0].cells[0]

    assert cell is not None
    assert (cell.favourable.low, cell.favourable.high) == pytest.approx((0.351995269, 0.648004731), abs=1e-6)


@pytest.mark.parametrize(("good", "beside"), [(36, Beside.ABOVE), (6, Beside.BELOW), (22, Beside.ALIKE)])
def test_a_unit_stands_out_only_where_its_difference_from_all_others_is_not_chance(good: int, beside: Beside) -> None:
    drawn = draw_heat_map(LINES, WHOLE, {"a": tallies(help=(good, 40))})
    cell = drawn.rows[0].cells[1]

    assert cell is not None
    assert cell.beside == beside
    assert drawn.stands_out == (beside != Beside.ALIKE)


def test_the_only_unit_stands_beside_nobody() -> None:
    drawn = draw_heat_map(LINES, WHOLE, {"a": WHOLE})

    assert [cell.beside for cell in drawn.rows[0].cells if cell] == [Beside.ALIKE, Beside.ALIKE]


def test_units_stand_in_the_order_they_came() -> None:
    drawn = draw_heat_map(LINES, WHOLE, {"b": tallies(help=(1, 40)), "a": tallies(help=(39, 40))})

    assert [row.unit for row in drawn.rows] == ["b", "a"]
