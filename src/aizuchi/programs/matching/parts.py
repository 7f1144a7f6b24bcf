"""What makes a pair worth something: only what people declared, and what everybody knows of them.

Each part gives every pair between 0 and 1: by blocks of mentees beside mentors, to find candidates, and pair by pair,
to explain. What is a sum of products says so (`factors`): then one product of matrices gives all such parts at once.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from aizuchi.programs.matching.problem import Bools, Ints

Shares: TypeAlias = NDArray[np.float32]
Factors: TypeAlias = tuple[Shares, Shares]

UNANSWERED = -1
MOST_VALUES = 64
"""Up to so many values are told apart by a column each."""
PAIRS_AT_ONCE = 1_000_000


class ScorePart(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def for_mentee(self) -> float:
        """How much of it is the mentee's gain, between 0 and 1; what is left is the mentor's."""

    def factors(self) -> Factors | None:
        """float32[mentees, k] and float32[mentors, k], whose products add up to the part; None where nothing does."""

    def of_block(self, mentees: Ints, mentors: Ints) -> Shares:
        """float32[len(mentees), len(mentors)], everybody of the one beside everybody of the other."""

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        """float32[e]"""


@dataclass(frozen=True, eq=False, kw_only=True)
class RankedWishes:
    """Of one side: 1 for the first wish, down to 1 / most for the last. All wishes become candidates."""

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

    @cached_property
    def _table(self) -> csr_array:
        share = np.maximum(self.most + 1 - np.asarray(self.rank), 1) / self.most
        shape = (self.mentees, self.mentors)
        return csr_array((share.astype(np.float32), (self.pair_mentee, self.pair_mentor)), shape=shape)

    def factors(self) -> Factors | None:
        return None

    def of_block(self, mentees: Ints, mentors: Ints) -> Shares:
        block: Shares = self._table[mentees][:, mentors].toarray()
        return block

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        if not len(mentee) or not self._table.nnz:
            return np.zeros(len(mentee), dtype=np.float32)
        return np.asarray(self._table[mentee, mentor], dtype=np.float32).ravel()


@dataclass(frozen=True, eq=False, kw_only=True)
class InCommon:
    """What both have: topics × ways of meeting that one wants and the other offers, languages, times.

    mentee, mentor: bool[people, things]
    enough: with so many in common it is 1, below that 0; without it, the share of what the mentee has
    """

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Bools
    mentor: Bools
    enough: int | None = None

    def factors(self) -> Factors | None:
        if self.enough is not None:
            return None
        has = np.maximum(self._many, 1)[:, None]
        return np.asarray(self.mentee / has, dtype=np.float32), np.asarray(self.mentor, dtype=np.float32)

    def of_block(self, mentees: Ints, mentors: Ints) -> Shares:
        common = self._columns[0][mentees] @ self._columns[1][mentors].T
        return self._share(common, mentees[:, None])

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return self._share(_count_common(self._bits[0], self._bits[1], mentee, mentor), mentee)

    @cached_property
    def _many(self) -> Ints:
        """int[mentees], how many things each has."""
        return np.asarray(np.asarray(self.mentee).sum(axis=1), dtype=np.int64)

    @cached_property
    def _columns(self) -> Factors:
        return np.asarray(self.mentee, dtype=np.float32), np.asarray(self.mentor, dtype=np.float32)

    @cached_property
    def _bits(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        return np.packbits(np.asarray(self.mentee, bool), axis=1), np.packbits(np.asarray(self.mentor, bool), axis=1)

    def _share(self, common: Shares, mentee: Ints) -> Shares:
        if self.enough is not None:
            return np.asarray(common >= self.enough, dtype=np.float32)
        return np.asarray(common / np.maximum(self._many, 1)[mentee], dtype=np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class Alike:
    """Of the questions that the mentee answered, the share that the mentor answered in the same way.

    mentee, mentor: int[people, questions], the answer's code or UNANSWERED
    """

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Ints
    mentor: Ints

    def factors(self) -> Factors:
        answered = np.maximum((self.mentee != UNANSWERED).sum(axis=1), 1)[:, None]
        questions = range(self.mentee.shape[1])
        codes = [np.setdiff1d(self.mentee[:, at], [UNANSWERED]) for at in questions]
        columns = [(at, code) for at in questions for code in codes[at].tolist()]
        both = [
            np.array([side[:, at] == code for at, code in columns], dtype=np.float32).reshape(len(columns), len(side)).T
            for side in (self.mentee, self.mentor)
        ]
        return np.asarray(both[0] / answered, dtype=np.float32), both[1]

    def of_block(self, mentees: Ints, mentors: Ints) -> Shares:
        return self._share(self.mentee[mentees][:, None, :], self.mentor[mentors][None, :, :])

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return self._share(self.mentee[mentee], self.mentor[mentor])

    def _share(self, one: Ints, other: Ints) -> Shares:
        answered = one != UNANSWERED
        same = (answered & (one == other)).sum(axis=-1, dtype=np.float32)
        return np.asarray(same / np.maximum(answered.sum(axis=-1, dtype=np.float32), 1), dtype=np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class Lead:
    """How near the mentor's lead in years or grades is to what is wished: 1 at `wished`, 0 from `reach` away on.

    mentee, mentor: float[people]; NaN is near nothing
    """

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Shares
    mentor: Shares
    wished: float
    reach: float

    def factors(self) -> Factors | None:
        values, of_mentor = np.unique(self.mentor, return_inverse=True)
        if len(values) > MOST_VALUES:
            return None
        return self._near(np.asarray(self.mentee)[:, None], values), _one_column_each(of_mentor, len(values))

    def of_block(self, mentees: Ints, mentors: Ints) -> Shares:
        return self._near(self.mentee[mentees][:, None], self.mentor[mentors])

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return self._near(self.mentee[mentee], self.mentor[mentor])

    def _near(self, mentee: Shares, mentor: Shares) -> Shares:
        near = 1 - np.abs((mentor - mentee) - self.wished) / self.reach
        return np.asarray(np.maximum(np.nan_to_num(near, nan=0.0), 0), dtype=np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class KindTable:
    """Looked up from what kind the two are of: how far apart two units are, how well two grades go together.

    mentee, mentor: int[people], kinds; worth: float[kinds, kinds], mentee's first, between 0 and 1
    """

    name: str
    weight: float
    for_mentee: float = 0.5
    mentee: Ints
    mentor: Ints
    worth: Shares

    def factors(self) -> Factors | None:
        kinds = self.worth.shape[1]
        if kinds > MOST_VALUES:
            return None
        return np.asarray(self.worth[self.mentee], dtype=np.float32), _one_column_each(self.mentor, kinds)

    def of_block(self, mentees: Ints, mentors: Ints) -> Shares:
        return np.asarray(self.worth[self.mentee[mentees]][:, self.mentor[mentors]], dtype=np.float32)

    def of_pairs(self, mentee: Ints, mentor: Ints) -> Shares:
        return np.asarray(self.worth[self.mentee[mentee], self.mentor[mentor]], dtype=np.float32)


def _one_column_each(kind: Ints, kinds: int) -> Shares:
    return np.asarray(np.asarray(kind)[:, None] == np.arange(kinds), dtype=np.float32)


def _count_common(one: NDArray[np.uint8], other: NDArray[np.uint8], mentee: Ints, mentor: Ints) -> Shares:
    """float32[e], how many bits the two rows of each pair share."""
    common = np.zeros(len(mentee), dtype=np.float32)
    for begin in range(0, len(mentee), PAIRS_AT_ONCE):
        here = slice(begin, begin + PAIRS_AT_ONCE)
        common[here] = np.bitwise_count(one[mentee[here]] & other[mentor[here]]).sum(axis=1)
    return common
