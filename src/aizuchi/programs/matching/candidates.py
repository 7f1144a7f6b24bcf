"""Who could be matched with whom: the best few of both sides, within the rules, and what makes each pair worth it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from aizuchi.programs.matching.parts import RankedWishes, ScorePart, Shares
from aizuchi.programs.matching.problem import Bools, Floats, Ints, Problem
from aizuchi.programs.matching.rules import Rule
from aizuchi.programs.matching.searching import find_best_pairs, find_ruled_out
from aizuchi.programs.matching.solving import can_match, count_matchable

BEST = 50
"""How many of the other side are kept for each; the best of both sides, since lists of one side leave people alone."""
MOST_PAIRS = 10_000_000
"""Not more are looked for where somebody would be left alone."""


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
    parts: Sequence[ScorePart],
    rules: Sequence[Rule] = (),
    best: int = BEST,
) -> Candidates:
    """The `best` of each mentee and of each mentor by the score that the parts declare without wishes, among those whom
    the rules allow and who have a place; and every wish that the rules allow. Where somebody would be left alone by so
    few, there are more of them, as long as that helps.

    People who are equal are told apart by where they stand: whoever wants the same match again gives them in the same
    order (`ordering.order_by_hash`).
    """
    shares = share_out(parts)
    places = np.asarray(capacity, dtype=np.int64)
    open_ = np.flatnonzero(places > 0)
    everybody = np.arange(mentees)
    wished = [keep_allowed(part, places, rules) for part in parts if isinstance(part, RankedWishes)]

    def find(best: int) -> tuple[Ints, Ints]:
        found = find_best_pairs(everybody, open_, parts=parts, shares=shares, rules=rules, best=best)
        return put_together([found, *wished], mentors)

    pair_mentee, pair_mentor = _find_enough(find, places, best=best, most=max(mentees, len(open_)))
    alone = np.setdiff1d(everybody, pair_mentee)
    ruled_out = np.zeros(mentees, dtype=np.bool_)
    ruled_out[alone] = find_ruled_out(alone, open_, rules)
    contributions, mentee_score, mentor_score = weigh(parts, shares, pair_mentee, pair_mentor)
    return Candidates(
        mentees=mentees,
        mentors=mentors,
        pair_mentee=pair_mentee,
        pair_mentor=pair_mentor,
        contributions=contributions,
        mentee_score=mentee_score,
        mentor_score=mentor_score,
        parts=tuple(part.name for part in parts),
        rules=tuple(rule.name for rule in rules if not rule.hidden),
        ruled_out=ruled_out,
    )


def share_out(parts: Sequence[ScorePart]) -> list[float]:
    """How much of the whole each part counts; together 1."""
    whole = sum(part.weight for part in parts) or 1.0
    return [part.weight / whole for part in parts]


def _find_enough(
    find: Callable[[int], tuple[Ints, Ints]], capacity: Ints, *, best: int, most: int
) -> tuple[Ints, Ints]:
    """The fewest pairs by which as many can have somebody as by twice as many, and so on."""
    pairs = find(best)
    matched = len(np.unique(pairs[0]))
    if best >= most or can_match(*pairs, capacity, min(matched, int(capacity.sum()))):
        return pairs
    matched = count_matchable(*pairs, capacity)
    while best < most and 2 * len(pairs[0]) <= MOST_PAIRS:
        best *= 2
        more = find(best)
        if (now := count_matchable(*more, capacity)) > matched:
            pairs, matched = more, now
        if matched >= min(len(np.unique(more[0])), int(capacity.sum())):
            break
    return pairs


def keep_allowed(wishes: RankedWishes, capacity: Ints, rules: Sequence[Rule]) -> Ints:
    """int[2, e], the wishes for whom there is a place and no rule against it, hidden ones neither."""
    mentee, mentor = np.asarray(wishes.pair_mentee, np.int64), np.asarray(wishes.pair_mentor, np.int64)
    kept = capacity[mentor] > 0
    for rule in rules:
        kept &= ~rule.forbids_pairs(mentee, mentor)
    return np.stack([mentee[kept], mentor[kept]])


def put_together(found: Sequence[Ints], mentors: int) -> tuple[Ints, Ints]:
    """Each pair once, by mentee, then mentor."""
    keys = np.concatenate([mentee * np.int64(max(mentors, 1)) + mentor for mentee, mentor in found])
    keys.sort()
    pair_mentee, pair_mentor = np.divmod(keys[np.diff(keys, prepend=-1) > 0], np.int64(max(mentors, 1)))
    return pair_mentee, pair_mentor


def weigh(
    parts: Sequence[ScorePart], shares: Sequence[float], mentee: Ints, mentor: Ints
) -> tuple[Shares, Floats, Floats]:
    """What each part adds to each pair, and what the two sides gain by all of them."""
    contributions = np.empty((len(mentee), len(parts)), dtype=np.float32)
    mentee_score, mentor_score = np.zeros(len(mentee)), np.zeros(len(mentee))
    for at, (share, part) in enumerate(zip(shares, parts, strict=True)):
        given = np.float32(share) * part.of_pairs(mentee, mentor)
        contributions[:, at] = given
        mentee_score += part.for_mentee * given
        mentor_score += (1 - part.for_mentee) * given
    return contributions, mentee_score, mentor_score
