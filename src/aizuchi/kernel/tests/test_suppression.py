import itertools
from collections import Counter
from collections.abc import Hashable, Iterable

from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.disclosure_control import CountedPart, CountedUnit, choose_parts, choose_shown


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
