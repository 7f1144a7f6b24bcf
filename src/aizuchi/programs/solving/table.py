"""A pool as numbers: who could be with whom, who is, and what that is worth."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from aizuchi.programs.matching import (
    UNMATCHED,
    Assignment,
    Candidates,
    Problem,
    Why,
    as_peers,
    assign,
    find_candidates,
    measure,
    pair_up,
    propose,
)
from aizuchi.programs.matching.blocking import DELTA
from aizuchi.programs.matching.parts import InCommon, RankedWishes, ScorePart
from aizuchi.programs.matching.problem import Floats, Ints
from aizuchi.programs.models import Participant, Program, Unmatched
from aizuchi.programs.solving.parts import WISHED, list_parts
from aizuchi.programs.solving.pool import Pool
from aizuchi.programs.solving.rules import list_rules

Pairs = Sequence[tuple[int, int]]
"""Places in the pool: of a mentee and a mentor, or of two peers."""

ALMOST_NOTHING = 0.001
WORDS_OF_WHY = {
    Why.NO_CANDIDATE: Unmatched.Why.ALL_FULL,
    Why.ALL_FULL: Unmatched.Why.ALL_FULL,
    Why.RULES: Unmatched.Why.NOBODY_FITS,
}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a draft is worth. Scores are between 0 and 100."""

    people: int
    matched: int
    total: int
    worst: int | None
    worst_of: uuid.UUID | None
    """The participant whose match is worth least."""
    blocking: int
    """Pairs that would both much rather have each other."""
    unmatched: dict[uuid.UUID, str]

    @property
    def mean(self) -> int | None:
        pairs = self.matched
        return round(self.total / pairs) if pairs else None

    def write(self) -> dict[str, Any]:
        """As a draft keeps it; who has nobody has rows of their own."""
        return {
            "people": self.people,
            "matched": self.matched,
            "total": self.total,
            "worst": self.worst,
            "worst_of": str(self.worst_of) if self.worst_of else None,
            "blocking": self.blocking,
        }


