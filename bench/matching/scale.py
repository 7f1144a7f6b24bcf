"""How long a match takes, how much memory, and what it gives up for the floor and for blocking pairs.

    python -m bench.matching.scale [MENTEES MENTORS] [--with scipy]

With the extra `matching` the solver is OR-tools'; `--with scipy` leaves it out, `--with both` holds one against the
other.
Seconds are the clock's, and those of processors in brackets.
"""

import argparse
import resource
import time
from collections.abc import Callable
from typing import TypeVar

from aizuchi.programs.matching import Assignment, assign, measure, propose, solving
from bench.matching.company import make_company

Result = TypeVar("Result")


def take_time(name: str, work: Callable[[], Result]) -> Result:
    clock, cpu = time.perf_counter(), time.process_time()
    result = work()
    spent = f"{time.perf_counter() - clock:.2f} s ({time.process_time() - cpu:.2f})"
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{name}: {spent}, {most:.2f} GiB at most so far", flush=True)
    return result


def tell(match: Assignment) -> None:
    quality = measure(match)
    worst = "nobody" if quality.worst_off is None else f"{quality.worst_off[1]:.3f}"
    print(
        f"    {quality.matched} matched, {len(quality.unmatched)} not; total {quality.total:.4f}, worst-off {worst}, "
        f"{len(quality.blocking)} blocking pairs beyond 0.1",
        flush=True,
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("size", nargs="*", type=int, default=[10_000, 2_000])
    asked.add_argument("--with", dest="solver", choices=["fastest", "scipy", "both"], default="fastest")
    asked.add_argument("--first-step", action="store_true", help="neither floor nor blocking pairs")
    given = asked.parse_args()
    mentees, mentors = given.size
    company = make_company(mentees, mentors, seed=17)
    found = take_time("candidates", company.find_candidates)
    problem = company.make_problem(found)
    print(f"    {mentees} mentees, {mentors} mentors, {problem.capacity.sum()} places, {len(problem.score)} pairs")
    ortools = solving.SimpleMinCostFlow
    if given.solver == "scipy":
        solving.SimpleMinCostFlow = None
    name = "scipy" if solving.SimpleMinCostFlow is None else "OR-tools"
    largest = take_time(f"largest total, {name}", lambda: assign(problem, floor=False, stable=False))
    tell(largest)
    if given.solver == "both" and ortools is not None:
        solving.SimpleMinCostFlow = None
        other = take_time("largest total, scipy", lambda: assign(problem, floor=False, stable=False))
        solving.SimpleMinCostFlow = ortools
        print(f"    gap between the two: {largest.total_points - other.total_points} points")
    if not given.first_step:
        whole = take_time(f"with floor and without blocking pairs, {name}", lambda: assign(problem))
        tell(whole)
        print(f"    floor {whole.floor}: costs {whole.price_of_floor}; blocking pairs: {whole.price_of_stability}")
        tell(take_time("both choose", lambda: propose(problem)))


if __name__ == "__main__":
    main()
