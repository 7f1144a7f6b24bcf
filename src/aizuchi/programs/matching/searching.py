"""The best few of both sides out of a table that is too large to be made at once."""

from collections.abc import Sequence

import numpy as np

from aizuchi.programs.matching.parts import RankedWishes, ScorePart, Shares
from aizuchi.programs.matching.problem import Bools, Ints
from aizuchi.programs.matching.rules import Rule

CELLS_AT_ONCE = 1_000_000
NOT_ALLOWED = np.float32(-1)
LOWEST = np.float32(-0.5)
"""Above NOT_ALLOWED, and below whatever is allowed."""
LOT = 1e-4
"""As much decides between equals, so that not all get the same few."""
DIRECTIONS = 6
SAMPLE = 1024


def find_best_pairs(
    mentees: Ints,
    mentors: Ints,
    *,
    parts: Sequence[ScorePart],
    shares: Sequence[float],
    rules: Sequence[Rule],
    best: int,
) -> Ints:
    """int[2, e]: for each of these mentees the `best` mentors, and for each mentor the `best` mentees, in no order.

    shares: how much each part counts. Wishes are left out, as they are candidates anyhow.
    """
    table = _ScoreBlocks(mentees, mentors, parts, shares, rules)
    of_mentors = _BestOfMentors(len(mentors), best)
    found = []
    for begin in range(0, len(mentees), table.rows_at_once):
        rows = np.arange(begin, min(begin + table.rows_at_once, len(mentees)))
        block = table.make(rows)
        row, column, worth = _pick(block, block >= _thresholds(block, best)[:, None])
        first = _best_of_each(row, worth, best)
        found.append(np.stack([rows[row[first]], column[first]]))
        of_mentors.look_at(rows, block)
    found.append(of_mentors.finish())
    pairs = np.concatenate(found, axis=1) if found else np.zeros((2, 0), dtype=np.int64)
    return np.stack([mentees[pairs[0]], mentors[pairs[1]]])


class _ScoreBlocks:
    """What the pairs are worth, block by block; NOT_ALLOWED where a rule forbids it."""

    def __init__(
        self, mentees: Ints, mentors: Ints, parts: Sequence[ScorePart], shares: Sequence[float], rules: Sequence[Rule]
    ) -> None:
        self.mentees, self.mentors, self.rules = mentees, mentors, rules
        self.rows_at_once = max(1, CELLS_AT_ONCE // max(len(mentors), 1))
        self.others: list[tuple[float, ScorePart]] = []
        columns = [_draw_lots(len(mentees), len(mentors))]
        for part, share in zip(parts, shares, strict=True):
            if isinstance(part, RankedWishes):
                continue
            factors = part.factors()
            if factors is None:
                self.others.append((share, part))
            else:
                columns.append((np.float32(share) * factors[0][mentees], factors[1][mentors]))
        self.left = np.concatenate([left for left, _ in columns], axis=1)
        self.right = np.ascontiguousarray(np.concatenate([right for _, right in columns], axis=1).T)

    def make(self, rows: Ints) -> Shares:
        block: Shares = self.left[rows] @ self.right
        mentees = self.mentees[rows]
        for share, part in self.others:
            block += np.float32(share) * part.of_block(mentees, self.mentors)
        for rule in self.rules:
            np.copyto(block, NOT_ALLOWED, where=rule.forbids(mentees, self.mentors))
        return block


def _draw_lots(mentees: int, mentors: int) -> tuple[Shares, Shares]:
    """Columns whose products lie between 0 and LOT, the same for the same numbers: everybody looks in some direction,
    and those who look the same way are others for each. (With one number, all would have the same few at the top.)"""
    rng = np.random.default_rng(0)
    both = [rng.standard_normal((many, DIRECTIONS)) for many in (mentees, mentors)]
    left, right = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in both)
    half = np.float32(LOT / 2)
    return (
        np.hstack([np.full((mentees, 1), half), half * left]).astype(np.float32),
        np.hstack([np.ones((mentors, 1)), right]).astype(np.float32),
    )


