"""Shares and means of answers with 95 % intervals."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scipy.special import ndtri, stdtrit

LEVEL = 0.95
_Z = float(ndtri((1 + LEVEL) / 2))


@dataclass(frozen=True, slots=True)
class Interval:
    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0

    @property
    def surely(self) -> float:
        """How far it is from zero at least; 0 where it may be nothing."""
        return max(self.low, -self.high, 0.0)

    def within(self, lowest: float, highest: float) -> "Interval":
        """A scale ends: where the interval does not, it says more than there can be."""
        return Interval(self.value, max(self.low, lowest), min(self.high, highest))


def share(count: int, whole: int) -> Interval:
    """Wilson's score interval, Journal of the American Statistical Association 22 (1927)."""
    part, square = count / whole, _Z * _Z
    middle = (count + square / 2) / (whole + square)
    half = _Z / (whole + square) * math.sqrt(whole * part * (1 - part) + square / 4)
    return Interval(part, max(0.0, middle - half), min(1.0, middle + half))


def share_change(before: tuple[int, int], after: tuple[int, int]) -> Interval:
    """Of (count, whole) to (count, whole): Newcombe's hybrid of two Wilson intervals, Statistics in Medicine 17 (1998),
    his method 10."""
    first, second = share(*before), share(*after)
    value = second.value - first.value
    down = math.hypot(second.value - second.low, first.high - first.value)
    up = math.hypot(second.high - second.value, first.value - first.low)
    return Interval(value, value - down, value + up)


def mean(counts: Mapping[int, int]) -> Interval | None:
    """Of scores with how often each was given: Student's. None of fewer than two."""
    moments = _moments(counts)
    if moments is None:
        return None
    half = float(stdtrit(moments.number - 1, (1 + LEVEL) / 2)) * math.sqrt(moments.square_error)
    return Interval(moments.mean, moments.mean - half, moments.mean + half)


def mean_of_parts(parts: Mapping[tuple[int, int], int], total: int) -> Interval | None:
    """Of scores of which only the total is known and how many lie between two ends: Student's, with the largest spread
    that fits, so that it says nothing of how they are spread."""
    number = sum(parts.values())
    if number < 2:
        return None
    average, left = total / number, total - sum(low * count for (low, _), count in parts.items())
    squares = 0.0
    for (low, high), count in sorted(parts.items(), key=lambda one: -sum(one[0])):
        moved = min(left, (high - low) * count)
        left -= moved
        squares += low * low * count + (low + high) * moved
    error = math.sqrt(max(squares - number * average**2, 0.0) / (number - 1) / number)
    half = float(stdtrit(number - 1, (1 + LEVEL) / 2)) * error
    return Interval(average, average - half, average + half)


def mean_change(before: Mapping[int, int], after: Mapping[int, int]) -> Interval | None:
    """Student's with unequal variances, Welch, Biometrika 34 (1947). Answers of two rounds cannot be paired: nobody
    knows whose they are."""
    first, second = _moments(before), _moments(after)
    if first is None or second is None:
        return None
    value, error = second.mean - first.mean, first.square_error + second.square_error
    if error == 0:
        return Interval(value, value, value)
    freedom = error**2 / sum(one.square_error**2 / (one.number - 1) for one in (first, second))
    half = float(stdtrit(freedom, (1 + LEVEL) / 2)) * math.sqrt(error)
    return Interval(value, value - half, value + half)


@dataclass(frozen=True, slots=True)
class _Moments:
    number: int
    mean: float
    square_error: float
    """Of the mean."""


def _moments(counts: Mapping[int, int]) -> _Moments | None:
    number = sum(counts.values())
    if number < 2:
        return None
    average = sum(score * count for score, count in counts.items()) / number
    squares = sum(count * (score - average) ** 2 for score, count in counts.items())
    return _Moments(number, average, squares / (number - 1) / number)
