import argparse

from bench.anonymity.crowding import print_crowding
from bench.anonymity.frontier import print_frontier
from bench.anonymity.world import Setting, make_worlds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.anonymity", description=__doc__)
    parser.add_argument("command", choices=["frontier", "crowding"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--repeat", type=int, default=1, help="so many organizations")
    parser.add_argument("--leniency", type=float, default=0.5)
    parser.add_argument("--level", type=float, default=3.7)
    parser.add_argument("--only", default="", help="numbers of rules, divided by commas")
    parser.add_argument("--teams", type=int, default=2000)
    args = parser.parse_args()
    if args.command == "crowding":
        print_crowding(teams=args.teams, seed=args.seed)
        return
    setting = Setting(people=args.people, leniency=args.leniency, level=args.level, seed=args.seed)
    print_frontier(make_worlds(setting, args.repeat), only=args.only)


if __name__ == "__main__":
    main()
