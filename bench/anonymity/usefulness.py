"""What a mentor gets for it: numbers that are there, how far off they are, and whether the bars hold what they promise.

The estimate is the tree of docs/decisions/estimation.md (mentor, response, cell), written again for all mentors at once
and with the true spreads, so that rules of grouping are compared with nothing else between them. `calibration.py` asks
the product's own estimate.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from bench.anonymity.grouping import OVERALL, Group
from bench.anonymity.world import (
    NOISE,
    RESPONSES,
    SPREAD_CELL,
    SPREAD_MENTOR,
    SPREAD_RESPONSE,
    SPREAD_TOPIC,
    TOPICS,
    Floats,
    World,
    expected_level,
)

CLEARLY, SURE = 0.15, 0.8
REACH = float(norm.ppf(0.9))
FAMILIAR = 5
TEAM = 6


@dataclass(frozen=True)
class Sums:
    """Answers and their total by mentor: of cells, of responses without a topic, of the whole without a response."""

    cells: Floats
    responses: Floats
    whole: Floats


@dataclass(frozen=True)
class Estimates:
    rows: Floats
    """mentor × response × (level, deviation, spread)"""
    cells: Floats
    whole: Floats


def add_up(world: World, told: list[list[Group]]) -> Sums:
    sums = Sums(
        np.zeros((2, world.mentors, RESPONSES, TOPICS)),
        np.zeros((2, world.mentors, RESPONSES)),
        np.zeros((2, world.mentors)),
    )
    for mentor, groups in enumerate(told):
        for group in groups:
            added = np.array([group.answers, world.asked.met[group.rows].sum()])
            target = (sums.whole, sums.responses, sums.cells)[len(group.path)]
            target[(slice(None), mentor, *group.path)] += added
    return sums


def estimate(world: World, sums: Sums) -> Estimates:
    leniency = world.setting.leniency
    within = NOISE**2 + leniency**2 * 0.5
    of_mentor = SPREAD_MENTOR**2 + leniency**2 / TEAM
    of_response, of_cell, of_topic = SPREAD_RESPONSE**2 + leniency**2 / (2 * TEAM), SPREAD_CELL**2, SPREAD_TOPIC**2
    everything, responses, cells = _find_means(sums)

    seen = _see(sums.cells, cells, within)
    heard = _widen(seen, of_cell).sum(axis=3) + _widen(_see(sums.responses, responses, within), of_cell + of_topic)
    general = _widen(_see(sums.whole, everything, within), of_response + of_topic)
    mentor = general + _widen(heard, of_response).sum(axis=2)
    mentor[0] += 1 / of_mentor
    others = mentor[:, :, None] - _widen(heard, of_response)
    response = _widen(others, of_response) + heard
    rest = response[:, :, :, None] - _widen(seen, of_cell)
    has_own = sums.cells[0] > 0
    cell = _widen(rest, np.where(has_own, of_cell, of_cell + of_topic)) + seen
    return Estimates(
        rows=_finish(response, responses),
        cells=_finish(cell, np.where(has_own, cells, responses[:, None])),
        whole=_finish(mentor, everything),
    )


def _find_means(sums: Sums) -> tuple[Floats, Floats, Floats]:
    """Each level is filled in from the one above it, where it is of few mentors."""
    of_cells = sums.cells
    of_responses = sums.responses + of_cells.sum(axis=3)
    of_all = sums.whole + of_responses.sum(axis=2)
    everything = np.asarray(_blend(_told(of_all), np.asarray(3.7)))
    responses = _blend(_told(of_responses), everything)
    return everything, responses, _blend(_told(of_cells), responses[:, None])


def _told(sums: Floats) -> Floats:
    """Together over mentors, and nothing where one could be concluded from it."""
    counts = sums[0]
    total = counts.sum(axis=0)
    fine = ((counts > 0).sum(axis=0) >= 3) & (counts.max(axis=0) <= 0.7 * total)
    return np.asarray(sums.sum(axis=1) * fine)


def _blend(sums: Floats, elsewhere: Floats) -> Floats:
    return np.asarray((sums[1] + FAMILIAR * elsewhere) / (sums[0] + FAMILIAR))


def _see(sums: Floats, mean: Floats, within: float) -> Floats:
    return np.stack([sums[0], sums[1] - sums[0] * mean]) / within


def _widen(belief: Floats, variance: Floats | float) -> Floats:
    return np.asarray(belief / (1 + belief[0] * variance))


def _finish(belief: Floats, mean: Floats) -> Floats:
    deviation = belief[1] / belief[0]
    return np.stack([mean + deviation, deviation, belief[0] ** -0.5])


@dataclass(frozen=True)
class Truth:
    """How the people whom a mentor met find it, on average; nan where nobody asked for it.

    A row is about what they brought; a cell is what all of them would say of it, since few brought it.
    """

    rows: Floats
    cells: Floats
    whole: Floats


def find_truth(world: World) -> Truth:
    asked, sums = world.asked, np.zeros((2, world.mentors, RESPONSES))
    np.add.at(sums[0], (asked.mentor, asked.response), 1)
    np.add.at(sums[1], (asked.mentor, asked.response), asked.expected)
    cells = np.full((world.mentors, RESPONSES, TOPICS), np.nan)
    for mentor, rows in enumerate(world.teams):
        people, counts = np.unique(asked.level[rows], return_counts=True)
        brought = np.unique(asked.response[rows] * TOPICS + asked.topic[rows])
        response, topic = np.divmod(brought, TOPICS)
        found = expected_level(world.latent[mentor, topic, response][:, None] + people, NOISE)
        cells[mentor, response, topic] = found @ counts / counts.sum()
    with np.errstate(invalid="ignore"):
        whole = sums.sum(axis=2)
        return Truth(sums[1] / sums[0], cells, whole[1] / whole[0])


@dataclass(frozen=True)
class Usefulness:
    any_number: float
    any_at_once: float
    """After one quarter."""
    rows_own: float
    cells_own: float
    answers_told: float
    said: float
    """Rows of which the page says strong or weak."""
    error: float
    error_of_average: float
    right: float
    wrong: float
    wrong_of_mentor: float
    """Calls that are wrong about the mentor, apart from whom they met."""
    bars: tuple[float, float, float]
    """Cells, rows and the whole in the 80 % bar, where the mentor has any number."""


def measure(world: World, told: list[list[Group]]) -> Usefulness:
    sums, truth = add_up(world, told), find_truth(world)
    found = estimate(world, sums)
    rows_asked, cells_asked = ~np.isnan(truth.rows), ~np.isnan(truth.cells)
    has_row = (sums.responses + sums.cells.sum(axis=3))[0] > 0
    any_number = np.array([bool(groups) for groups in told])
    level, deviation, spread = found.rows
    usual = np.nanmean(truth.rows, axis=0)
    above = truth.rows - usual
    shown = has_row & rows_asked
    own = _own_rows(world)
    strong = shown & (norm.sf((CLEARLY - deviation) / spread) >= SURE)
    weak = shown & (norm.sf((CLEARLY + deviation) / spread) >= SURE)
    calls = max(1, int((strong | weak).sum()))
    right = (strong & (above > CLEARLY)) | (weak & (above < -CLEARLY))
    wrong = (strong & (above < 0)) | (weak & (above > 0))
    given = world.asked.is_given.sum()
    inferred = has_row[:, :, None] & cells_asked
    return Usefulness(
        any_number=any_number.mean(),
        any_at_once=float(np.mean([any(group.told_in == 0 for group in groups) for groups in told])),
        rows_own=float(has_row[rows_asked].mean()),
        cells_own=float((sums.cells[0] > 0)[cells_asked].mean()),
        answers_told=sum(group.answers for groups in told for group in groups) / int(given),
        said=float((strong | weak)[rows_asked].mean()),
        error=_rmse((level - truth.rows)[rows_asked]),
        error_of_average=_rmse(above[rows_asked]),
        right=right.sum() / calls,
        wrong=wrong.sum() / calls,
        wrong_of_mentor=((strong & (own < 0)) | (weak & (own > 0))).sum() / calls,
        bars=(
            _covered(found.cells, truth.cells, inferred),
            _covered(found.rows, truth.rows, shown),
            _covered(found.whole, truth.whole, any_number),
        ),
    )


def _own_rows(world: World) -> Floats:
    """By how much a mentor is above everybody in what was asked for, for mentees of a usual level."""
    asked, sums = world.asked, np.zeros((2, world.mentors, RESPONSES))
    where = (asked.mentor, asked.response)
    np.add.at(sums[0], where, 1)
    np.add.at(sums[1], where, world.above[asked.mentor, asked.topic, asked.response])
    with np.errstate(invalid="ignore"):
        return np.asarray(sums[1] / sums[0])


def _rmse(errors: Floats) -> float:
    return float(np.sqrt(np.mean(errors**2)))


def _covered(found: Floats, truth: Floats, where: np.ndarray) -> float:
    inside = np.abs(found[0] - truth) <= REACH * found[2]
    return float(inside[where].mean()) if where.any() else float("nan")


__all__ = ["OVERALL", "Usefulness", "measure"]
