import itertools
from collections import Counter
from collections.abc import Hashable, Iterable

from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.disclosure_control import (
    CountedPart,
    CountedUnit,
    choose_parts,
    choose_parts_by_people,
    choose_shown,
    choose_shown_by_people,
)


@st.composite
def trees(draw: st.DrawFn) -> list[CountedUnit]:
    nodes: list[CountedUnit] = [CountedUnit(0, None)]
    for key in range(1, draw(st.integers(2, 12))):
        answers = draw(st.dictionaries(st.integers(0, 30), st.integers(1, 9), max_size=4))
        people = draw(st.integers(len(answers), 8)) if answers else 0
        nodes.append(CountedUnit(key, draw(st.integers(0, key - 1)), people, answers))
    return nodes


def add_up(nodes: list[CountedUnit], keys: set[Hashable]) -> tuple[int, Counter[Hashable]]:
    answers: Counter[Hashable] = Counter()
    for node in nodes:
        if node.key in keys:
            answers.update(node.answers)
    return sum(node.people for node in nodes if node.key in keys), answers


def subtree(nodes: list[CountedUnit], top: Hashable) -> set[Hashable]:
    keys = {top}
    for node in nodes:  # parents come before their children
        if node.parent in keys:
            keys.add(node.key)
    return keys


@given(trees(), st.integers(2, 5))
def test_nothing_small_comes_out_by_taking_any_shown_sums_from_another(nodes: list[CountedUnit], k: int) -> None:
    shown = choose_shown(nodes, k=k)

    for top in shown:
        inside = [key for key in shown if key != top and key in subtree(nodes, top)]
        for size in range(min(len(inside), 3) + 1):
            for taken in itertools.combinations(inside, size):
                rest = subtree(nodes, top).difference(*(subtree(nodes, key) for key in taken))
                people, answers = add_up(nodes, rest)
                if people or answers:
                    assert people >= k
                    assert len(answers) >= 2
                    assert max(answers.values()) <= 0.7 * sum(answers.values())


def test_one_hidden_unit_takes_its_smallest_neighbour_with_it() -> None:
    def unit(name: str, people: int) -> CountedUnit:
        return CountedUnit(name, "company", people, {f"{name}1": people, f"{name}2": people})

    shown = choose_shown([CountedUnit("company", None), unit("a", 2), unit("b", 9), unit("c", 6)], k=5)

    assert shown == {"company", "b"}


def test_a_unit_of_one_mentor_is_not_shown_however_many_answer() -> None:
    shown = choose_shown([CountedUnit("company", None), CountedUnit("a", "company", 20, {"morikawa": 20})], k=5)

    assert shown == frozenset()


def test_a_unit_where_one_mentor_has_nearly_all_answers_is_not_shown() -> None:
    assert choose_shown([CountedUnit("a", None, 20, {"morikawa": 71, "segawa": 29})], k=5) == frozenset()
    assert choose_shown([CountedUnit("a", None, 20, {"morikawa": 70, "segawa": 30})], k=5) == {"a"}


Parts = dict[str, CountedPart]


@st.composite
def wholes(draw: st.DrawFn) -> Parts:
    """Responses of a unit, each with whom it is about."""
    parts: Parts = {}
    for name in "abcde"[: draw(st.integers(1, 5))]:
        answers = draw(st.dictionaries(st.integers(0, 4), st.integers(1, 9), max_size=4))
        people = draw(st.frozensets(st.integers(0, 12), min_size=len(answers), max_size=9)) if answers else frozenset()
        parts[name] = CountedPart(people, answers)
    return parts


def told_alone(parts: Parts, k: int) -> set[str]:
    """Those that pass by themselves: what was shown before they were looked at together."""
    return {name for name, part in parts.items() if is_fine([part], k)}


def is_fine(parts: list[CountedPart], k: int) -> bool:
    answers: Counter[int] = Counter()
    for part in parts:
        answers.update(part.answers)
    people = frozenset().union(*(part.people for part in parts))
    return len(people) >= k and len(answers) >= 2 and max(answers.values()) <= 0.7 * answers.total()


def gives_away(parts: Parts, shown: Iterable[Hashable], k: int) -> bool:
    rest = [part for name, part in parts.items() if name not in set(shown) and part.answers]
    return bool(rest) and not is_fine(rest, k)


@given(wholes(), st.integers(2, 5))
def test_the_whole_less_all_that_is_shown_of_it_is_large_enough(parts: Parts, k: int) -> None:
    shown = choose_parts(parts, told_alone(parts, k), k=k)

    assert shown <= told_alone(parts, k)
    assert not shown or not gives_away(parts, shown, k)


def test_a_response_that_one_mentor_has_alone_takes_another_with_it() -> None:
    """By itself each would be shown, and the whole less both is that mentor's."""
    two, everybody = {"m1": 6, "m2": 6}, frozenset(range(8))
    parts = {
        "listen": CountedPart(everybody, two),
        "advice": CountedPart(everybody, {"m1": 4, "m2": 5}),
        "alone": CountedPart(everybody, {"m3": 5}),
    }

    assert gives_away(parts, told_alone(parts, 5), 5)
    assert choose_parts(parts, told_alone(parts, 5), k=5) == {"listen"}


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[CountedUnit], list[CountedUnit]]:
    """Two questions, asked of the same units."""
    parents = [None, *(draw(st.integers(0, key - 1)) for key in range(1, draw(st.integers(2, 12))))]
    counts = st.lists(st.integers(0, 9), min_size=len(parents), max_size=len(parents))
    first, second = (
        [CountedUnit(key, parent, people) for (key, parent), people in zip(enumerate(parents), drawn, strict=True)]
        for drawn in (draw(counts), draw(counts))
    )
    return first, second


@given(asked(), st.integers(2, 5))
def test_where_people_alone_count_no_difference_of_shown_sums_is_of_few(
    questions: tuple[list[CountedUnit], list[CountedUnit]], k: int
) -> None:
    """Also where only those are shown that are shown for another question too."""
    first, second = (choose_shown_by_people(nodes, k=k) for nodes in questions)

    for nodes, shown in zip(questions, (first, first & second), strict=False):
        for top in shown:
            inside = [key for key in shown if key != top and key in subtree(nodes, top)]
            for size in range(min(len(inside), 3) + 1):
                for taken in itertools.combinations(inside, size):
                    rest = subtree(nodes, top).difference(*(subtree(nodes, key) for key in taken))
                    people, _ = add_up(nodes, rest)
                    assert people == 0 or people >= k


def test_where_people_alone_count_enough_of_them_are_enough() -> None:
    nodes = [CountedUnit("company", None), CountedUnit("a", "company", 10), CountedUnit("b", "company", 10)]

    assert choose_shown_by_people(nodes, k=10) == {"company", "a", "b"}
    assert choose_shown_by_people([*nodes, CountedUnit("c", "company", 9)], k=10) == {"company", "b"}


def test_one_hidden_part_takes_the_smallest_with_it() -> None:
    assert choose_parts_by_people({"a": 12, "b": 10, "c": 3}, {"a", "b"}, k=10) == {"a"}
    assert choose_parts_by_people({"a": 12, "b": 10, "c": 0}, {"a", "b"}, k=10) == {"a", "b"}
    assert choose_parts_by_people({"a": 12, "b": 4, "c": 6}, {"a"}, k=10) == {"a"}
