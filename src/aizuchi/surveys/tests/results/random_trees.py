"""Trees of groups of which it is told how they answered, as they come out before means are looked at."""

import random
from collections import Counter

from aizuchi.surveys.results.answers import SomeAnswers, build_tree
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.results.tallies import Tally
from aizuchi.surveys.results.told_groups import Tree, hide_borders
from aizuchi.surveys.tests.definitions import question, steps


def make_tree(rng: random.Random, k: int) -> Tree[str]:
    """Of up to three levels below everybody; some of each work in no part of it."""
    line = ResultLine(question("mood", choices=steps(*map(str, range(1, rng.choice([3, 4, 5, 5, 7, 11]) + 1)))))
    weights = [rng.random() ** 2 + 0.01 for _ in line.scores]
    groups = [""]
    for one in groups:
        if len(one) < 3:
            groups += [f"{one}{number}" for number in range(rng.choice([0, 1, 2, 2, 4] if one else [2, 3, 4]))]
    smallest = {}
    for group in groups:
        people = rng.choice([0, 1, 3, k, 2 * k, 4 * k])
        counts = Counter(rng.choices([*line.scores], weights, k=people))
        smallest[group] = SomeAnswers(Tally(people, counts), rng.choice([0, 0, 0, 1]))
    parts = {group: [one for one in groups if one.startswith(group)] for group in groups}
    people_in = {group: sum(smallest[one].tally.people for one in some) for group, some in parts.items()}
    told = {group: some for group, some in parts.items() if people_in[group] >= k}
    tree = build_tree([*line.scores], line.borders, smallest, told, k)
    hide_borders(tree, line.borders, k)
    return tree
