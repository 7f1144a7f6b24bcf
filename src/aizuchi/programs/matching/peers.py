"""Peers: everybody can be paired with everybody, in one pool."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import rustworkx

from aizuchi.programs.matching.candidates import BEST, Candidates, keep_allowed, put_together, share_out, weigh
from aizuchi.programs.matching.ordering import order_by_hash
from aizuchi.programs.matching.parts import RankedWishes, ScorePart
from aizuchi.programs.matching.problem import POINTS_PER_ONE, Floats, Ints
from aizuchi.programs.matching.rules import Forbidden, Rule
from aizuchi.programs.matching.searching import find_best_pairs, find_ruled_out


@dataclass(frozen=True, eq=False, kw_only=True)
class Peers:
    """Who could talk with whom.

    people: how many there are; they are called by number, from 0
    first, second: int[e], who could be paired, in any order, each pair once; without partners of before
    score: float[e], what the pair is worth
    volunteers: who would take two where the number is odd
    ids: what decides between equals, whatever the order of rows; without them it is the order
    """

    people: int
    first: Ints
    second: Ints
    score: Floats
    volunteers: Sequence[int] = ()
    ids: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name, kind in (("first", np.int64), ("second", np.int64), ("score", np.float64)):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=kind))
        if not len(self.first) == len(self.second) == len(self.score):
            raise ValueError("all columns of pairs have one length")
        for column in (self.first, self.second):
            if len(column) and not (column.min() >= 0 and column.max() < self.people):
                raise ValueError("a pair names somebody whom there is not")
        if (self.first == self.second).any():
            raise ValueError("nobody talks with themselves")


def find_peers(*, people: int, parts: Sequence[ScorePart], rules: Sequence[Rule] = (), best: int = BEST) -> Candidates:
    """The `best` of each, and every wish, in a pool of people who stand on both sides of the parts and rules.

    Each two once, smaller number first. What the two are worth is the mean of both directions; a rule that forbids one
    direction, such as a veto, forbids the two.
    """
    everybody, shares = np.arange(people), share_out(parts)
    both = (*rules, Forbidden("oneself", everybody, everybody, hidden=True))
    found = [find_best_pairs(everybody, everybody, parts=parts, shares=shares, rules=both, best=best)]
    places = np.ones(people, dtype=np.int64)
    found += [keep_allowed(part, places, both) for part in parts if isinstance(part, RankedWishes)]
    first, second = put_together([np.sort(pairs, axis=0) for pairs in found], people)
    kept = ~np.any([rule.forbids_pairs(*two) for rule in both for two in ((first, second), (second, first))], axis=0)
    first, second = first[kept], second[kept]
    one_way, other_way = weigh(parts, shares, first, second), weigh(parts, shares, second, first)
    return Candidates(
        mentees=people,
        mentors=people,
        pair_mentee=first,
        pair_mentor=second,
        contributions=np.asarray((one_way[0] + other_way[0]) / 2, dtype=np.float32),
        mentee_score=(one_way[1] + other_way[2]) / 2,
        mentor_score=(one_way[2] + other_way[1]) / 2,
        parts=tuple(part.name for part in parts),
        rules=tuple(rule.name for rule in rules if not rule.hidden),
        ruled_out=find_ruled_out(everybody, everybody, [*rules, Forbidden("oneself", everybody, everybody)]),
    )


def as_peers(candidates: Candidates, *, volunteers: Sequence[int] = (), ids: Sequence[str] = ()) -> Peers:
    """Candidates of a pool with itself. Where both directions are among them, the two are worth their mean."""
    first = np.minimum(candidates.pair_mentee, candidates.pair_mentor)
    second = np.maximum(candidates.pair_mentee, candidates.pair_mentor)
    many = np.int64(max(candidates.mentees, 1))
    keys, at, times = np.unique(first * many + second, return_inverse=True, return_counts=True)
    return Peers(
        people=candidates.mentees,
        first=keys // many,
        second=keys % many,
        score=np.bincount(at, candidates.score, len(keys)) / times,
        volunteers=tuple(volunteers),
        ids=tuple(ids),
    )


def pair_up(candidates: Peers) -> list[tuple[int, int]]:
    """As many as can be have somebody; among all such the pairs are worth most. Smaller number first, in order.

    Where the number is odd, one of the volunteers is in two pairs, whoever makes them worth most. Who is in no pair has
    no candidate left, or there is no volunteer.
    """
    order = order_by_hash(candidates.ids, candidates.people)
    stands = np.argsort(order)
    edges = _edges(candidates, stands)
    doubles = _volunteered(edges, {int(stands[one]) for one in candidates.volunteers}) if candidates.people % 2 else {}
    second_turn = candidates.people
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(candidates.people + 1))
    graph.add_edges_from(edges + [(one, second_turn, points) for one, (points, _) in sorted(doubles.items())])
    matched = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    pairs = []
    for one, other in matched:
        one, other = min(one, other), max(one, other)
        if other == second_turn:
            other = doubles[one][1]
        a, b = int(order[one]), int(order[other])
        pairs.append((min(a, b), max(a, b)))
    return sorted(pairs)


def _edges(candidates: Peers, stands: Ints) -> list[tuple[int, int, int]]:
    """The candidates as they stand in the order of the hash, smaller first, sorted, with points above 0."""
    one, other = stands[candidates.first], stands[candidates.second]
    points = np.rint(candidates.score * POINTS_PER_ONE).astype(np.int64)
    low, high = np.minimum(one, other), np.maximum(one, other)
    rows = np.lexsort((high, low))
    return list(zip(low[rows].tolist(), high[rows].tolist(), points[rows].tolist(), strict=True))


def _volunteered(edges: Iterable[tuple[int, int, int]], volunteers: set[int]) -> dict[int, tuple[int, int]]:
    """Of each person the volunteer with whom a second talk would be worth most: points and volunteer."""
    best: dict[int, tuple[int, int]] = {}
    for one, other, points in edges:
        for person, volunteer in ((one, other), (other, one)):
            if volunteer in volunteers and (person not in best or points > best[person][0]):
                best[person] = (points, volunteer)
    return best


def rounds(people: int) -> list[list[tuple[int, int]]]:
    """Everybody with everybody once, in as few rounds as there are: one less than people (circle method).

    Where the number is odd, each round leaves out another one, and there are as many rounds as people.
    """
    if people < 2:
        return []
    even = people + people % 2
    circle = list(range(even))
    made = []
    for _ in range(even - 1):
        pairs = [sorted((circle[at], circle[even - 1 - at])) for at in range(even // 2)]
        made.append(sorted((one, other) for one, other in pairs if other < people))
        circle = [circle[0], circle[-1], *circle[1:-1]]
    return made


def next_round(
    people: int, past: Iterable[tuple[int, int]], *, volunteers: Sequence[int] = ()
) -> list[tuple[int, int]]:
    """A round without a pair of before; where all rounds come from here, one less than people before none is left.

    Where other pairs have met, as many as can be have somebody new. Where the number is odd, a volunteer takes two.
    """
    met = {(min(two), max(two)) for two in past}
    if not people % 2:
        for pairs in rounds(people):
            if met.isdisjoint(pairs):
                return pairs
    new = np.array([two for two in combinations(range(people), 2) if two not in met], dtype=np.int64).reshape(-1, 2)
    return pair_up(
        Peers(people=people, first=new[:, 0], second=new[:, 1], score=np.ones(len(new)), volunteers=volunteers)
    )
