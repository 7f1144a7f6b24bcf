"""Against values of statsmodels 0.15 (proportion_confint, confint_proportions_2indep, tconfint_mean, tconfint_diff)."""

from collections.abc import Iterable

import pytest

from aizuchi.surveys.reading.intervals import Interval, mean, mean_change, share, share_change


def counts(*given: int) -> dict[int, int]:
    return dict(enumerate(given, start=1))


def bounds(interval: Interval | None) -> Iterable[float]:
    assert interval is not None
    return (interval.low, interval.high)


@pytest.mark.parametrize(
    ("count", "whole", "expected"),
    [
        (8, 10, (0.490162472, 0.943317849)),
        (0, 12, (0.0, 0.242494007)),
        (12, 12, (0.757505993, 1.0)),
        (37, 81, (0.352733327, 0.564759841)),
        (4500, 10000, (0.440270356, 0.459768044)),
    ],
)
def test_a_share(count: int, whole: int, expected: tuple[float, float]) -> None:
    assert bounds(share(count, whole)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((1, 2, 3, 4, 2), (2.551247312, 4.115419355)),
        ((0, 0, 10, 0, 0), (3.0, 3.0)),
        ((5, 10, 40, 120, 60), (3.822193176, 4.050147249)),
        ((3, 0, 0, 0, 9), (2.850572988, 5.149427012)),
    ],
)
def test_a_mean(given: tuple[int, ...], expected: tuple[float, float]) -> None:
    assert bounds(mean(counts(*given))) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((1, 2, 3, 4, 2), (0, 1, 2, 6, 5), (-0.161985583, 1.63817606)),
        ((5, 10, 40, 120, 60), (9, 30, 50, 90, 40), (-0.560757549, -0.197427625)),
    ],
)
def test_a_change_of_means(before: tuple[int, ...], after: tuple[int, ...], expected: tuple[float, float]) -> None:
    assert bounds(mean_change(counts(*before), counts(*after))) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ((8, 10), (5, 12), (-0.023608128, 0.648758284)),
        ((180, 235), (130, 219), (0.086697878, 0.255000063)),
        ((10, 10), (0, 10), (0.60750935, 1.0)),
    ],
)
def test_a_change_of_shares(after: tuple[int, int], before: tuple[int, int], expected: tuple[float, float]) -> None:
    assert bounds(share_change(before, after)) == pytest.approx(expected, abs=1e-6)


def test_of_one_answer_nothing_is_said() -> None:
    assert mean(counts(0, 0, 1)) is None
    assert mean_change(counts(0, 0, 1), counts(0, 4, 4)) is None
