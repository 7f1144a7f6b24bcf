from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from aizuchi.surveys.results.tallies import Tally
from aizuchi.surveys.results.telling import GroupAnswers, Hidden, tell_groups

K = 10
FLAT = {"company": ["company", "a", "b", "c"], "a": ["a"], "b": ["b"], "c": ["c"]}


def group(answered: int, **lines: int) -> GroupAnswers:
    tallies = {key: Tally(people, {"1": people}) for key, people in lines.items()}
    return GroupAnswers(asked=answered + 5, answered=answered, tallies=tallies)


def test_a_unit_says_what_all_in_it_said() -> None:
    smallest = {"company": group(2, mood=2), "a": group(12, mood=11), "b": group(10, mood=10)}

    told = tell_groups(smallest, FLAT, k=K)

    assert told["company"] == GroupAnswers(asked=39, answered=24, tallies={"mood": Tally(23, {"1": 23})})


def test_what_is_hidden_is_not_there_and_says_why() -> None:
    told = tell_groups({"a": group(12), "b": group(15), "c": group(3)}, FLAT, k=K)

    assert {name: one.hidden for name, one in told.items()} == {
        "company": None,
        "a": Hidden.GIVES_AWAY,
        "b": None,
        "c": Hidden.FEW,
    }
    assert (told["c"].answered, told["c"].asked, told["c"].tallies) == (0, 8, {})


def test_answers_that_may_be_of_the_same_people_are_a_reason_of_their_own() -> None:
    """Seven were asked and answered, three of them perhaps twice."""
    found = GroupAnswers(asked=7, answered=4, unproven=3)

    assert tell_groups({"a": found}, {"a": ["a"]}, k=5)["a"].hidden == Hidden.UNPROVEN
    assert tell_groups({"a": replace(found, unproven=0)}, {"a": ["a"]}, k=5)["a"].hidden == Hidden.FEW


def test_a_question_that_few_were_asked_is_hidden_where_the_others_are_told() -> None:
    told = tell_groups({"company": group(30, mood=30, why=9)}, FLAT, k=K)

    assert set(told["company"].tallies) == {"mood"}


def test_a_line_is_hidden_by_itself_where_it_would_tell_of_a_neighbour() -> None:
    """Nine of c answered it, so that company less a and b would tell of them."""
    smallest = {"a": group(12, mood=12, why=12), "b": group(15, mood=15, why=15), "c": group(10, mood=10, why=9)}

    told = tell_groups(smallest, FLAT, k=K)

    assert {name: set(one.tallies) for name, one in told.items()} == {
        "company": {"mood", "why"},
        "a": {"mood"},
        "b": {"mood", "why"},
        "c": {"mood"},
    }


def test_a_second_attribute_gives_way_to_units() -> None:
    """All but five of those who have been here for long are outside of a."""
    smallest = {"a, new": group(45), "a, long": group(5), "b": group(50)}
    groups = {"company": list(smallest), "a": ["a, new", "a, long"], "long": ["a, long", "b"]}

    told = tell_groups(smallest, groups, k=K, wanted_most={"company", "a"})

    assert {name: one.hidden for name, one in told.items()} == {"company": None, "a": None, "long": Hidden.GIVES_AWAY}


smallest_groups = st.fixed_dictionaries({key: st.tuples(st.integers(0, 25), st.integers(0, 25)) for key in "abcdef"})
PARTS = {"all": "abcdef", "left": "abc", "right": "def", "odd": "ace", **{key: key for key in "abcdef"}}


@given(smallest_groups, st.integers(5, 12))
def test_told_sums_less_told_sums_leave_k_people_or_none(counts: dict[str, tuple[int, int]], k: int) -> None:
    smallest = {key: group(max(both), q=min(both)) for key, both in counts.items()}

    told = tell_groups(smallest, PARTS, k=k)

    shown = {key: set(PARTS[key]) for key, answers in told.items() if "q" in answers.tallies}
    for above, inside in shown.items():
        below = [key for key, parts in shown.items() if parts < inside]
        for size in range(len(below) + 1):
            for taken in combinations(below, size):
                taken_parts = [part for key in taken for part in shown[key]]
                if len(taken_parts) == len(set(taken_parts)):
                    rest = sum(min(counts[part]) for part in inside - set(taken_parts))
                    assert rest == 0 or rest >= k, above
