"""A draft as numbers: who has whom, and who is offered instead."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from aizuchi.programs.matching import UNMATCHED
from aizuchi.programs.models import MatchDraft, Program
from aizuchi.programs.solving.pool import load_pool
from aizuchi.programs.solving.table import Numbers, make_numbers

MOST_AT_ONCE = 500
MOST_OFFERED = 20
LEFT_OUT_OF = 8
"""One in so many is not offered, by chance, so that nobody can guess why somebody is missing."""


@dataclass(frozen=True, kw_only=True)
class DraftedPairs:
    """Of one pool, with what is published taken out."""

    numbers: Numbers
    pairs: list[tuple[int, int]]
    locked: list[tuple[int, int]]

    @property
    def is_one_pool(self) -> bool:
        return self.numbers.pool.is_one_pool

    @cached_property
    def loads(self) -> Counter[int]:
        return self.count(self.pairs)

    def count(self, pairs: Sequence[tuple[int, int]]) -> Counter[int]:
        """With how many each mentor is."""
        return Counter(at for pair in pairs for at in (pair if self.is_one_pool else pair[1:]))

    def count_free(self, mentor: int) -> int:
        return int(self.numbers.problem.capacity[mentor]) - self.loads[mentor]

    def partner_of(self, mentee: int) -> int:
        for one, other in self.pairs:
            if one == mentee:
                return other
            if self.is_one_pool and other == mentee:
                return one
        return UNMATCHED

    def options_of(self, mentee: int) -> list[int]:
        """Everybody who could be their partner, best first."""
        problem = self.numbers.problem
        found = set(problem.pair_mentor[problem.pair_mentee == mentee].tolist())
        if self.is_one_pool:
            found |= set(problem.pair_mentee[problem.pair_mentor == mentee].tolist())
        options = sorted(found)
        scores = dict(zip(options, self.numbers.scores([(mentee, other) for other in options]), strict=True))
        return sorted(options, key=lambda other: (-scores[other], other))

    def offered_to(self, mentee: int) -> list[int]:
        """The best few of them, and whom they have.

        A wish for somebody without a place is not among them, no more than one that the rules forbid.
        """
        current, options = self.partner_of(mentee), self.options_of(mentee)
        ranks = dict(zip(options, self.numbers.ranks([(mentee, other) for other in options]), strict=True))
        shown = [
            other
            for other in options
            if other == current
            or (ranks[other][0] and self.count_free(other) > 0)
            or not (ranks[other][0] or self._is_left_out(mentee, other))
        ]
        best = shown[:MOST_OFFERED]
        return best if current in best or current not in shown else [*best, current]

    def _is_left_out(self, mentee: int, other: int) -> bool:
        two = f"{self.numbers.pool.mentees[mentee].pk}{self.numbers.pool.mentors[other].pk}"
        return hashlib.blake2b(two.encode(), digest_size=2).digest()[0] % LEFT_OUT_OF == 0

    def count_impossible(self, mentee: int) -> int:
        """Wishes that are not offered: full, not by the rules, gone. One number for all of them."""
        own = self.numbers.pool.mentees[mentee].pk
        offered = {self.numbers.pool.mentors[other].pk for other in self.offered_to(mentee)}
        return sum(wanted not in offered for one, wanted, _rank in self.numbers.pool.wishes if one == own)


def version_of(draft: MatchDraft) -> int:
    """One number for the draft and what was done to it."""
    return draft.number * 100_000 + draft.version


def is_large(program: Program) -> bool:
    """Worked out by a job."""
    return program.participants.joined().count() > MOST_AT_ONCE


def read_draft(draft: MatchDraft, now: datetime.datetime) -> DraftedPairs:
    pool = load_pool(draft.program, now=now, round_number=draft.summary.get("round", 1))
    numbers = make_numbers(pool)
    rows = list(draft.matches.filter(published_at__isnull=True).values_list("mentee_id", "mentor_id", "is_locked"))
    return DraftedPairs(
        numbers=numbers,
        pairs=sorted(numbers.place((mentee, mentor) for mentee, mentor, _locked in rows)),
        locked=sorted(numbers.place((mentee, mentor) for mentee, mentor, is_locked in rows if is_locked)),
    )
