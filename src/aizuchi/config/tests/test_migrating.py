"""Migrations build anew the model that becomes another, and whoever asks for models finds them whole."""

from typing import Any

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState


@pytest.fixture
def state() -> ProjectState:
    """A tree and its leaves, as a migration finds them in the middle of others."""
    state = ProjectState()
    state.add_model(make_state("Tree"))
    state.add_model(make_state("Leaf", tree=models.ForeignKey("people.Tree", models.CASCADE)))
    assert state.apps
    return state


def make_state(name: str, **fields: Any) -> ModelState:
    return ModelState("people", name, [("id", models.AutoField(primary_key=True)), *fields.items()])


def test_a_new_one_leaves_the_others_as_they_are(state: ProjectState) -> None:
    before = state.apps.get_model("people", "Leaf")

    state.add_model(make_state("Bird", sits_on=models.ForeignKey("people.Tree", models.CASCADE)))

    assert state.apps.get_model("people", "Leaf") is before
    assert state.apps.get_model("people", "Bird")._meta.get_field("sits_on").related_model.__name__ == "Tree"


def test_a_constraint_stands_in_its_model_and_leaves_the_others_as_they_are(state: ProjectState) -> None:
    before = state.apps.get_model("people", "Leaf")

    state.add_constraint("people", "tree", models.UniqueConstraint(fields=["id"], name="one"))

    assert [one.name for one in state.apps.get_model("people", "Tree")._meta.constraints] == ["one"]
    assert state.apps.get_model("people", "Leaf") is before


def test_a_function_of_a_migration_finds_models_that_know_each_other(state: ProjectState) -> None:
    state.add_constraint("people", "tree", models.UniqueConstraint(fields=["id"], name="one"))
    state.add_model(make_state("Bird", sits_on=models.ForeignKey("people.Tree", models.CASCADE)))

    state.clear_delayed_apps_cache()  # as Django does before it calls one

    tree, leaf = (state.apps.get_model("people", name) for name in ("Tree", "Leaf"))
    assert leaf._meta.get_field("tree").related_model is tree
    assert {one.name for one in tree._meta.related_objects} == {"leaf", "bird"}
