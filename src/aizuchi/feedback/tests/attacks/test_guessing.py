import random

import pytest

from aizuchi.anonymous_answers.tests.attacks import timing
from aizuchi.feedback.tests.attacks import guessing
from aizuchi.feedback.tests.attacks.worlds import World, make_worlds

# A guess about a three-band answer that is better than chance by this much has learnt something of one person.
MARGIN = 0.1


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return list(make_worlds(150, seed=1, mentees=6))


def test_the_attack_works_on_a_live_mean(worlds: list[World]) -> None:
    assert guessing.watch_a_live_mean(worlds).success == 1.0


def test_blocks_tell_hardly_more_about_one_person_than_guessing(worlds: list[World]) -> None:
    result = guessing.subtract_blocks(worlds)

    assert result.trials > 500
    assert result.success < result.blind + MARGIN


def test_knowing_who_brought_which_topic_helps_hardly() -> None:
    result = guessing.subtract_blocks(make_worlds(100, seed=5, mentees=8, cells_each=2))

    assert result.trials > 1000
    assert result.success < result.blind + MARGIN


def test_one_colluder_learns_hardly_more(worlds: list[World]) -> None:
    result = guessing.subtract_blocks(worlds, colluders=1)

    assert result.success < result.blind + MARGIN


def test_somebody_who_left_is_not_found_by_subtraction() -> None:
    result = guessing.compare_before_and_after_somebody_left(guessing.make_leavers(120, seed=2, mentees=7))

    assert result.trials > 100
    assert result.success < result.blind + 2 * MARGIN


def test_the_fast_word_tells_hardly_more_than_guessing() -> None:
    result = guessing.watch_the_fast_word(list(make_worlds(250, seed=3, mentees=4)))

    assert result.success < result.blind + MARGIN


def test_after_a_tick_time_tells_nothing() -> None:
    live = timing.watch_arrivals(days=20, people=10, seed=4)
    weekly = timing.read_weekly(weeks=50, people=10, seed=4)

    assert live.success > 3 * live.blind  # the attack can succeed: root on the running server sees arrivals
    assert weekly.success < weekly.blind + 0.05


def test_a_world_answers_as_it_was_told_to() -> None:
    world = World(random.Random(1), mentees=50, answering=0.7)

    assert 0.6 < len(world.given) / len(world.eligible) < 0.8