@dataclass(frozen=True, eq=False, kw_only=True)
class Numbers:
    pool: Pool
    parts: Sequence[ScorePart]
    candidates: Candidates
    problem: Problem

    @cached_property
    def mentee_at(self) -> dict[uuid.UUID, int]:
        return {one.pk: at for at, one in enumerate(self.pool.mentees)}

    @cached_property
    def mentor_at(self) -> dict[uuid.UUID, int]:
        return {one.pk: at for at, one in enumerate(self.pool.mentors)}

    def place(self, pairs: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> list[tuple[int, int]]:
        """Of participants. Whoever is not to be matched any more is left out."""
        return [
            (self.mentee_at[mentee], self.mentor_at[mentor])
            for mentee, mentor in pairs
            if mentee in self.mentee_at and mentor in self.mentor_at
        ]

    def rows(self, pairs: Pairs) -> Ints:
        """int[n], the row of each pair; UNMATCHED where the two are no candidates."""
        mentee, mentor = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return self.problem.find(mentee, mentor)

    def scores(self, pairs: Pairs) -> list[int]:
        """Between 0 and 100: of what the two could reach with what they have said. 0 for two who are no candidates."""
        found = self._fit(pairs)
        if self.pool.is_one_pool:
            found = (found + self._fit([(other, one) for one, other in pairs])) / 2
        return [round(one) for one in (100 * found).tolist()]

    def _fit(self, pairs: Pairs) -> Floats:
        mentee, mentor = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        reachable = np.full(len(pairs), 1e-9)
        for part in self.parts:
            applies = np.ones(len(pairs), dtype=np.bool_)
            if isinstance(part, RankedWishes):
                wished = (part.pair_mentor, mentor) if part.name == WISHED else (part.pair_mentee, mentee)
                applies = np.isin(wished[1], wished[0])
            elif isinstance(part, InCommon) and part.enough is None:
                applies = np.asarray(np.any(part.mentee, axis=1))[mentee]
            reachable += np.where(applies, part.weight, 0)
        whole = sum(part.weight for part in self.parts)
        fit: Floats = np.append(self.problem.score, 0.0)[self.rows(pairs)] * whole / reachable
        return np.minimum(fit, 1.0)

    def contributions(self, pairs: Pairs) -> list[list[tuple[str, int]]]:
        """What adds something, most first, and how much of what it can be, of 100."""
        whole = sum(part.weight for part in self.parts)
        table = np.vstack([self.candidates.contributions, np.zeros((1, len(self.parts)))])[self.rows(pairs)]
        found = []
        for row in table.tolist():
            most_first = sorted(zip(row, self.parts, strict=True), key=lambda one: -one[0])
            adding = [(some, part) for some, part in most_first if some > ALMOST_NOTHING]
            found.append([(part.name, round(100 * some * whole / part.weight)) for some, part in adding])
        return found

    def explain(self, pairs: Pairs) -> list[dict[str, Any]]:
        """As a match keeps it; see `explanations`."""
        firsts = {one: other for one, other, rank in self.pool.wishes if rank == 1}
        return [
            {
                "parts": parts,
                "ranks": ranks,
                "first_wish": self._first_wish(mentee, mentor, firsts),
            }
            for (mentee, mentor), parts, ranks in zip(pairs, self.contributions(pairs), self.ranks(pairs), strict=True)
        ]

    def _first_wish(self, mentee: int, mentor: int, firsts: Mapping[uuid.UUID, uuid.UUID]) -> str:
        """Full and not by the rules are one word."""
        wanted = firsts.get(self.pool.mentees[mentee].pk)
        if wanted is None:
            return ""
        return "given" if wanted == self.pool.mentors[mentor].pk else "not_possible"

    def ranks(self, pairs: Pairs) -> list[tuple[int, int]]:
        """Which wish of the mentee the mentor is, and the other way round; 0 for none."""
        rows = self.rows(pairs)
        of_mentee = np.append(self.problem.mentee_rank, 0)[rows].tolist()
        of_mentor = np.append(self.problem.mentor_rank, 0)[rows].tolist()
        return list(zip(of_mentee, of_mentor, strict=True))

    def draw(self, pairs: Pairs, locked: Pairs = ()) -> Assignment:
        """Of mentees and mentors."""
        mentor_of = np.full(self.problem.mentees, UNMATCHED, dtype=np.int64)
        for mentee, mentor in pairs:
            mentor_of[mentee] = mentor
        problem = self.problem.with_locked(tuple(locked)) if locked else self.problem
        return Assignment(problem=problem, mentor_of=mentor_of)

    def measure(self, pairs: Pairs, locked: Pairs = ()) -> Figures:
        scores = self.scores(pairs)
        worst = min(range(len(pairs)), key=lambda at: (scores[at], at), default=None)
        blocking, unmatched = self._judge_peers(pairs) if self.pool.is_one_pool else self._judge(pairs, locked)
        return Figures(
            people=len(self.pool.mentees),
            matched=len(self.pool.mentees) - len(unmatched),
            total=sum(scores) * (2 if self.pool.is_one_pool else 1),
            worst=None if worst is None else scores[worst],
            worst_of=None if worst is None else self.pool.mentees[pairs[worst][0]].pk,
            blocking=blocking,
            unmatched={self.pool.mentees[at].pk: str(why) for at, why in unmatched.items()},
        )

    def _judge(self, pairs: Pairs, locked: Pairs) -> tuple[int, dict[int, str]]:
        quality = measure(self.draw(pairs, locked))
        return len(quality.blocking), {mentee: WORDS_OF_WHY[why] for mentee, why in quality.unmatched.items()}

    def _judge_peers(self, pairs: Pairs) -> tuple[int, dict[int, str]]:
        peers = as_peers(self.candidates)
        has = np.full(peers.people, -np.inf)
        for (one, other), score in zip(pairs, self.scores(pairs), strict=True):
            has[one], has[other] = (max(has[at], score / 100) for at in (one, other))
        blocking = (peers.score > has[peers.first] + DELTA) & (peers.score > has[peers.second] + DELTA)
        could = set(peers.first.tolist()) | set(peers.second.tolist())
        alone = np.flatnonzero(np.isneginf(has)).tolist()
        odd, nobody = Unmatched.Why.ODD, Unmatched.Why.NOBODY_FITS
        return int(blocking.sum()), {at: odd if at in could else nobody for at in alone}


def make_numbers(pool: Pool, *, best: int | None = None) -> Numbers:
    taken = Counter(match.mentor_id for match in pool.incumbents)
    left = [1 if pool.is_one_pool else max(one.capacity - taken[one.pk], 0) for one in pool.mentors]
    capacity = np.array(left, dtype=np.int64)
    options = {} if best is None else {"best": best}
    parts = list_parts(pool)
    candidates = find_candidates(
        mentees=len(pool.mentees),
        mentors=len(pool.mentors),
        capacity=capacity,
        parts=parts,
        rules=list_rules(pool),
        **options,
    )
    problem = candidates.make_problem(
        capacity=capacity,
        mentee_ids=[str(one.pk) for one in pool.mentees],
        mentor_ids=[str(one.pk) for one in pool.mentors],
    )
    bare = Numbers(pool=pool, parts=parts, candidates=candidates, problem=problem)
    mentee_rank, mentor_rank = _rank(bare)
    return replace(bare, problem=replace(problem, mentee_rank=mentee_rank, mentor_rank=mentor_rank))


def _rank(numbers: Numbers) -> tuple[Ints, Ints]:
    wishes = numbers.pool.wishes_that_count
    of_mentees = [(one, other, rank) for one, other, rank in wishes if one in numbers.mentee_at]
    of_mentors = [(other, one, rank) for one, other, rank in wishes if one in numbers.mentor_at]
    columns = []
    for found in (of_mentees, of_mentors):
        placed = [
            (numbers.mentee_at[mentee], numbers.mentor_at[mentor], rank)
            for mentee, mentor, rank in found
            if mentee in numbers.mentee_at and mentor in numbers.mentor_at
        ]
        columns.append(numbers.candidates.ranks(*np.array(placed, dtype=np.int64).reshape(-1, 3).T))
    return columns[0], columns[1]


@dataclass(frozen=True, kw_only=True)
class Solved:
    numbers: Numbers
    pairs: list[tuple[int, int]]
    figures: Figures
    theme_id: uuid.UUID | None = None


def solve(pool: Pool, *, locked: Iterable[tuple[uuid.UUID, uuid.UUID]] = ()) -> list[Solved]:
    """One after another the topics around which people come together; one for all else. Locked pairs stay."""
    if pool.program.mode != Program.Mode.THEME:
        return [_solve(pool, locked, None)]
    solved, paired = [], set(pool.paired)
    themes = [theme for theme in pool.program.themes.all() if theme.retired_at is None]
    for theme in themes:
        here = [one for one in pool.mentees if theme.pk in pool.themes.get(one.pk, ())]
        some = replace(pool, mentees=here, mentors=here, paired=frozenset(paired))
        found = _solve(some, locked, theme.pk)
        solved.append(found)
        for one, other in found.pairs:
            two = here[one].person_id, here[other].person_id
            paired |= {two, two[::-1]}
    return solved


def _solve(pool: Pool, locked: Iterable[tuple[uuid.UUID, uuid.UUID]], theme_id: uuid.UUID | None) -> Solved:
    numbers = make_numbers(pool)
    given = numbers.place(locked)
    pairs = sorted(_pair_up(pool, given) if pool.is_one_pool else _assign(numbers, given))
    return Solved(numbers=numbers, pairs=pairs, figures=numbers.measure(pairs, given), theme_id=theme_id)


def _assign(numbers: Numbers, given: Pairs) -> list[tuple[int, int]]:
    problem = numbers.problem.with_locked(tuple(given))
    is_mutual = numbers.pool.program.mode == Program.Mode.MUTUAL
    found = propose(problem) if is_mutual else assign(problem)
    return [(mentee, mentor) for mentee, mentor in enumerate(found.mentor_of.tolist()) if mentor != UNMATCHED]


def _pair_up(pool: Pool, given: Pairs) -> list[tuple[int, int]]:
    """The rest of the pool by itself, around those who are given."""
    settled = {at for pair in given for at in pair}
    rest = [at for at in range(len(pool.mentees)) if at not in settled]
    people: list[Participant] = [pool.mentees[at] for at in rest]
    numbers = make_numbers(replace(pool, mentees=people, mentors=people))
    volunteers = [at for at, one in enumerate(people) if one.takes_two]
    peers = as_peers(numbers.candidates, volunteers=volunteers, ids=[str(one.pk) for one in people])
    return [*given, *((rest[one], rest[other]) for one, other in pair_up(peers))]
