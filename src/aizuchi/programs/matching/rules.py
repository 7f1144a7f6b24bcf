"""Hard rules: what forbids two people each other, whatever they are worth to each other."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from aizuchi.programs.matching.problem import Bools, Ints

UNKNOWN = -1


class Rule(Protocol):
    name: str
    hidden: bool
    """Known to whoever made it and to nobody else, as a veto is: never told, and never a reason that is named."""

    def allows(self, mentees: Ints, mentors: int) -> Bools:
        """bool[len(mentees), mentors]; `mentees` stand in order, without gaps."""

    def allows_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        """bool[len(mentee)], of these pairs."""


@dataclass(frozen=True, eq=False)
class Other:
    """Not the same: the unit of the two, or their site. Whose is UNKNOWN is forbidden nobody."""

    name: str
    mentee: Ints
    """int[mentees], a code."""
    mentor: Ints
    """int[mentors], codes of the same kind."""
    hidden: bool = False

    def allows(self, mentees: Ints, mentors: int) -> Bools:
        return self._differ(self.mentee[mentees, None], self.mentor)

    def allows_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        return self._differ(self.mentee[mentee], self.mentor[mentor])

    def _differ(self, mentee: Ints, mentor: Ints) -> Bools:
        differ: Bools = (mentee != mentor) | (mentor == UNKNOWN)
        return differ


@dataclass(frozen=True, eq=False)
class Same:
    """The same: the kind of work of the two, or their site. Whose is UNKNOWN is forbidden everybody."""

    name: str
    mentee: Ints
    mentor: Ints
    hidden: bool = False

    def allows(self, mentees: Ints, mentors: int) -> Bools:
        return self._agree(self.mentee[mentees, None], self.mentor)

    def allows_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        return self._agree(self.mentee[mentee], self.mentor[mentor])

    def _agree(self, mentee: Ints, mentor: Ints) -> Bools:
        agree: Bools = (mentee == mentor) & (mentor != UNKNOWN)
        return agree


@dataclass(frozen=True, eq=False)
class ByKind:
    """What kinds go together: units next to each other in a flow of work, other divisions."""

    name: str
    mentee: Ints
    """int[mentees], a kind."""
    mentor: Ints
    together: Bools
    """bool[kinds, kinds], the mentee's first."""
    hidden: bool = False

    def allows(self, mentees: Ints, mentors: int) -> Bools:
        return self.together[self.mentee[mentees]][:, self.mentor]

    def allows_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        return self.together[self.mentee[mentee], self.mentor[mentor]]


@dataclass(frozen=True, eq=False)
class Forbidden:
    """These pairs: the line of command, former partners, vetoes (hidden), somebody who is on both sides."""

    name: str
    pair_mentee: Ints
    pair_mentor: Ints
    hidden: bool = False

    def allows(self, mentees: Ints, mentors: int) -> Bools:
        allowed = np.ones((len(mentees), mentors), dtype=np.bool_)
        if len(mentees):
            here = (self.pair_mentee >= mentees[0]) & (self.pair_mentee <= mentees[-1])
            allowed[self.pair_mentee[here] - mentees[0], self.pair_mentor[here]] = False
        return allowed

    def allows_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        if not len(self.pair_mentor):
            return np.ones(len(mentee), dtype=np.bool_)
        many = np.int64(max(self.pair_mentor.max(), mentor.max(initial=0)) + 1)
        forbidden: Bools = np.isin(mentee * many + mentor, self.pair_mentee * many + self.pair_mentor)
        return ~forbidden
