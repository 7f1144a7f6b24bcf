"""Who is matched with whom: numbers in, assignment and reasons out. Knows no person, no program and no database.

problem      what there is to match, and who has whom
rules        what forbids two people each other
parts        what makes a pair worth something
candidates   the best few of both sides, within the rules
assignment   the largest total, nobody far behind, no two who would both rather have each other
mutual       both sides choose (deferred acceptance)
peers        one pool: pairs around a theme, and rounds without a repeat
quality      what a draft is worth, two drafts beside each other, what one change by hand does
explain      why somebody has this partner, and which wish would have been free

Whoever matches puts both sides in the order of `order_by_hash(ids)`, makes parts and rules of what people said, and
goes on:

    found = find_candidates(mentees=…, mentors=…, capacity=capacity, parts=parts, rules=rules)
    ranks = found.ranks(wish_mentee, wish_mentor, rank)
    problem = found.make_problem(capacity=capacity, mentee_rank=ranks, mentee_ids=…, mentor_ids=…)
    match = assign(problem)                 # or propose(problem)
    measure(match), consequence(problem, match, ManualChange(mentee=3, mentor=1))
    explain(match, 3, contributions=found.contributions, parts=found.parts, rules=found.rules, wishes=[1, 4])
"""

from aizuchi.programs.matching.assignment import assign
from aizuchi.programs.matching.candidates import Candidates, find_candidates
from aizuchi.programs.matching.explain import NOT_POSSIBLE, Explanation, Wish, explain, find_reasons, what_if
from aizuchi.programs.matching.mutual import propose
from aizuchi.programs.matching.ordering import order_by_hash
from aizuchi.programs.matching.peers import Peers, as_peers, find_peers, next_round, pair_up, rounds
from aizuchi.programs.matching.problem import UNMATCHED, Assignment, Problem
from aizuchi.programs.matching.quality import (
    Comparison,
    Consequence,
    ManualChange,
    Quality,
    Why,
    compare,
    consequence,
    measure,
)

__all__ = [
    "NOT_POSSIBLE",
    "UNMATCHED",
    "Assignment",
    "Candidates",
    "Comparison",
    "Consequence",
    "Explanation",
    "ManualChange",
    "Peers",
    "Problem",
    "Quality",
    "Why",
    "Wish",
    "as_peers",
    "assign",
    "compare",
    "consequence",
    "explain",
    "find_candidates",
    "find_peers",
    "find_reasons",
    "measure",
    "next_round",
    "order_by_hash",
    "pair_up",
    "propose",
    "rounds",
    "what_if",
]
