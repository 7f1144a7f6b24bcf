"""How well strengths are recognized: raw means, the chain on answers, and the chain on released blocks.

    python -m bench.feedback.estimation [--mentors 400] [--seed 4]

An invented organization with known truth: each mentor has 3 to 8 mentees who meet them every two weeks for a year and
answer 70 % of the time, on the five levels. Compared in every cell that was really asked for.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import norm

from aizuchi.feedback import release
from aizuchi.feedback.estimation.chain import CLEARLY, STRONG, WEAK, Chain, Estimate, Spreads
from aizuchi.feedback.estimation.spreads import measure_spreads
from aizuchi.feedback.estimation.tallies import Means, MentorCell, Tallies, Tally, add_up
from aizuchi.feedback.release import EligiblePerson

TOPICS, RESPONSES = 7, 6
WINDOWS = 26
ANSWERED = 0.7
K = 5
MANY = 7
Kind = Callable[..., Any]


@dataclass(frozen=True)
class Answer:
    mentor: int
    mentee: int
    window: int
    cell: MentorCell
    level: int
    is_given: bool


@dataclass(frozen=True)
class World:
    truth: Mapping[tuple[int, MentorCell], float]
    """By how much a mentor is above the organization in a cell."""
    means: Mapping[MentorCell, float]
    asked: list[Answer]

    @property
    def where(self) -> list[tuple[int, MentorCell]]:
        """Every cell in which somebody answered."""
        return sorted({(answer.mentor, answer.cell) for answer in self.asked if answer.is_given})

    def count_mentees(self) -> dict[int, int]:
        mentees: dict[int, set[int]] = defaultdict(set)
        for answer in self.asked:
            mentees[answer.mentor].add(answer.mentee)
        return {mentor: len(found) for mentor, found in mentees.items()}


def simulate(rng: np.random.Generator, *, mentors: int) -> World:
    """Spreads 0.25, 0.2 and 0.2 between mentors, their responses, and their cells; 0.9 within a cell."""
    mean = 3.7 + rng.normal(0, 0.2, (TOPICS, RESPONSES))
    above = (
        rng.normal(0, 0.25, (mentors, 1, 1))
        + rng.normal(0, 0.2, (mentors, 1, RESPONSES))
        + rng.normal(0, 0.2, (mentors, TOPICS, RESPONSES))
    )
    latent = mean + above
    shown = expected_level(latent, 0.9)
    average = shown.mean(axis=0)
    cells = [[MentorCell(topic, response) for response in range(RESPONSES)] for topic in range(TOPICS)]
    popular = rng.dirichlet(np.full(TOPICS * RESPONSES, 1.0))
    asked = []
    for mentor in range(mentors):
        for mentee in range(int(rng.integers(3, 9))):
            wishes = rng.dirichlet(8 * popular + 0.05)
            for window in range(WINDOWS):
                chosen = rng.choice(TOPICS * RESPONSES, size=int(rng.integers(1, 4)), replace=False, p=wishes)
                is_given = bool(rng.random() < ANSWERED)
                for index in chosen:
                    topic, response = divmod(int(index), RESPONSES)
                    level = int(np.clip(np.rint(latent[mentor, topic, response] + rng.normal(0, 0.9)), 1, 5))
                    asked.append(Answer(mentor, mentee, window, cells[topic][response], level, is_given))
    return World(
        truth={
            (mentor, cells[topic][response]): shown[mentor, topic, response] - average[topic, response]
            for mentor in range(mentors)
            for topic in range(TOPICS)
            for response in range(RESPONSES)
        },
        means={cells[t][r]: average[t, r] for t in range(TOPICS) for r in range(RESPONSES)},
        asked=asked,
    )


def expected_level(latent: np.ndarray, noise: float) -> np.ndarray:
    """What five levels show on average of a latent opinion."""
    return 1 + sum(norm.sf((edge - latent) / noise) for edge in (1.5, 2.5, 3.5, 4.5))


def sum_answers(world: World) -> dict[int, dict[MentorCell, Tally]]:
    histograms: dict[int, dict[MentorCell, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0] * 5))
    for answer in world.asked:
        if answer.is_given:
            histograms[answer.mentor][answer.cell][answer.level - 1] += 1
    return {m: {cell: Tally.of(counts) for cell, counts in cells.items()} for m, cells in histograms.items()}


def release_blocks(world: World) -> dict[int, dict[MentorCell, Tally]]:
    """What the tick would have told of the same answers: four quarters of blocks per mentor, added up."""
    eligible: dict[tuple[int, int], dict[tuple[int, int], list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for answer in world.asked:
        eligible[answer.mentor, answer.window * 4 // WINDOWS][answer.mentee, answer.window].append(answer)
    released: dict[int, dict[MentorCell, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for (mentor, _quarter), meetings in eligible.items():
        sheets, entitled = [], []
        for (mentee, window), answers in meetings.items():
            entitled.append(
                EligiblePerson(mentee, window, frozenset(release.AnswerCell(*answer.cell) for answer in answers))
            )
            if answers[0].is_given:
                given = [
                    release.Answer(release.AnswerCell(*answer.cell), answer.level, answer.level) for answer in answers
                ]
                sheets.append(release.AnswerSheet(window, tuple(given)))
        for block in release.make_blocks(sheets, entitled, k=K):
            released[mentor][MentorCell(block.topic_id, block.response_id)] += Tally.of(block.met)
    return released


@dataclass
class Score:
    name: str
    guesses: list[tuple[float, float, str, bool]]
    """Truth, guess, call, whether the bar covers the truth."""

    def figures(self) -> dict[str, float]:
        truth, guess = (np.array([row[i] for row in self.guesses]) for i in (0, 1))
        top = np.argsort(-guess)[: len(guess) // 10]
        calls = np.array([row[2] for row in self.guesses])
        strong, weak = calls == STRONG, calls == WEAK
        right = (strong & (truth > CLEARLY)) | (weak & (truth < -CLEARLY))
        return {
            "rmse": float(np.sqrt(np.mean((truth - guess) ** 2))),
            "top": float((truth[top] > 0).mean()),
            "precision": float(right.sum() / max(1, (strong | weak).sum())),
            "recall": float(right.sum() / (np.abs(truth) > CLEARLY).sum()),
            "opposite": float(((strong & (truth < 0)) | (weak & (truth > 0))).sum() / max(1, (strong | weak).sum())),
            "covered": float(np.mean([row[3] for row in self.guesses])),
        }


def score_raw(world: World, answered: Mapping[int, Tallies], where: list[tuple[int, MentorCell]]) -> Score:
    guesses = []
    for mentor, cell in where:
        tally = answered[mentor][cell]
        guess = tally.total / tally.answers - world.means[cell]
        call = STRONG if guess > CLEARLY else WEAK if guess < -CLEARLY else ""
        guesses.append((world.truth[mentor, cell], guess, call, False))
    return Score("raw means", guesses)


def score_chain(
    name: str, world: World, tallies: Mapping[int, Tallies], where: list[tuple[int, MentorCell]], kind: Kind = Chain
) -> Score:
    means = Means(add_up(tallies.values()))
    spreads = measure_spreads(tallies.values(), means=means)
    chains = {mentor: kind(tallies.get(mentor, {}), means=means, spreads=spreads) for mentor, _ in where}
    guesses = []
    for mentor, cell in where:
        estimate, truth = chains[mentor].estimate(cell), world.truth[mentor, cell]
        covered = estimate.bar[0] <= truth + world.means[cell] <= estimate.bar[1]
        guesses.append((truth, estimate.deviation, estimate.call, covered))
    return Score(name, guesses)


class PlainChain:
    """The three terms one after the other, each shrunken by its own number of answers alone."""

    def __init__(self, tallies: Tallies, *, means: Means, spreads: Spreads) -> None:
        self.tallies, self.means, self.spreads = tallies, means, spreads
        known = [(cell, tally) for cell, tally in tallies.items()]
        self.answers = sum(tally.answers for _, tally in known)
        above = sum(tally.above(means[cell]) for cell, tally in known)
        self.mentor = above / (self.answers + spreads.within / spreads.mentor)

    def estimate(self, cell: MentorCell) -> Estimate:
        within = self.spreads.within
        of_response = [(key, tally) for key, tally in self.tallies.items() if key.response == cell.response]
        answers = sum(tally.answers for _, tally in of_response)
        above = sum(tally.above(self.means[key]) for key, tally in of_response)
        response = (above - answers * self.mentor) / (answers + within / self.spreads.response)
        own = self.tallies.get(cell, Tally())
        left = own.above(self.means[cell]) - own.answers * (self.mentor + response)
        deviation = self.mentor + response + left / (own.answers + within / self.spreads.cell)
        variance = (
            1 / (self.answers / within + 1 / self.spreads.mentor)
            + 1 / (answers / within + 1 / self.spreads.response)
            + 1 / (own.answers / within + 1 / self.spreads.cell)
        )
        return Estimate(mean=self.means[cell] + deviation, deviation=deviation, spread=variance**0.5)


def score_all(world: World) -> list[Score]:
    answered, released, where = sum_answers(world), release_blocks(world), world.where
    mentees = world.count_mentees()
    many = [(mentor, cell) for mentor, cell in where if mentees[mentor] >= MANY]
    return [
        Score("nothing: everybody is average", [(world.truth[key], 0.0, "", False) for key in where]),
        score_raw(world, answered, where),
        score_chain("one after the other, on answers", world, answered, where, PlainChain),
        score_chain("chain, on answers", world, answered, where),
        score_chain("chain, on blocks", world, released, where),
        score_chain(f"chain, on blocks, {MANY} mentees or more", world, released, many),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentors", type=int, default=400)
    parser.add_argument("--seed", type=int, default=4)
    args = parser.parse_args()
    world = simulate(np.random.default_rng(args.seed), mentors=args.mentors)
    given = sum(answer.is_given for answer in world.asked)
    print(f"{args.mentors} mentors, {given} answers in {len(world.where)} cells\n")
    print_table(score_all(world))


HEAD = ("from", "error (RMSE)", "top tenth above average", "calls right", "found", "wrong way round", "in the 80 % bar")


def print_table(scores: list[Score]) -> None:
    print(f"| {' | '.join(HEAD)} |\n| --- {'| ---: ' * (len(HEAD) - 1)}|")
    for score in scores:
        figures = score.figures()
        shares = " | ".join(f"{share:.0%}" for name, share in figures.items() if name != "rmse")
        print(f"| {score.name} | {figures['rmse']:.3f} | {shares} |")


if __name__ == "__main__":
    main()
