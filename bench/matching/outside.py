"""Our matches in front of judges whom nobody here wrote: how many cases each of them agrees with.

    pip install --no-deps --target FOLDER algmatch==1.5.2 matchingproblems==1.2 matching==1.4.3 pulp==2.9.0
    PYTHONPATH=FOLDER python -m bench.matching.outside [CASES]

They are in no list of ours, since matchingproblems asks for a numpy of its own and algmatch for a solver that is not
free; what is used here needs neither.
"""

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from algmatch.abstractClasses.preferenceSource import PreferenceSource
from algmatch.stableMatchings.hospitalResidentsProblem.noTies.hrResidentOptimal import HRResidentOptimal
from matching.games import HospitalResident
from matchingproblems.generator import generator
from matchingproblems.solver import solver

from aizuchi.programs.matching import UNMATCHED, Assignment, Problem, assign, propose
from aizuchi.programs.matching.mutual import places_in_lists
from aizuchi.programs.matching.tests.made_up import make

Lists = tuple[list[list[int]], list[list[int]]]


def make_lists(problem: Problem) -> Lists:
    """Whom each mentee would like, and each mentor, dearest first."""
    by_mentee, by_mentor = places_in_lists(problem)
    of_mentees: list[list[int]] = [[] for _ in range(problem.mentees)]
    of_mentors: list[list[int]] = [[] for _ in range(problem.mentors)]
    for row in np.argsort(by_mentee):
        of_mentees[problem.pair_mentee[row]].append(int(problem.pair_mentor[row]))
    for row in np.argsort(by_mentor):
        of_mentors[problem.pair_mentor[row]].append(int(problem.pair_mentee[row]))
    return of_mentees, of_mentors


def make_cases(many: int) -> Iterator[Problem]:
    """Everybody has a place or more, and is wished for, as they ask for it."""
    rng = np.random.default_rng(17)
    while many:
        made = make(rng, int(rng.integers(2, 25)), int(rng.integers(2, 12)), most=4, density=rng.uniform(0.2, 1))
        if all(map(len, make_lists(made)[0])) and all(map(len, make_lists(made)[1])):
            many -= 1
            yield replace(made, capacity=np.maximum(made.capacity, 1))


def judge_by_algmatch(problem: Problem, match: Assignment) -> tuple[bool, bool]:
    """Whether its verifier calls ours stable, and whether its own best for residents is ours."""
    of_mentees, of_mentors = make_lists(problem)
    judge = HRResidentOptimal(
        PreferenceSource(
            dictionary={
                "residents": {one + 1: [other + 1 for other in liked] for one, liked in enumerate(of_mentees)},
                "hospitals": {
                    one + 1: {
                        "capacity": int(problem.capacity[one]),
                        "preferences": [other + 1 for other in liked],
                    }
                    for one, liked in enumerate(of_mentors)
                },
            }
        )
    )
    judge.run()
    theirs = [judge.M[f"r{one + 1}"]["assigned"] for one in range(problem.mentees)]
    ours = [None if mentor == UNMATCHED else f"h{mentor + 1}" for mentor in match.mentor_of.tolist()]
    judge.M = {f"r{one + 1}": {"assigned": has} for one, has in enumerate(ours)} | {
        f"h{one + 1}": {"assigned": {f"r{at + 1}" for at, has in enumerate(ours) if has == f"h{one + 1}"}}
        for one in range(problem.mentors)
    }
    return judge._check_stability(), theirs == ours


def judge_by_matching(problem: Problem, match: Assignment) -> bool:
    of_mentees, of_mentors = make_lists(problem)
    game = HospitalResident.create_from_dictionaries(
        dict(enumerate(of_mentees)), dict(enumerate(of_mentors)), dict(enumerate(problem.capacity.tolist()))
    )
    theirs = {
        resident.name: hospital.name
        for hospital, residents in game.solve(optimal="resident").items()
        for resident in residents
    }
    return all(theirs.get(one, UNMATCHED) == has for one, has in enumerate(match.mentor_of.tolist()))


def judge_by_matchingproblems(many: int) -> dict[str, int]:
    """Its instances, its verifier, and its integer program for as many as possible at the least sum of ranks."""
    seen = {"instances": 0, "stable": 0, "as many": 0, "least ranks": 0}
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        for seed in range(many):
            np.random.seed(seed)
            generator.create(
                f"-numinst 1 -o {folder} -mp hr -twopl -skew 3 -n1 14 -n2 6 -pmin 1 -pmax 5 -lq 0 -uq 15".split()
            )
            asked = solver.create(f"-f {folder}/0.txt -na 2 -twopl -maxsize 1 -mincost 2 1 1".split())
            model = asked.model
            pairs = [pair for row in model.pairs for pair in row]
            problem = _read_pairs(model, pairs)
            stable, largest = propose(problem), assign(problem, floor=False, stable=False)
            asked.solve()
            theirs = model._get_pair_assignments()
            seen["instances"] += 1
            seen["stable"] += model.check_stability(_as_theirs(problem, stable, pairs))
            ours = [pair for pair in _as_theirs(problem, largest, pairs) if pair is not None]
            seen["as many"] += len(theirs) == len(ours)
            seen["least ranks"] += sum(model._get_cost(theirs)) == sum(model._get_cost(ours))
    return seen


def _read_pairs(model: object, pairs: list) -> Problem:
    one = np.array([pair.rank_student for pair in pairs])
    other = np.array([pair.rank_lecturer for pair in pairs])
    return Problem(
        mentees=model.num_students,
        mentors=model.num_projects,
        capacity=np.array(model.proj_upper_quotas),
        pair_mentee=np.array([pair.student_index for pair in pairs]),
        pair_mentor=np.array([pair.project_index for pair in pairs]),
        score=-(one + other).astype(float),
        mentee_rank=one,
        mentor_rank=other,
    )


def _as_theirs(problem: Problem, match: Assignment, pairs: list) -> list:
    return [None if row == UNMATCHED else pairs[row] for row in match.pair_of.tolist()]


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    cases = list(make_cases(many))
    print(f"{len(cases)} cases of 2 to 24 mentees and 2 to 11 mentors, both choose")
    verdicts = np.array(
        [(*judge_by_algmatch(case, propose(case)), judge_by_matching(case, propose(case))) for case in cases]
    )
    names = ("algmatch: stable", "algmatch: the same match", "matching: the same match")
    for name, agree in zip(names, verdicts.sum(axis=0), strict=True):
        print(f"{name}: {agree} of {len(cases)}")
    print("matchingproblems:", judge_by_matchingproblems(many // 4))


if __name__ == "__main__":
    sys.exit(main())
