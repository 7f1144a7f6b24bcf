"""Peers: everybody can be paired with everybody, in one pool."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx

from aizuchi.programs.matching.candidates import Candidates
from aizuchi.programs.matching.ordering import order_by_hash
from aizuchi.programs.matching.problem import POINTS_PER_ONE, Floats, Ints


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


def as_peers(candidates: Candidates, *, volunteers: Sequence[int] = (), ids: Sequence[str] = ()) -> Peers:
    """Candidates of a pool with itself: whoever is found from either side is a pair, worth the mean of the two."""
    low = np.minimum(candidates.pair_mentee, candidates.pair_mentor)
    high = np.maximum(candidates.pair_mentee, candidates.pair_mentor)
    apart = low != high
    keys, at = np.unique(low[apart] * np.int64(max(candidates.mentors, 1)) + high[apart], return_inverse=True)
    score = np.bincount(at, candidates.score[apart], len(keys)) / np.maximum(np.bincount(at, minlength=len(keys)), 1)
    first, second = np.divmod(keys, np.int64(max(candidates.mentors, 1)))
    return Peers(
        people=candidates.mentees, first=first, second=second, score=score, volunteers=tuple(volunteers), ids=tuple(ids)
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
    even = people + people % 2
    circle = list(range(even))
    made = []
    for _ in range(even - 1):
        pairs = [sorted((circle[at], circle[even - 1 - at])) for at in range(even // 2)]
        made.append(sorted((one, other) for one, other in pairs if other < people))
        circle = [circle[0], circle[-1], *circle[1:-1]]
    return made
