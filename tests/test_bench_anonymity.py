"""The attacks of `bench/anonymity`, small: each works on a rule that is not mended, and finds little on ours."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from bench.anonymity import attacks, crowding, sums
from bench.anonymity.attacks import Case
from bench.anonymity.crowding import Team
from bench.anonymity.grouping import CHOSEN, OVERALL, Group, Rule, Year, as_product, group_year, read_year
from bench.anonymity.product import release_year
from bench.anonymity.usefulness import measure
from bench.anonymity.world import Setting, World, make_world

AS_IT_WAS = Rule(name="finest first", order="finest")
FOR_ANYBODY = replace(CHOSEN, name="from two people on", k=2, most_of_one=None)
LARGE = Team(people=8, responses=12, answering=0.7)
SILENT = replace(LARGE, answering=0.45)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(Setting(people=500, seed=4))


@pytest.fixture(scope="module")
def years(world: World) -> list[Year]:
    return [read_year(world.asked, rows) for rows in world.teams]


TOLD: dict[tuple[int, Rule], list[Case]] = {}


def tell(years: Sequence[Year], rule: Rule) -> list[Case]:
    """Each rule once: no test changes what was told."""
    key = (id(years[0]), rule)
    if key not in TOLD:
        TOLD[key] = [Case(year, group_year(rule, year)) for year in years]
    return TOLD[key]


def told(years: Sequence[Year], rule: Rule) -> list[list[Group]]:
    return [case.groups for case in tell(years, rule)]


def test_every_answer_is_told_once_and_nothing_below_k(world: World, years: list[Year]) -> None:
    for groups in told(years, CHOSEN):
        rows = [int(row) for group in groups for row in group.rows]

        assert len(rows) == len(set(rows))
        assert all(world.asked.is_given[rows])
        assert all(group.people >= 5 and len(set(world.asked.person[group.rows])) >= 5 for group in groups)


def test_the_product_tells_what_this_rule_tells(years: list[Year]) -> None:
    """Written apart, so that every figure of the simulation is one of the product."""
    for year, groups in zip(years, told(years, CHOSEN), strict=True):
        assert _sums(as_product(year)) == _sums(groups)


def test_the_product_puts_boxes_together_to_the_same_sums(world: World, years: list[Year]) -> None:
    for year, groups in list(zip(years, told(years, CHOSEN), strict=True))[:30]:
        ours = sorted(
            (group.told_in, group.path, group.people, tuple(np.bincount(world.asked.met[group.rows], minlength=6)[1:]))
            for group in groups
        )

        assert release_year(year) == ours


def _sums(groups: Sequence[Group]) -> list[tuple[int, tuple[int, ...], int, int, int]]:
    return sorted((group.told_in, group.path, group.people, group.answers, int(group.rows.sum())) for group in groups)


def test_nothing_waits_longer_than_a_year(world: World, years: list[Year]) -> None:
    waited = [
        group.told_in - pile.quarter for groups in told(years, CHOSEN) for group in groups for pile in group.piles
    ]

    assert max(waited) == 3
    assert min(waited) == 0


def test_response_first_and_waiting_gives_more_responses_a_number(world: World, years: list[Year]) -> None:
    before, now = measure(world, told(years, AS_IT_WAS)), measure(world, told(years, CHOSEN))

    assert now.rows_own > before.rows_own + 0.05
    assert now.error < before.error < now.error_of_average


def test_a_helper_with_many_tokens_isolates_and_with_two_hardly() -> None:
    """Item 1. At 70 % answering; where most are silent, silence is what isolates."""
    _, many = crowding.isolate(crowding.keep_as_many_as_rights, team=SILENT, teams=300, seed=2, tokens=6)
    _, two = crowding.isolate(crowding.keep_all, team=LARGE, teams=300, seed=2)

    assert many.success > 0.05
    assert two.success <= 0.02
    assert crowding.isolate_in_product(LARGE, teams=300, seed=2).hits <= two.hits


def test_a_helper_learns_hardly_whether_somebody_answered() -> None:
    """Item 2: a box in somebody's place tells it as long as it is not there in both cases."""
    asked = [
        crowding.ask_whether_answered(keep, team=replace(LARGE, responses=3), teams=400, seed=2, says_second=True)
        for keep in (crowding.keep_no_crowded, crowding.keep_as_many_as_rights, crowding.keep_all)
    ]

    assert asked[0].success > 0.85
    assert asked[1].success > 0.85
    assert asked[2].success < asked[2].blindly + 0.12


