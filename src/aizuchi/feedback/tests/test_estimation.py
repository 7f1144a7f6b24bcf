"""Strengths as numbers, against what a direct computation over every single answer gives."""

import itertools
from collections.abc import Mapping

import numpy as np
import pytest
from bench.anonymity.calibration import check_bars
from bench.anonymity.grouping import CHOSEN, design
from bench.anonymity.world import Setting, make_worlds
from bench.feedback.estimation import score_all, simulate
from hypothesis import given, settings
from hypothesis import strategies as st

from aizuchi.feedback.estimation.chain import BAR, SAME_PEOPLE, STRONG, UNCLEAR, WEAK, Chain, Estimate, Spreads
from aizuchi.feedback.estimation.spreads import LEAST, TRUSTED_FROM, USUAL, measure_spreads
from aizuchi.feedback.estimation.tallies import OVERALL, USUAL_APART, Means, MentorCell, Tally, add_up

SPREADS = Spreads(within=0.8, mentor=0.09, response=0.05, cell=0.03)
CELLS = [MentorCell(topic, response) for topic in ("work", "career") for response in ("listen", "advice")]
COARSE = [MentorCell(None, "listen"), MentorCell(None, "advice"), OVERALL]
ANSWERS = st.dictionaries(
    st.sampled_from([*CELLS, *COARSE]), st.lists(st.integers(1, 5), min_size=1, max_size=30), max_size=7
)


def tally(levels: list[int]) -> Tally:
    return Tally.of([levels.count(level) for level in range(1, 6)])


def solve(answers: Mapping[MentorCell, list[int]], means: Means, asked: MentorCell) -> tuple[float, float]:
    """Mean and variance of the deviation, from the joint normal distribution of all single answers."""
    rows = [(cell, level) for cell, levels in answers.items() for level in levels]
    joint = np.array([[_shared(a, b) for b, _ in rows] for a, _ in rows]).reshape(len(rows), len(rows))
    joint += SPREADS.within * np.diag([SAME_PEOPLE if cell.is_exact else 1 for cell, _ in rows])
    with_asked = np.array([_shared(asked, cell) for cell, _ in rows])
    above = np.array([level - means[cell] for cell, level in rows])
    weights = np.linalg.solve(joint, with_asked) if rows else np.zeros(0)
    return float(weights @ above), float(_shared(asked, asked) - weights @ with_asked)


def _shared(one: MentorCell, other: MentorCell) -> float:
    """What two answers have in common. What is left over at a level is one more cell, or one more response."""
    shared = SPREADS.mentor
    if one.response == other.response:
        shared += SPREADS.response
    if one == other and one != OVERALL:
        shared += SPREADS.cell
    return shared


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_estimates_are_those_of_the_joint_distribution(answers: dict[MentorCell, list[int]]) -> None:
    tallies = {cell: tally(levels) for cell, levels in answers.items()}
    means = Means(tallies)
    chain = Chain(tallies, means=means, spreads=SPREADS)

    for cell in CELLS:
        expected, variance = solve(answers, means, cell)
        estimate = chain.estimate(cell)

        assert estimate.deviation == pytest.approx(expected, abs=1e-9)
        assert estimate.spread**2 == pytest.approx(variance + means.unknown(cell), abs=1e-9)
        assert estimate.mean == pytest.approx(means[cell] + expected)


def test_without_answers_one_is_like_everybody_and_nothing_is_called() -> None:
    estimate = Chain({}, means=Means({}), spreads=SPREADS).estimate(CELLS[0])

    assert (estimate.deviation, estimate.call) == (0, UNCLEAR)
    assert estimate.spread**2 == pytest.approx(SPREADS.mentor + SPREADS.response + SPREADS.cell + 2 * USUAL_APART)


def test_a_coarse_block_moves_its_own_level_and_what_hangs_below_it_alike() -> None:
    answers = {CELLS[0]: tally([4] * 6)}
    means = Means({cell: tally([4, 3] * 20) for cell in [*CELLS, *COARSE]})
    before = Chain(answers, means=means, spreads=SPREADS)
    after = Chain(answers | {MentorCell(None, "listen"): tally([5] * 8)}, means=means, spreads=SPREADS)

    moved = {cell: after.estimate(cell).deviation - before.estimate(cell).deviation for cell in CELLS}

    assert moved[MentorCell("work", "listen")] > moved[MentorCell("work", "advice")] > 0
    assert moved[MentorCell("work", "advice")] == pytest.approx(moved[MentorCell("career", "advice")])


@pytest.mark.parametrize(
    ("deviation", "spread", "call"),
    [
        (0.5, 0.2, STRONG),
        (-0.5, 0.2, WEAK),
        (0.5, 0.6, UNCLEAR),
        (0.3, 0.17, STRONG),
        (0.3, 0.19, UNCLEAR),
        (0, 0.1, UNCLEAR),
    ],
)
def test_strong_and_weak_are_said_only_where_probable(deviation: float, spread: float, call: str) -> None:
    """0.3 lies 0.15 above what counts; that is 0.84 standard deviations, and so four in five, at 0.178."""
    assert Estimate(mean=3, deviation=deviation, spread=spread).call == call


def test_the_bar_holds_four_in_five() -> None:
    low, high = Estimate(mean=3.5, deviation=0, spread=0.2).bar

    drawn = np.random.default_rng(1).normal(3.5, 0.2, 20_000)
    assert np.mean((drawn > low) & (drawn < high)) == pytest.approx(BAR, abs=0.01)


