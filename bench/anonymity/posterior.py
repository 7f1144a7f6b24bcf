"""What a mentor concludes about each mentee who has seen every sum of the year, and knows who brought what and when.

Stronger than the mentor of the pages: histograms are seen, not estimates; which fortnights answers came from is known;
how much people and mentors differ is known. Everything is normal and linear, so the posterior is exact for that model.
"""

from dataclasses import dataclass

import numpy as np

from bench.anonymity.grouping import Group, Year
from bench.anonymity.world import NOISE, RESPONSES, SPREAD_MENTOR, SPREAD_RESPONSE, Floats, Ints

LEAST_SPREAD = 0.2
BANDS = np.array([0, 0, 1, 2, 2])
"""Of the five levels: low, middle, high."""


@dataclass(frozen=True)
class Seen:
    """The sums of one mentor without what colluders said themselves."""

    counts: Floats
    """group × question × level"""
    shares: Floats
    """group × person: who the answers probably come from."""
    groups: list[Group]


def look(year: Year, groups: list[Group], colluders: Ints) -> Seen:
    asked, counts, shares = year.asked, [], []
    local = np.full(int(year.rows.max()) + 1 - int(year.rows[0]), -1)
    local[year.rows - year.rows[0]] = year.person
    for group in groups:
        rows = group.rows
        rows = rows[~np.isin(local[rows - year.rows[0]], colluders)]
        counts.append([np.bincount(of[rows] - 1, minlength=5) for of in (asked.met, asked.moved)])
        rights = group.rights.astype(float)
        rights[colluders] = 0
        shares.append(rights / max(rights.sum(), 1))
    return Seen(np.array(counts, dtype=float), np.array(shares), groups)


def conclude(seen: Seen, *, level: float, leniency: float, people: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each person's own level."""
    answers = seen.counts[:, 0].sum(axis=1)
    seen_means = (seen.counts.mean(axis=1) @ np.arange(1, 6)) / np.maximum(answers, 1)
    told = answers > 0
    spread = max(leniency, LEAST_SPREAD)
    if not told.any():
        return np.zeros(people), np.full(people, spread)
    responses = np.zeros((len(answers), RESPONSES))
    for number, group in enumerate(seen.groups):
        for pile in group.piles:
            responses[number, pile.path[0]] += len(pile.rows) / group.answers
    design = np.hstack([np.ones((len(answers), 1)), responses, seen.shares])[told]
    prior = np.concatenate([[SPREAD_MENTOR**2], np.full(RESPONSES, SPREAD_RESPONSE**2), np.full(people, spread**2)])
    # Who of those who could answer did is unknown too: that scatters each sum by about as much as people differ.
    noise = (0.8 * NOISE**2 + 0.5 * spread**2) / answers[told]
    together = design * prior @ design.T + np.diag(noise)
    gain = (design * prior).T @ np.linalg.inv(together)
    mean = gain @ (seen_means[told] - level)
    variance = prior - np.einsum("ij,ji->i", gain, design * prior)
    return mean[-people:], np.sqrt(np.maximum(variance[-people:], 0))
