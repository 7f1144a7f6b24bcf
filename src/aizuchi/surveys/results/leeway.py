"""Between the least and the most that the scores of some answers can come to, for all that is told of how they are
parted. Many groups at once. Pure.

A part of the answers is `[start, end]`: those from the border `start` to the border `end`.
"""

from collections.abc import Collection
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
ANY = np.int64(2**40)
"""As many as there are: nothing is told of it."""


class Partings:
    """Sets of borders, known by their number."""

    def __init__(self, sets: Collection[frozenset[int]], answers: int) -> None:
        self.sets = list(sets)
        self.numbers = {borders: number for number, borders in enumerate(self.sets)}
        self.is_border: Flags = np.array([[one in borders for one in range(answers + 1)] for borders in self.sets])
        self.is_whole: Flags = np.all(self.is_border, axis=1)
        self.widest = self.numbers[frozenset({0, answers})]
        self._says_two: Flags = np.array([_says_two(borders) for borders in self.sets])

    def leave_open(self, numbers: Numbers, counts: Numbers, most: Numbers, k: int) -> Flags:
        """Whether the scores may be k more and k less, for all that is told with these borders, and where it is told
        of some answers that no more can be there."""
        is_border = self.is_border[numbers]
        counts = np.where(is_border[:, :-1] & is_border[:, 1:], 0, counts)  # an answer by itself: its score is told
        steps = np.arange(counts.shape[1])
        score = counts @ steps
        least = _fill(counts, is_border, most, steps)
        turned = most[:, ::-1, ::-1].transpose(0, 2, 1)
        greatest = _fill(counts[:, ::-1], is_border[:, ::-1], turned, steps[::-1])
        open_: Flags = np.minimum(score - least, greatest - score) >= k
        return open_ & ~self._says_two[numbers]


def _says_two(borders: Collection[int]) -> bool:
    """Two answers that only their scores part: these say how many gave each."""
    return sorted(end - start for start, end in pairwise(sorted(borders)))[-2:] in ([1, 2], [2])


def _fill(counts: Numbers, is_border: Flags, most: Numbers, scores: Numbers) -> Numbers:
    """What they score with everybody of each part at the first answers of it that have place."""
    people = _count_to_end(counts, is_border)
    # By start and answer, the least of all ends after it.
    places = np.minimum.accumulate(most[:, :-1, :0:-1], axis=2)[:, :, ::-1]
    found, left, score = np.zeros_like(counts), np.zeros_like(counts[:, 0]), np.zeros_like(counts[:, 0])
    for answer in range(counts.shape[1]):
        begins = is_border[:, answer]
        left = np.where(begins, people[:, answer], left)
        found[begins] = 0
        place = (places[:, : answer + 1, answer] - found[:, : answer + 1]).min(axis=1)
        here = np.maximum(np.minimum(left, place), 0)
        found[:, : answer + 1] += here[:, None]
        left = left - here
        score += here * scores[answer]
    return score


def _count_to_end(counts: Numbers, is_border: Flags) -> Numbers:
    """Of each answer: how many gave it or one after it up to the next border."""
    found = counts.copy()
    for answer in range(counts.shape[1] - 2, -1, -1):
        found[:, answer] += np.where(is_border[:, answer + 1], 0, found[:, answer + 1])
    return found