def test_the_mean_one_level_up_fills_in_where_little_is_known() -> None:
    means = Means({CELLS[0]: tally([5] * 95), MentorCell(None, "listen"): tally([3] * 100), OVERALL: tally([1])})

    assert means[CELLS[0]] == pytest.approx((95 * 5 + 5 * means[MentorCell("new", "listen")]) / 100)
    assert means[MentorCell("new", "listen")] == means[MentorCell(None, "listen")] == pytest.approx(3.97, abs=0.05)
    assert means[MentorCell("new", "other")] == means[OVERALL] == pytest.approx(3.96, abs=0.05)


def test_a_mean_that_may_not_be_told_is_not_used_either() -> None:
    everything = {OVERALL: tally([1] * 50 + [5] * 50)}

    hidden = Means.told(everything | {MentorCell(None, "listen"): tally([5] * 50)})
    alone = Means.told(everything)

    assert hidden[CELLS[0]] == hidden[MentorCell(None, "listen")] > 4
    assert alone[CELLS[0]] == alone[OVERALL] == pytest.approx(3.03, abs=0.01)


def test_spreads_are_the_mean_products_of_pairs_of_answers() -> None:
    mentors: list[dict[MentorCell, list[int]]] = [
        {CELLS[0]: [5, 4], CELLS[1]: [3, 3, 4], CELLS[2]: [4]},
        {CELLS[0]: [2, 1, 2], CELLS[3]: [5, 5], MentorCell(None, "advice"): [2]},
    ]
    tallies = [{cell: tally(levels) for cell, levels in cells.items()} for cells in mentors]
    means = Means(add_up(tallies))

    measured = measure_spreads(tallies, means=means)

    sums: dict[str, list[tuple[float, float]]] = {"mentor": [], "response": [], "between": [], "cell": []}
    for cells in mentors:
        rows = [(cell, level - means[cell]) for cell, levels in cells.items() for level in levels]
        products: dict[str, list[float]] = {kind: [] for kind in sums}
        for (one, above), (other, further) in itertools.permutations(rows, 2):
            if one.response != other.response:
                products["mentor"].append(above * further)
                continue
            products["response"].append(above * further)
            if one.is_exact and other.is_exact:
                products["cell" if one == other else "between"].append(above * further)
        for kind, of_mentor in products.items():
            if of_mentor:
                sums[kind].append((sum(of_mentor) / len(of_mentor) ** 0.5, len(of_mentor) ** 0.5))
    found = {kind: sum(value for value, _ in of) / sum(weight for _, weight in of) for kind, of in sums.items()}
    parts = {
        "mentor": (2, found["mentor"]),
        "response": (2, found["response"] - found["mentor"]),
        "cell": (1, found["cell"] - found["between"]),
    }
    for name, (having, part) in parts.items():
        expected = (having * part + TRUSTED_FROM * getattr(USUAL, name)) / (having + TRUSTED_FROM)
        assert getattr(measured, name) == pytest.approx(max(expected, LEAST))


def test_what_nobody_measured_is_as_usual() -> None:
    measured = measure_spreads([], means=Means({}))

    assert vars(measured) == pytest.approx(vars(USUAL))


def test_a_simulated_year_is_told_better_than_by_raw_means_and_as_surely_as_the_bar_says() -> None:
    """The small sister of `python -m bench.feedback.estimation`, whose figures stand in docs/performance.md."""
    scores = score_all(simulate(np.random.default_rng(4), mentors=80))

    average, raw, _, answers, blocks, _ = [score.figures() for score in scores]
    assert answers["rmse"] < 0.45 * raw["rmse"]
    assert answers["rmse"] < blocks["rmse"] < average["rmse"] < raw["rmse"]
    assert answers["top"] > raw["top"] + 0.1
    assert min(answers["precision"], blocks["precision"]) > 0.8 > raw["precision"]
    assert 0.76 < answers["covered"] < 0.84
    assert 0.76 < blocks["covered"] < 0.87  # with no spread between mentees, which bars make room for


def test_a_bar_that_is_inferred_contains_how_topics_differ() -> None:
    """The number is that of the response; how far one topic may lie from it is in the bar."""
    apart = {MentorCell(topic, "listen"): tally([level] * 60) for topic, level in (("work", 2), ("career", 5))}
    alike = {MentorCell(topic, "listen"): tally([3, 4] * 30) for topic in ("work", "career")}
    own = {MentorCell(None, "listen"): tally([4] * 8)}

    bars = [Chain(own, means=Means(means), spreads=SPREADS).infer(CELLS[0]) for means in (apart, alike)]

    row = Chain(own, means=Means(alike), spreads=SPREADS).estimate(MentorCell(None, "listen"))
    assert bars[0].spread > bars[1].spread > row.spread
    assert bars[1].mean == row.mean


@pytest.mark.parametrize("leniency", [0.0, 0.5, 0.9])
def test_bars_hold_how_the_people_one_met_found_it(leniency: float) -> None:
    """The small sister of `python -m bench.anonymity calibration`. Without how topics differ, a third to a half of the
    inferred bars held."""
    bars: dict[str, list[bool]] = {"inferred cells": [], "rows": []}
    for world in make_worlds(Setting(people=500, leniency=leniency, seed=3), 2):
        found = check_bars(world, design(CHOSEN))
        for kind, held in bars.items():
            held += found[kind]

    for held in bars.values():
        assert len(held) > 400
        assert 0.72 < np.mean(held) < 0.9
