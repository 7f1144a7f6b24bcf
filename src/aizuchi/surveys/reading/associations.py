"""What goes with what, over groups and never over people; in no case a cause."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aizuchi.surveys.reading.intervals import Interval

FEWEST_GROUPS = 12
_ROUNDS = 2000
_SEED = 20_260_401
"""Always the same, so that the same sums say the same thing whenever they are looked at."""


def associate(first: Sequence[float], second: Sequence[float], sizes: Sequence[int]) -> Interval | None:
    """Correlation of two values of each group, weighted by its size, with 95 % of a bootstrap over groups.

    None below twelve groups, or where one of the two is the same everywhere.
    """
    if not len(first) == len(second) == len(sizes):
        raise ValueError("not of the same groups")
    if len(sizes) < FEWEST_GROUPS:
        return None
    x, y, weights = (np.asarray(values, dtype=float) for values in (first, second, sizes))
    whole = _correlate(x[None, :], y[None, :], weights[None, :])[0]
    if np.isnan(whole):
        return None
    drawn = np.random.default_rng(_SEED).integers(len(sizes), size=(_ROUNDS, len(sizes)))
    found = _correlate(x[drawn], y[drawn], weights[drawn])
    low, high = np.percentile(found[~np.isnan(found)], [2.5, 97.5])
    return Interval(float(whole), float(low), float(high))


def _correlate(x: NDArray[np.float64], y: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each row; not a number where there is no spread."""
    parts = weights / weights.sum(axis=1, keepdims=True)
    x = x - (parts * x).sum(axis=1, keepdims=True)
    y = y - (parts * y).sum(axis=1, keepdims=True)
    spread = np.sqrt((parts * x * x).sum(axis=1) * (parts * y * y).sum(axis=1))
    together = (parts * x * y).sum(axis=1)
    found: NDArray[np.float64] = np.full_like(together, np.nan)
    np.divide(together, spread, out=found, where=spread > 1e-12)
    return found
