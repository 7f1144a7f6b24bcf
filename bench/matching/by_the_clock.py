"""Whether time tells a veto: what a mentee asks, where a mentor is full, ruled out for all to know, or by a veto.

    python -m bench.matching.by_the_clock [TIMES]

Whoever takes the time of single answers guesses which of two it was, by the cut that would have been best afterwards;
blind guessing is right in half of the cases.
"""

import itertools
import sys
import time

import numpy as np

from aizuchi.programs.matching import NOT_POSSIBLE, Assignment, assign, what_if
from bench.matching.company import make_company


def find_wishes(match: Assignment) -> dict[str, tuple[int, int]]:
    """A mentee, and a mentor who is full, or no candidate, of whom the match does not know for which reason."""
    problem = match.problem
    full = np.flatnonzero((match.load >= problem.capacity)[problem.pair_mentor])
    row = full[match.mentor_of[problem.pair_mentee[full]] != problem.pair_mentor[full]][0]
    mentee = int(problem.pair_mentee[row])
    others = np.setdiff1d(np.arange(problem.mentors), problem.pair_mentor[problem.pair_mentee == mentee])
    return {
        "full": (mentee, int(problem.pair_mentor[row])),
        "rule": (mentee, int(others[0])),
        "veto": (mentee, int(others[-1])),
    }


def guess(one: np.ndarray, other: np.ndarray) -> float:
    """How often the best cut is right."""
    cuts = np.quantile(np.concatenate([one, other]), np.linspace(0.01, 0.99, 99))
    right = [(np.mean(one < cut) + np.mean(other >= cut)) / 2 for cut in cuts]
    return max(max(right), 1 - min(right))


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    company = make_company(2000, 400, seed=17)
    match = assign(company.make_problem(company.find_candidates()))
    asked = find_wishes(match)
    seen: dict[str, list[int]] = {name: [] for name in asked}
    for name, (mentee, mentor) in itertools.islice(itertools.cycle(asked.items()), 3 * times):
        before = time.perf_counter_ns()
        (answer,) = what_if(match, mentee, [mentor])
        seen[name].append(time.perf_counter_ns() - before)
        assert answer is NOT_POSSIBLE
    for name, spent in seen.items():
        print(f"{name}: median {np.median(spent) / 1000:.1f} µs")
    for one, other in itertools.combinations(seen, 2):
        print(f"{one} or {other}: right in {guess(np.array(seen[one]), np.array(seen[other])):.1%}")


if __name__ == "__main__":
    main()