def test_it_is_certain_that_somebody_answered_where_all_did(world: World, years: list[Year]) -> None:
    """Item 2, what remains and is said beside the question; a rule that lets nobody be needed ends it."""
    remains = attacks.tell_who_answered(world, tell(years, CHOSEN))[1]
    ended = attacks.tell_who_answered(world, tell(years, replace(CHOSEN, spare=True)))[1]

    assert remains.success > 0.1
    assert ended.hits == 0


def test_answers_that_waited_and_who_left_are_no_easier_to_guess(world: World, years: list[Year]) -> None:
    """Item 4, and a change of who is there."""
    cases, bare = tell(years, CHOSEN), tell(years, FOR_ANYBODY)
    waited, left = attacks.guess_answers_that_waited(world, cases), attacks.guess_answers_of_leavers(world, cases)

    assert attacks.guess_answers_of_leavers(world, bare).success > left.success
    for found in (waited, left):
        assert found.n > 500
        assert found.success < found.blindly + 0.08


def test_one_answer_is_hardly_guessed_even_with_two_colluders(world: World, years: list[Year]) -> None:
    bare = attacks.guess_answers(world, tell(years, FOR_ANYBODY), colluders=2)
    found = attacks.guess_answers(world, tell(years, CHOSEN), colluders=2)

    assert bare.success > bare.blindly + 0.08
    assert found.success < found.blindly + 0.08


def test_the_least_satisfied_of_a_year_stays_unlikely_to_be_named(world: World, years: list[Year]) -> None:
    """Item 10. It is above guessing, and documented."""
    bare = attacks.name_least_satisfied(world, tell(years, FOR_ANYBODY))
    found = attacks.name_least_satisfied(world, tell(years, CHOSEN))

    assert bare.success > found.success
    assert found.success < 0.42


def test_a_colleagues_mean_is_read_from_a_step_only_if_the_step_is_not_looked_at() -> None:
    """Item 5."""
    small = [make_world(Setting(people=120, seed=seed)) for seed in range(8)]
    groups = [[group_year(AS_IT_WAS, year) for year in _read(one)] for one in small]
    steps = [
        sum(sums.read_colleagues(one, of, step).hits for one, of in zip(small, groups, strict=True))
        for step in (sums.count_by_year, sums.count_by_quarter)
    ]

    assert steps[0] > 0
    assert steps[1] == 0


def test_second_devices_lose_no_answers() -> None:
    """Item 8."""
    lost = [
        crowding.lose_answers(keep, team=LARGE, teams=150, seed=2, with_two=0.1).answers
        for keep in (crowding.keep_no_crowded, crowding.keep_all)
    ]

    assert lost[0] > 0.05
    assert lost[1] <= 0.005


def test_no_sum_is_more_than_half_one_persons(world: World, years: list[Year]) -> None:
    """Item 9."""
    without = attacks.find_dominated(world, tell(years, replace(CHOSEN, most_of_one=None)))[0]
    found = attacks.find_dominated(world, tell(years, CHOSEN))[0]

    assert without.hits > 0
    assert found.hits == 0


def test_unanimous_sums_are_told_of_as_often_as_the_documentation_says(world: World, years: list[Year]) -> None:
    """Item 11: no rule ends it, where everybody says four or five."""
    happy = make_world(Setting(people=500, seed=4, level=4.4))

    usual = attacks.find_unanimous(world, tell(years, CHOSEN))
    often = attacks.find_unanimous(happy, tell(_read(happy), CHOSEN))

    assert usual.success < 0.05 < often.success < 0.25


def test_a_unit_less_its_responses_is_one_mentors_unless_that_is_looked_at(world: World, years: list[Year]) -> None:
    """Item 12."""
    groups = told(years, CHOSEN)

    assert sums.subtract_shown_responses(world, groups, mends=False).success > 0.1
    assert sums.subtract_shown_responses(world, groups, mends=True).hits == 0


def test_means_less_those_below_them_are_looked_at() -> None:
    answers = {1: (5, 20.0), 2: (5, 20.0), 3: (5, 20.0)}
    one = {4: (6, 12.0)}

    assert sums.hide_until_safe({0: answers, 1: answers, None: one}, {0, 1}, is_fine=sums.may_be_compared) == {1}
    assert sums.hide_until_safe({0: answers, 1: answers, None: {}}, {0, 1}) == {0, 1}


def _read(world: World) -> list[Year]:
    return [read_year(world.asked, rows) for rows in world.teams]


def test_overall_is_told_at_once_while_nothing_was(years: list[Year]) -> None:
    first = [group for groups in told(years, CHOSEN) for group in groups if group.told_in == 0]

    assert any(group.path == OVERALL for group in first)
