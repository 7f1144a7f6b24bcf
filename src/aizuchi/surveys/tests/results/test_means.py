"""Means are told where they leave open how answers are spread: of all groups at once as of one after another."""

import random
from copy import deepcopy

from aizuchi.surveys.results.means import hide_means
from aizuchi.surveys.tests.results import plain_means
from aizuchi.surveys.tests.results.random_trees import make_tree


def test_the_same_means_are_told_as_in_the_plain_way() -> None:
    rng, hidden = random.Random(7), 0
    for _ in range(40):
        k = rng.choice([3, 3, 5])
        tree = make_tree(rng, k)
        plain = deepcopy(tree)

        hide_means(tree, k)
        plain_means.hide_means(plain, k)

        assert {group: one.has_mean for group, one in tree.items()} == {g: one.has_mean for g, one in plain.items()}
        hidden += sum(not one.has_mean for one in tree.values())
    assert hidden > 150
