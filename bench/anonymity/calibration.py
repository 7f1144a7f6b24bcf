"""Whether the product's bars hold what they promise ("in four of five cases"), whatever mentees' leniency is.

The truth is "how the people you met found it": the mean of what everybody would say on average who brought that.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from aizuchi.feedback.estimation.chain import Chain
from aizuchi.feedback.estimation.spreads import measure_spreads
from aizuchi.feedback.estimation.tallies import OVERALL, Means, MentorCell, Tallies, Tally, add_up
from bench.anonymity.grouping import Design, Group, read_year
from bench.anonymity.usefulness import find_truth
from bench.anonymity.world import World

LEVELS = 5
Bars = dict[str, list[bool]]


def tally_groups(world: World, groups: Iterable[Group]) -> Tallies:
    found: dict[MentorCell, Tally] = defaultdict(Tally)
    for group in groups:
        response, topic = (*group.path, None, None)[:2]
        histogram = np.bincount(world.asked.met[group.rows] - 1, minlength=LEVELS)
        found[MentorCell(topic, response)] += Tally.of(int(count) for count in histogram)
    return dict(found)


def check_bars(world: World, design: Design) -> Bars:
    """Of own cells, inferred cells, rows and the whole: whether the bar holds the truth."""
    mentors = [tally_groups(world, design(read_year(world.asked, rows))) for rows in world.teams]
    means = Means.told(_tell(mentors))
    spreads = measure_spreads(mentors, means=means)
    truth, bars = find_truth(world), defaultdict[str, list[bool]](list)
    for mentor, tallies in enumerate(mentors):
        if not tallies:
            continue
        chain = Chain(tallies, means=means, spreads=spreads)
        bars["whole"].append(_holds(chain.estimate(OVERALL).bar, truth.whole[mentor]))
        for response in {int(str(cell.response)) for cell in tallies if cell != OVERALL}:
            row = truth.rows[mentor, response]
            bars["rows"].append(_holds(chain.estimate(MentorCell(None, response)).bar, row))
            for topic in np.nonzero(~np.isnan(truth.cells[mentor, response]))[0]:
                cell = MentorCell(int(topic), response)
                kind, estimate = (
                    ("own cells", chain.estimate(cell)) if cell in tallies else ("inferred cells", chain.infer(cell))
                )
                bars[kind].append(_holds(estimate.bar, truth.cells[mentor, response, topic]))
    return bars


def _holds(bar: tuple[float, float], truth: float) -> bool:
    return bar[0] <= truth <= bar[1]


def _tell(mentors: Iterable[Tallies]) -> Mapping[MentorCell, Tally]:
    """What may be told of each level with all below it: from three mentors on, none with more than 70 %."""
    by_level: dict[MentorCell, list[Tally]] = defaultdict(list)
    for tallies in mentors:
        own: dict[MentorCell, Tally] = defaultdict(Tally)
        for cell, tally in tallies.items():
            for level in {cell, cell.general, OVERALL}:
                own[level] += tally
        for level, tally in own.items():
            by_level[level].append(tally)
    return {
        level: add_up([{level: tally} for tally in found])[level]
        for level, found in by_level.items()
        if len(found) >= 3 and max(t.answers for t in found) <= 0.7 * sum(t.answers for t in found)
    }


def print_calibration(worlds: Mapping[float, Iterable[World]], designs: Iterable[tuple[str, Design]]) -> None:
    kinds = ("own cells", "inferred cells", "rows", "whole")
    print(f"| rule | leniency | {' | '.join(kinds)} |\n| --- | ---: {'| ---: ' * len(kinds)}|")
    listed = list(designs)
    for leniency, found in worlds.items():
        bars: dict[str, Bars] = {name: defaultdict(list) for name, _ in listed}
        for world in found:
            for name, design in listed:
                for kind, held in check_bars(world, design).items():
                    bars[name][kind] += held
        for name, of_kind in bars.items():
            shown = [
                f"{np.mean(of_kind[kind]):.0%} of {len(of_kind[kind]):,}" if of_kind[kind] else "—" for kind in kinds
            ]
            print(f"| {name} | {leniency} | {' | '.join(shown)} |", flush=True)
