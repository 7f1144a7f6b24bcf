from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from aizuchi.surveys.results.tallies import Tally
from aizuchi.surveys.results.telling import Hidden, UnitAnswers, add_up, tell_units

K = 10


def unit(name: str, parent: str | None, answered: int, **lines: int) -> UnitAnswers[str]:
    tallies = {key: Tally(people, {"1": people}) for key, people in lines.items()}
    return UnitAnswers(unit=name, parent=parent, asked=answered + 5, answered=answered, tallies=tallies)


def test_a_unit_says_what_all_below_it_said() -> None:
    told = tell_units(
        [unit("company", None, 2, mood=2), unit("a", "company", 12, mood=11), unit("b", "company", 10, mood=10)], k=K
    )

    assert told["company"].tallies == {"mood": Tally(23, {"1": 23})}
    assert (told["company"].asked, told["company"].answered) == (39, 24)


def test_what_is_hidden_is_not_there_and_says_why() -> None:
    units = [unit("company", None, 0), unit("a", "company", 12), unit("b", "company", 15), unit("c", "company", 3)]

    told = tell_units(units, k=K)

    assert {name: one.hidden for name, one in told.items()} == {
        "company": None,
        "a": Hidden.GIVES_AWAY,
        "b": None,
        "c": Hidden.FEW,
    }
    assert (told["c"].answered, told["c"].asked, told["c"].tallies) == (0, 0, {})


def test_a_question_that_few_were_asked_is_hidden_where_the_others_are_told() -> None:
    told = tell_units([unit("company", None, 30, mood=30, why=9)], k=K)

    assert set(told["company"].tallies) == {"mood"}


def test_a_line_is_hidden_by_itself_where_it_would_tell_of_a_neighbour() -> None:
    """Nine of c answered it, so that company less a and b would tell of them."""
    units = [
        unit("company", None, 0),
        unit("a", "company", 12, mood=12, why=12),
        unit("b", "company", 15, mood=15, why=15),
        unit("c", "company", 10, mood=10, why=9),
    ]

    told = tell_units(units, k=K)

    assert {name: set(one.tallies) for name, one in told.items()} == {
        "company": {"mood", "why"},
        "a": {"mood"},
        "b": {"mood", "why"},
        "c": {"mood"},
    }


@st.composite
def companies(draw: st.DrawFn) -> list[UnitAnswers[int]]:
    units: list[UnitAnswers[int]] = []
    for key in range(draw(st.integers(2, 9))):
        answered = draw(st.integers(0, 25))
        people = draw(st.integers(0, answered))
        tallies = {"q": Tally(people, {"1": people})} if people else {}
        parent = draw(st.integers(0, key - 1)) if key else None
        units.append(UnitAnswers(unit=key, parent=parent, answered=answered, tallies=tallies))
    return units


@given(companies(), st.integers(5, 12))
def test_taking_told_sums_from_told_sums_leaves_k_people_or_none(units: list[UnitAnswers[int]], k: int) -> None:
    told, totals = tell_units(units, k=k), add_up(units)
    shown = [unit for unit, found in told.items() if "q" in found.tallies]
    parents = {one.unit: one.parent for one in units}

    def lies_in(unit: int | None, above: int) -> bool:
        return unit is not None and (parents[unit] == above or lies_in(parents[unit], above))

    def people(unit: int) -> int:
        return totals[unit].tallies["q"].people

    for above in shown:
        inside = [unit for unit in shown if lies_in(unit, above)]
        for size in range(min(3, len(inside)) + 1):
            for taken in combinations(inside, size):
                if not any(lies_in(one, other) for one in taken for other in taken):
                    rest = people(above) - sum(map(people, taken))
                    assert rest == 0 or rest >= k
