"""How far a stable match and a largest one differ, and how many pairs still block when everything has been weighed.

    python -m bench.matching.stable_or_most [CASES]

Cases of 12 mentees and 6 mentors, sparse to full; both sides' liking is drawn anew for each pair, which is harder than
life, where people like partly the same.
"""

import sys

import numpy as np

from aizuchi.programs.matching import assign, propose
from aizuchi.programs.matching.blocking import find_blocking
from aizuchi.programs.matching.tests.made_up import make


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for density in (0.2, 0.4, 0.7, 1.0):
        rng = np.random.default_rng(17)
        rows = []
        for _ in range(many):
            problem = make(rng, 12, 6, most=4, density=density, digits=4)
            most, whole = assign(problem, floor=False, stable=False), assign(problem)
            stable = propose(problem)
            rows.append(
                (
                    most.matched - stable.matched,
                    stable.total / most.total if most.total else 1,
                    whole.total / most.total if most.total else 1,
                    len(find_blocking(most)),
                    len(find_blocking(whole)),
                    len(find_blocking(stable)),
                )
            )
        alone, stable_share, whole_share, *blocking = np.array(rows).T
        first, left, by_lists = (f"{np.mean(many):.2f} (none in {np.mean(many == 0):.0%})" for many in blocking)
        print(f"{density:.0%} of pairs possible")
        print(
            f"    stable leaves more alone in {np.mean(alone > 0):.1%} of cases, {alone.mean():.3f} people on average"
        )
        print(f"    of the largest total: stable {stable_share.mean():.1%}, assign {whole_share.mean():.1%}")
        print(f"    blocking beyond 0.1: largest total {first}, assign {left}, stable {by_lists}", flush=True)


if __name__ == "__main__":
    main()
