"""What makes a pair worth something: only what people declared, and what everybody knows of them.

Each part gives every pair between 0 and 1, by blocks of mentees (to find candidates) and pair by pair (to explain).
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from aizuchi.programs.matching.problem import Ints

Shares: TypeAlias = NDArray[np.float32]

UNANSWERED = -1


class Part(Protocol):
    name: str
    weight: float
    for_mentee: float
    """How much of it is the mentee's gain; what is left is the mentor's."""

    def of_block(self, begin: int, end: int) -> Shares:
        """float32[end - begin, mentors]"""

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        """float32[e]"""


@dataclass(frozen=True, eq=False, kw_only=True)
class Wishes:
    """Of one side: 1 for the first wish, down to 1 / most for the last."""

    name: str
    weight: float
    for_mentee: float
    mentees: int
    mentors: int
    pair_mentee: Ints
    pair_mentor: Ints
    rank: Ints
    """From 1."""
    most: int = 5

    @property
    def table(self) -> csr_array:
        share = np.maximum(self.most + 1 - self.rank, 1) / self.most
        shape = (self.mentees, self.mentors)
        return csr_array((share.astype(np.float32), (self.pair_mentee, self.pair_mentor)), shape=shape)

    def of_block(self, begin: int, end: int) -> Shares:
        block: Shares = self.table[begin:end].toarray()
        return block

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return _look_up(self.table, mentee, mentor)


@dataclass(frozen=True, eq=False, kw_only=True)
class InCommon:
    """What both have: topics × ways of meeting that one wants and the other offers, languages, times.

    mentee, mentor: float or bool[people, things], dense or sparse
    enough: with so much in common it is 1, below that 0; without it, the share of what the mentee has
    """

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Shares | csr_array
    mentor: Shares | csr_array
    enough: float | None = None

    def of_block(self, begin: int, end: int) -> Shares:
        common = csr_array(self.mentee)[begin:end].astype(np.float32) @ csr_array(self.mentor).astype(np.float32).T
        return self._share(common.toarray(), np.arange(begin, end)[:, None])

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        left, right = csr_array(self.mentee).astype(np.float32), csr_array(self.mentor).astype(np.float32)
        common = np.empty(len(mentee), dtype=np.float32)
        for begin in range(0, len(mentee), PAIRS_AT_ONCE):
            part = slice(begin, begin + PAIRS_AT_ONCE)
            common[part] = left[mentee[part]].multiply(right[mentor[part]]).sum(axis=1)
        return self._share(common, mentee)

    def _share(self, common: Shares, mentee: Ints) -> Shares:
        if self.enough is not None:
            return np.asarray(common >= self.enough, dtype=np.float32)
        has = np.asarray(csr_array(self.mentee).sum(axis=1)).ravel()[mentee]
        return np.asarray(common / np.maximum(has, 1), dtype=np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class Alike:
    """The share of questions that both answered in the same way, of those that both answered.

    mentee, mentor: int[people, questions], the answer's code or UNANSWERED
    """

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Ints
    mentor: Ints

    def of_block(self, begin: int, end: int) -> Shares:
        return self._share(self.mentee[begin:end, None, :], self.mentor[None, :, :])

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return self._share(self.mentee[mentee], self.mentor[mentor])

    def _share(self, one: Ints, other: Ints) -> Shares:
        both = (one != UNANSWERED) & (other != UNANSWERED)
        same = (both & (one == other)).sum(axis=-1, dtype=np.float32)
        return np.asarray(same / np.maximum(both.sum(axis=-1, dtype=np.float32), 1), dtype=np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class Lead:
    """How near the mentor's lead in years or grades is to what is wished: 1 at `wished`, 0 from `reach` away on."""

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Shares
    mentor: Shares
    wished: float
    reach: float

    def of_block(self, begin: int, end: int) -> Shares:
        return self._near(self.mentee[begin:end, None], self.mentor)

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return self._near(self.mentee[mentee], self.mentor[mentor])

    def _near(self, mentee: Shares, mentor: Shares) -> Shares:
        near = 1 - np.abs((mentor - mentee) - self.wished) / self.reach
        near = np.nan_to_num(near, nan=0.0)
        return np.asarray(np.maximum(near, 0), dtype=np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """Looked up from what kind the two are of: how far apart two units are, how well two grades go together.

    mentee, mentor: int[people], kinds; worth: float32[kinds, kinds], mentee's first, between 0 and 1
    """

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Ints
    mentor: Ints
    worth: Shares

    def of_block(self, begin: int, end: int) -> Shares:
        return self.worth[self.mentee[begin:end]][:, self.mentor].astype(np.float32)

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return self.worth[self.mentee[mentee], self.mentor[mentor]].astype(np.float32)


PAIRS_AT_ONCE = 1_000_000


def _look_up(table: csr_array, mentee: Ints, mentor: Ints) -> Shares:
    if not len(mentee):
        return np.zeros(0, dtype=np.float32)
    return np.asarray(table[mentee, mentor], dtype=np.float32).ravel()
