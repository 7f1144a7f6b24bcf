"""Hard rules: what forbids two people each other, whatever they are worth to each other."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from aizuchi.programs.matching.problem import Bools, Ints

UNKNOWN = -1


class Rule(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def hidden(self) -> bool:
        """Known to whoever made it and to nobody else, as a veto is: never told, and never a reason that is named."""

    def forbids(self, mentees: Ints, mentors: Ints) -> Bools:
        """bool[len(mentees), len(mentors)], everybody of the one beside everybody of the other, each in order."""

    def forbids_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
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

    def forbids(self, mentees: Ints, mentors: Ints) -> Bools:
        return self._agree(self.mentee[mentees][:, None], self.mentor[mentors])

    def forbids_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        return self._agree(self.mentee[mentee], self.mentor[mentor])

    def _agree(self, mentee: Ints, mentor: Ints) -> Bools:
        agree: Bools = mentee == np.where(mentor == UNKNOWN, UNKNOWN - 1, mentor)
        return agree


@dataclass(frozen=True, eq=False)
class Same:
    """The same: the kind of work of the two, or their site. Whose is UNKNOWN is forbidden everybody."""

    name: str
    mentee: Ints
    mentor: Ints
    hidden: bool = False

    def forbids(self, mentees: Ints, mentors: Ints) -> Bools:
        return self._differ(self.mentee[mentees][:, None], self.mentor[mentors])

    def forbids_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        return self._differ(self.mentee[mentee], self.mentor[mentor])

    def _differ(self, mentee: Ints, mentor: Ints) -> Bools:
        differ: Bools = mentee != np.where(mentor == UNKNOWN, UNKNOWN - 1, mentor)
        return differ


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

    def forbids(self, mentees: Ints, mentors: Ints) -> Bools:
        return ~self.together[self.mentee[mentees]][:, self.mentor[mentors]]

    def forbids_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        return ~self.together[self.mentee[mentee], self.mentor[mentor]]


@dataclass(frozen=True, eq=False)
class Forbidden:
    """These pairs: the line of command, former partners, vetoes (hidden), somebody who is on both sides."""

    name: str
    pair_mentee: Ints
    pair_mentor: Ints
    hidden: bool = False

    def forbids(self, mentees: Ints, mentors: Ints) -> Bools:
        forbidden = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
        if len(mentees) and len(mentors):
            mentee, mentor = self._ordered
            here = slice(*np.searchsorted(mentee, [mentees[0], mentees[-1] + 1]))
            row, column = np.searchsorted(mentees, mentee[here]), np.searchsorted(mentors, mentor[here])
            column = np.minimum(column, len(mentors) - 1)
            there = (mentees[row] == mentee[here]) & (mentors[column] == mentor[here])
            forbidden[row[there], column[there]] = True
        return forbidden

    def forbids_pairs(self, mentee: Ints, mentor: Ints) -> Bools:
        if not len(self.pair_mentor):
            return np.zeros(len(mentee), dtype=np.bool_)
        many = np.int64(max(self._ordered[1].max(), mentor.max(initial=0)) + 1)
        forbidden: Bools = np.isin(mentee * many + mentor, self._ordered[0] * many + self._ordered[1])
        return forbidden

    @cached_property
    def _ordered(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.pair_mentee, kind="stable")
        mentee, mentor = np.asarray(self.pair_mentee, np.int64), np.asarray(self.pair_mentor, np.int64)
        return mentee[order], mentor[order]
