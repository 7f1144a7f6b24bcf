"""How anonymous answers hold, and what they are good for: every command prints a table.

python -m bench.anonymity frontier --seed 1 --people 1000 --repeat 3 [--only 0,5]
python -m bench.anonymity attacks --people 1000 --repeat 3 [--level 4.4]
python -m bench.anonymity crowding --seed 1 --teams 1500
python -m bench.anonymity calibration --people 1000
python -m bench.anonymity sums --people 120 --repeat 10
"""

import argparse
from collections.abc import Callable

from bench.anonymity import show
from bench.anonymity.calibration import print_calibration
from bench.anonymity.crowding import print_crowding
from bench.anonymity.frontier import choose_designs, print_frontier
from bench.anonymity.world import Setting, make_worlds

LENIENCIES = (0.0, 0.5, 0.9)


def main() -> None:
    args = _read_arguments()
    setting = Setting(people=args.people, leniency=args.leniency, level=args.level, seed=args.seed)
    worlds = make_worlds(setting, args.repeat)
    commands: dict[str, Callable[[], None]] = {
        "frontier": lambda: print_frontier(worlds, only=args.only),
        "attacks": lambda: show.print_attacks(worlds, only=args.only or "0,5"),
        "sums": lambda: show.print_sums(worlds, only=args.only or "0,5"),
        "crowding": lambda: print_crowding(teams=args.teams, seed=args.seed),
        "calibration": lambda: print_calibration(
            {
                leniency: make_worlds(Setting(**(vars(setting) | {"leniency": leniency})), args.repeat)
                for leniency in LENIENCIES
            },
            choose_designs(args.only or "0,5"),
        ),
    }
    commands[args.command]()


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.anonymity", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["frontier", "attacks", "crowding", "calibration", "sums"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--repeat", type=int, default=1, help="so many organizations")
    parser.add_argument("--leniency", type=float, default=0.5, help="how much mentees differ in what they say")
    parser.add_argument("--level", type=float, default=3.7, help="what everybody says on average")
    parser.add_argument("--only", default="", help="numbers of rules, divided by commas")
    parser.add_argument("--teams", type=int, default=1500)
    return parser.parse_args()


if __name__ == "__main__":
    main()