def _thresholds(block: Shares, best: int) -> Shares:
    """float32[rows]: at least `best` of each row reach it, if so many are allowed; not many more, judged by some."""
    columns = block.shape[1]
    if not columns:
        return np.full(len(block), LOWEST)
    step = max(1, columns // SAMPLE)
    some = block[:, ::step]
    nth = min(best if step == 1 else 2 * best // step + 8, some.shape[1])
    found = np.partition(some, some.shape[1] - nth, axis=1)[:, some.shape[1] - nth]
    if step > 1:
        few = np.flatnonzero(np.count_nonzero(block >= found[:, None], axis=1) < best)
        exact = min(best, columns)
        found[few] = np.partition(block[few], columns - exact, axis=1)[:, columns - exact]
    return np.maximum(found, LOWEST)


def _pick(block: Shares, which: Bools) -> tuple[Ints, Ints, Shares]:
    """Rows, columns and values; in one dimension, which is ten times as fast as in two."""
    at = np.flatnonzero(which)
    row, column = np.divmod(at, max(block.shape[1], 1))
    return row, column, block.ravel()[at]


def _best_of_each(one: Ints, worth: Shares, best: int) -> Ints:
    """Positions of the `best` of each, by worth, which is 0 or more.

    Sorted as whole numbers, which is ten times as fast: bits of positive floats stand in the order of their values.
    """
    order = np.argsort((one << 32) - worth.view(np.int32))
    begins = np.flatnonzero(np.diff(one[order], prepend=-1))
    nth = np.arange(len(order)) - np.repeat(begins, np.diff(begins, append=len(order)))
    return order[nth < best]


class _BestOfMentors:
    """Keeps whoever may still be among the best of a mentor, and forgets the others from time to time."""

    def __init__(self, mentors: int, best: int) -> None:
        self.best, self.most_kept = best, 4 * best * max(mentors, 1)
        self.thresholds = np.full(mentors, LOWEST)
        self.kept: list[tuple[Ints, Ints, Shares]] = []
        self.many = 0

    def look_at(self, rows: Ints, block: Shares) -> None:
        row, column, worth = _pick(block, block > self.thresholds)
        self.kept.append((rows[row], column, worth))
        self.many += len(row)
        if self.many > self.most_kept:
            self._forget()

    def _forget(self) -> None:
        row, column, worth = (np.concatenate(column) for column in zip(*self.kept, strict=True))
        first = _best_of_each(column, worth, self.best)
        row, column, worth = row[first], column[first], worth[first]
        self.kept, self.many = [(row, column, worth)], len(row)
        full = np.bincount(column, minlength=len(self.thresholds)) >= self.best
        least = np.full(len(self.thresholds), np.inf, dtype=np.float32)
        np.minimum.at(least, column, worth)
        self.thresholds = np.where(full, least, LOWEST)

    def finish(self) -> Ints:
        if not self.kept:
            return np.zeros((2, 0), dtype=np.int64)
        self._forget()
        row, column, _ = self.kept[0]
        return np.stack([row, column])


def find_ruled_out(mentees: Ints, mentors: Ints, rules: Sequence[Rule]) -> Bools:
    """bool[len(mentees)], whom the rules that are not hidden leave nobody of these mentors."""
    ruled_out = np.zeros(len(mentees), dtype=np.bool_)
    step = max(1, CELLS_AT_ONCE // max(len(mentors), 1))
    for begin in range(0, len(mentees), step):
        here = mentees[begin : begin + step]
        forbidden = np.zeros((len(here), len(mentors)), dtype=np.bool_)
        for rule in rules:
            if not rule.hidden:
                forbidden |= rule.forbids(here, mentors)
        ruled_out[begin : begin + step] = forbidden.all(axis=1)
    return ruled_out
