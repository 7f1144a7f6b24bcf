"""The same instances by us and by others, one after the other: seconds of processor time, and whether they agree.

pip install --no-deps --target FOLDER networkx matching==1.4.3
PYTHONPATH=FOLDER python -m bench.matching.beside
"""

import sys
import threading
import time
from collections.abc import Callable

import networkx
import numpy as np
from matching.games import HospitalResident

from aizuchi.programs.matching import Peers, Problem, assign, pair_up, propose, solving
from bench.matching.company import make_company
from bench.matching.outside import make_lists


def take_time(work: Callable[[], object]) -> tuple[float, object]:
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


def solve_by_networkx(problem: Problem) -> int:
    """The total in points of a largest match of least cost, by network simplex."""
    dearest = int(problem.points.max()) + 1
    nobody = dearest * (problem.mentees + 1)
    graph = networkx.DiGraph()
    for mentee in range(problem.mentees):
        graph.add_edge("source", ("mentee", mentee), capacity=1, weight=0)
    for mentor, places in enumerate(problem.capacity.tolist()):
        graph.add_edge(("mentor", mentor), "sink", capacity=places, weight=0)
    for one, other, points in zip(
        problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), problem.points.tolist(), strict=True
    ):
        graph.add_edge(("mentee", one), ("mentor", other), capacity=1, weight=dearest - points)
    graph.add_edge("source", "sink", capacity=problem.mentees, weight=nobody)
    graph.nodes["source"]["demand"], graph.nodes["sink"]["demand"] = -problem.mentees, problem.mentees
    cost, flow = networkx.network_simplex(graph)
    alone = flow["source"]["sink"]
    return dearest * (problem.mentees - alone) - (cost - nobody * alone)


def play_by_matching(problem: Problem) -> dict[int, int]:
    """In a thread with room: it copies a game by calls within calls, deeper than there are people."""
    sys.setrecursionlimit(10**7)
    threading.stack_size(2**29)
    found: list[dict[int, int]] = []
    thread = threading.Thread(target=lambda: found.append(_play(problem)))
    thread.start()
    thread.join()
    return found[0]


def _play(problem: Problem) -> dict[int, int]:
    of_mentees, of_mentors = make_lists(problem)
    game = HospitalResident.create_from_dictionaries(
        {one: liked for one, liked in enumerate(of_mentees) if liked},
        {one: liked for one, liked in enumerate(of_mentors) if liked},
        {one: places for one, places in enumerate(problem.capacity.tolist()) if of_mentors[one]},
    )
    return {
        resident.name: hospital.name
        for hospital, residents in game.solve(optimal="resident").items()
        for resident in residents
    }


def compare_assignments(mentees: int, mentors: int) -> None:
    company = make_company(mentees, mentors, seed=17)
    problem = company.make_problem(company.find_candidates(best=20))
    print(f"\n{mentees} mentees, {mentors} mentors, {len(problem.score)} pairs")
    kept = solving.SimpleMinCostFlow
    if kept is not None:
        spent, match = take_time(lambda: assign(problem, floor=False, stable=False))
        print(f"    assign, OR-tools: {spent:.3f} s, total {match.total_points}")
    solving.SimpleMinCostFlow = None
    spent, match = take_time(lambda: assign(problem, floor=False, stable=False))
    solving.SimpleMinCostFlow = kept
    print(f"    assign, scipy: {spent:.3f} s, total {match.total_points}")
    spent, total = take_time(lambda: solve_by_networkx(problem))
    print(f"    networkx, network simplex: {spent:.3f} s, total {total}")
    spent, match = take_time(lambda: propose(problem))
    print(f"    propose: {spent:.3f} s")
    spent, theirs = take_time(lambda: play_by_matching(problem))
    same = sum(theirs.get(one, -1) == mentor for one, mentor in enumerate(match.mentor_of.tolist()))
    print(f"    matching, HospitalResident: {spent:.3f} s, the same for {same} of {mentees}")


def make_pool(people: int, each: int) -> Peers:
    rng = np.random.default_rng(17)
    one, other = np.repeat(np.arange(people), each), rng.integers(0, people, people * each)
    apart = one != other
    keys = np.unique(np.minimum(one, other)[apart] * people + np.maximum(one, other)[apart])
    return Peers(
        people=people,
        first=keys // people,
        second=keys % people,
        score=rng.random(len(keys)),
        volunteers=range(0, people, 10),
    )


def compare_peers() -> None:
    for people in (1001, 5001):
        pool = make_pool(people, 20)
        spent, pairs = take_time(lambda pool=pool: pair_up(pool))
        turns = np.bincount(np.array(pairs).ravel(), minlength=people)
        print(f"\n{people} peers, {len(pool.score)} pairs: {spent:.2f} s, {len(pairs)} pairs, ", end="")
        print(f"alone {np.count_nonzero(turns == 0)}, with two {np.count_nonzero(turns == 2)}")
    even = make_pool(1000, 20)
    points = np.rint(even.score * 10_000).astype(int)
    worth = dict(zip(zip(even.first.tolist(), even.second.tolist(), strict=True), points.tolist(), strict=True))
    graph = networkx.Graph()
    graph.add_weighted_edges_from((one, other, points) for (one, other), points in worth.items())
    spent, pairs = take_time(lambda: pair_up(even))
    print(f"\n1000 peers, ours: {spent:.2f} s, {len(pairs)} pairs, total {sum(worth[two] for two in pairs)}")
    spent, theirs = take_time(lambda: networkx.max_weight_matching(graph, maxcardinality=True))
    total = sum(worth[min(two), max(two)] for two in theirs)
    print(f"networkx: {spent:.2f} s, {len(theirs)} pairs, total {total}")


def main() -> None:
    for mentees, mentors in ((300, 60), (1000, 200)):
        compare_assignments(mentees, mentors)
    compare_peers()


if __name__ == "__main__":
    main()
