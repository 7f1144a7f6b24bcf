"""Answers that are made up fit the survey they are made up for."""

import pytest

from aizuchi.surveys.library import get_library_set, list_library_keys
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.structure.given import read_answers
from aizuchi.surveys.structure.made_up import make_up_answers
from aizuchi.surveys.tests.definitions import question, survey


@pytest.mark.parametrize("key", list_library_keys())
def test_they_fit_what_we_bring(key: str) -> None:
    definition = get_library_set(key)

    for seed in range(20):
        assert read_answers(definition, make_up_answers(definition, seed=seed)).faults == {}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.MATRIX])
def test_they_fit_each_kind_of_question(kind: Kind) -> None:
    definition = survey(question("one", kind))

    for seed in range(20):
        assert read_answers(definition, make_up_answers(definition, seed=seed)).faults == {}


def test_the_same_seed_makes_up_the_same() -> None:
    definition = get_library_set("engagement")

    assert make_up_answers(definition, seed=1) == make_up_answers(definition, seed=1)
    assert make_up_answers(definition, seed=1) != make_up_answers(definition, seed=2)
