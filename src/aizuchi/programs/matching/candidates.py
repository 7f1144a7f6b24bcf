"""Who could be matched with whom: the best few of both sides, within the rules, and what makes each pair worth it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aizuchi.programs.matching.parts import Part, Shares
from aizuchi.programs.matching.problem import Bools, Floats, Ints, Problem
from aizuchi.programs.matching.rules import Rule

BEST = 50
"""How many of the other side are kept for each; the best of both sides, since lists of one side leave people alone."""
CELLS_AT_ONCE = 4_000_000
NOT_ALLOWED = np.float32(-1)


@dataclass(frozen=True, eq=False, kw_only=True)
class Candidates:
    """Sorted by mentee, then mentor.

    contributions: float[e, parts], what each part adds to the score; the score is their sum, at most 1
    mentee_score, mentor_score: what of it is either side's gain
    parts, rules: what they are called; hidden rules are left out
    ruled_out: bool[mentees], whom the rules that are not hidden leave nobody with a place
    """

    mentees: int
    mentors: int
    pair_mentee: Ints
    pair_mentor: Ints
    contributions: Shares
    mentee_score: Floats
    mentor_score: Floats
    parts: tuple[str, ...]
    rules: tuple[str, ...]
    ruled_out: Bools

    @property
    def score(self) -> Floats:
        return self.mentee_score + self.mentor_score

    def make_problem(
        self,
        *,
        capacity: Ints,
        mentee_rank: Ints | None = None,
        mentor_rank: Ints | None = None,
        locked: Sequence[tuple[int, int]] = (),
        mentee_ids: Sequence[str] = (),
        mentor_ids: Sequence[str] = (),
    ) -> Problem:
        nothing = np.zeros(0, dtype=np.int64)
        return Problem(
            mentees=self.mentees,
            mentors=self.mentors,
            capacity=capacity,
            pair_mentee=self.pair_mentee,
            pair_mentor=self.pair_mentor,
            score=self.score,
            mentee_score=self.mentee_score,
            mentor_score=self.mentor_score,
            mentee_rank=nothing if mentee_rank is None else mentee_rank,
            mentor_rank=nothing if mentor_rank is None else mentor_rank,
            locked=locked,
            mentee_ids=mentee_ids,
            mentor_ids=mentor_ids,
            ruled_out=self.ruled_out,
        )

    def ranks(self, wish_mentee: Ints, wish_mentor: Ints, rank: Ints) -> Ints:
        """int[e], the rank of each pair among these wishes, 0 for no wish; wishes that no rule allows are left out."""
        ranks = np.zeros(len(self.pair_mentee), dtype=np.int64)
        if len(ranks):
            keys = self.pair_mentee * np.int64(self.mentors) + self.pair_mentor
            wished = np.asarray(wish_mentee) * np.int64(self.mentors) + wish_mentor
            at = np.minimum(np.searchsorted(keys, wished), len(keys) - 1)
            found = keys[at] == wished
            ranks[at[found]] = np.asarray(rank)[found]
        return ranks


def find_candidates(
    *,
    mentees: int,
    mentors: int,
    capacity: Ints,
    parts: Sequence[Part],
    rules: Sequence[Rule] = (),
    wishes: Sequence[tuple[Ints, Ints]] = (),
    best: int = BEST,
) -> Candidates:
    """The `best` of each mentee and of each mentor by the score that the parts declare, among those whom the rules
    allow and who have a place; and every wish (arrays of mentees and mentors, of either side) that the rules allow."""
    search = _Search(mentees, mentors, np.asarray(capacity) > 0, tuple(parts), tuple(rules), best)
    found = [search.look_through(begin, end) for begin, end in _blocks(mentees, mentors)]
    wished = [search.keep_allowed(mentee, mentor) for mentee, mentor in wishes]
    keys = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found, *search.best_of_mentors(), *wished]))
    pair_mentee, pair_mentor = np.divmod(keys, np.int64(max(mentors, 1)))
    contributions = search.contributions(pair_mentee, pair_mentor)
    for_mentee = np.array([part.for_mentee for part in parts])
    return Candidates(
        mentees=mentees,
        mentors=mentors,
        pair_mentee=pair_mentee,
        pair_mentor=pair_mentor,
        contributions=contributions,
        mentee_score=contributions.astype(np.float64) @ for_mentee,
        mentor_score=contributions.astype(np.float64) @ (1 - for_mentee),
        parts=tuple(part.name for part in parts),
        rules=tuple(rule.name for rule in rules if not rule.hidden),
        ruled_out=search.ruled_out,
    )


def _blocks(mentees: int, mentors: int) -> Iterator[tuple[int, int]]:
    step = max(1, CELLS_AT_ONCE // max(mentors, 1))
    return ((begin, min(begin + step, mentees)) for begin in range(0, mentees, step))


class _Search:
    """Goes through the mentees block by block, and keeps the best of each mentor so far."""

    def __init__(
        self, mentees: int, mentors: int, has_place: Bools, parts: tuple[Part, ...], rules: tuple[Rule, ...], best: int
    ) -> None:
        self.mentees, self.mentors, self.has_place = mentees, mentors, has_place
        self.parts, self.rules, self.best = parts, rules, best
        whole = sum(part.weight for part in parts) or 1.0
        self.shares = [part.weight / whole for part in parts]
        self.ruled_out = np.zeros(mentees, dtype=np.bool_)
        self.best_scores = np.full((best, mentors), NOT_ALLOWED, dtype=np.float32)
        self.best_mentees = np.full((best, mentors), -1, dtype=np.int64)

    def look_through(self, begin: int, end: int) -> Ints:
        """Keys of the best of each mentee in the block."""
        scores = np.zeros((end - begin, self.mentors), dtype=np.float32)
        for share, part in zip(self.shares, self.parts, strict=True):
            scores += np.float32(share) * part.of_block(begin, end)
        rows = np.arange(begin, end)
        scores[~self._allowed(rows)] = NOT_ALLOWED
        self._keep_best_of_mentors(scores, rows)
        most = min(self.best, self.mentors)
        if not most:
            return np.zeros(0, dtype=np.int64)
        columns = np.argpartition(-scores, most - 1, axis=1)[:, :most]
        allowed = np.take_along_axis(scores, columns, axis=1) > NOT_ALLOWED
        keys: Ints = (rows[:, None] * np.int64(self.mentors) + columns)[allowed]
        return keys

    def _allowed(self, rows: Ints) -> Bools:
        allowed = np.broadcast_to(self.has_place, (len(rows), self.mentors)).copy()
        for rule in self.rules:
            if not rule.hidden:
                allowed &= rule.allows(rows, self.mentors)
        self.ruled_out[rows] = ~allowed.any(axis=1)
        for rule in self.rules:
            if rule.hidden:
                allowed &= rule.allows(rows, self.mentors)
        return allowed

    def _keep_best_of_mentors(self, scores: Shares, rows: Ints) -> None:
        """Merges the block into the best so far, for the mentors whom anybody in the block is worth more to."""
        changed = np.flatnonzero(scores.max(axis=0, initial=NOT_ALLOWED) > self.best_scores.min(axis=0))
        both = np.concatenate([self.best_scores[:, changed], scores[:, changed]])
        whose = np.concatenate(
            [self.best_mentees[:, changed], np.broadcast_to(rows[:, None], (len(rows), len(changed)))]
        )
        kept = np.argpartition(-both, self.best - 1, axis=0)[: self.best]
        self.best_scores[:, changed] = np.take_along_axis(both, kept, axis=0)
        self.best_mentees[:, changed] = np.take_along_axis(whose, kept, axis=0)

    def best_of_mentors(self) -> list[Ints]:
        mentors = np.broadcast_to(np.arange(self.mentors), self.best_mentees.shape)
        kept = self.best_scores > NOT_ALLOWED
        return [self.best_mentees[kept] * np.int64(self.mentors) + mentors[kept]]

    def keep_allowed(self, mentee: Ints, mentor: Ints) -> Ints:
        """Keys of the pairs that all rules allow, hidden ones too."""
        mentee, mentor = np.asarray(mentee, dtype=np.int64), np.asarray(mentor, dtype=np.int64)
        kept = self.has_place[mentor]
        for rule in self.rules:
            kept &= rule.allows_pairs(mentee, mentor)
        return mentee[kept] * np.int64(self.mentors) + mentor[kept]

    def contributions(self, mentee: Ints, mentor: Ints) -> Shares:
        columns = np.empty((len(mentee), len(self.parts)), dtype=np.float32)
        for at, (share, part) in enumerate(zip(self.shares, self.parts, strict=True)):
            columns[:, at] = np.float32(share) * part.of_pairs(mentee, mentor)
        return columns
