"""The tables of docs/anonymity.md: every attack on what is told, rule by rule."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from bench.anonymity import attacks, sums
from bench.anonymity.attacks import Case, Found
from bench.anonymity.frontier import choose_designs
from bench.anonymity.grouping import read_year
from bench.anonymity.world import World

Attack = Callable[[World, list[Case]], Found]

ON_MENTORS: dict[str, Attack] = {
    "what one answer was (low, middle, high)": attacks.guess_answers,
    "the same, one colluder": lambda world, cases: attacks.guess_answers(world, cases, colluders=1),
    "the same, two colluders": lambda world, cases: attacks.guess_answers(world, cases, colluders=2),
    "one answer of somebody who left or came": attacks.guess_answers_of_leavers,
    "one answer that had waited": attacks.guess_answers_that_waited,
    "who was least satisfied, in a year": attacks.name_least_satisfied,
    "who was least satisfied, one colluder": lambda world, cases: attacks.name_least_satisfied(
        world, cases, colluders=1
    ),
    "who was least satisfied, two colluders": lambda world, cases: attacks.name_least_satisfied(
        world, cases, colluders=2
    ),
    "whether somebody answered, right by right": lambda world, cases: attacks.tell_who_answered(world, cases)[0],
    "certain that they did, if answers are counted": lambda world, cases: attacks.tell_who_answered(world, cases)[1],
    "certain that they did, by what pages show": lambda world, cases: attacks.tell_who_answered(world, cases)[2],
    "sums with more than half from one person": lambda world, cases: attacks.find_dominated(world, cases)[0],
    "own mean of who could answer most, to a third": lambda world, cases: attacks.find_dominated(world, cases)[1],
    "the same, where that could be over half": attacks.read_dominated,
    "sums in which everybody said the same": attacks.find_unanimous,
}


def print_attacks(worlds: Iterable[World], *, only: str) -> None:
    _print(worlds, only, ON_MENTORS)


def print_sums(worlds: Iterable[World], *, only: str) -> None:
    """What mentors are compared with, and what HR sees of units: as it was, and as it is."""

    def on_told(attack: Callable[..., Found], **how: object) -> Attack:
        return lambda world, cases: attack(world, [case.groups for case in cases], **how)

    _print(
        worlds,
        only,
        {
            "a colleague's mean, a step of the year": on_told(sums.read_colleagues, step=sums.count_by_year),
            "a colleague's mean, each step of several": on_told(sums.read_colleagues, step=sums.count_by_quarter),
            "a mean less those below it is one colleague's": on_told(sums.read_between_levels, mends=False),
            "a mean, hidden until it is not": on_told(sums.read_between_levels, mends=True),
            "a unit less its responses is one mentor's": on_told(sums.subtract_shown_responses, mends=False),
            "the whole less its responses is one mentor's": on_told(
                sums.subtract_shown_responses, mends=False, of_unit=10**6
            ),
            "a unit, hidden until it is not": on_told(sums.subtract_shown_responses, mends=True),
        },
    )


def _print(worlds: Iterable[World], only: str, named: dict[str, Attack]) -> None:
    found: dict[tuple[str, str], list[Found]] = defaultdict(list)
    designs = choose_designs(only)
    for world in worlds:
        years = [read_year(world.asked, rows) for rows in world.teams]
        for rule, group in designs:
            cases = [Case(year, group(year)) for year in years]
            for name, attack in named.items():
                found[name, rule].append(attack(world, cases))
    print(f"| attack | {' | '.join(rule for rule, _ in designs)} |\n| --- {'| ---: ' * len(designs)}|")
    for name in named:
        print(f"| {name} | {' | '.join(_share(found[name, rule]) for rule, _ in designs)} |", flush=True)


def _share(found: list[Found]) -> str:
    n = sum(one.n for one in found)
    if not n:
        return "—"
    hits, blind = (sum(getattr(one, name) for one in found) / n for name in ("hits", "blind"))
    beside = f" (blind {blind:.1%})" if blind else ""
    return f"{hits:.1%}{beside} of {n:,}"
